import { stringify } from 'yaml'

import type { Action, EmergencyPlan, Stage } from './model.ts'

/** A plan as a plan file; reading it gives back the same plan. */
export function writeEmergencyPlan({ front, on, stages }: EmergencyPlan): string {
  const document = { apiVersion: 'plan/v1', ...front, on, stages: stages.map(stageAsWritten) }
  return stringify(document, { lineWidth: 120, aliasDuplicateObjects: false, version: '1.2' })
}

function stageAsWritten(stage: Stage): Readonly<Record<string, unknown>> {
  const { id, title, needs, forEach, gate, clocks, actions, startsClocks } = stage
  return {
    id,
    title,
    ...(needs.length > 0 && { needs }),
    ...(forEach !== undefined && { forEach: forEach.text }),
    ...(gate.length > 0 && { gate }),
    ...(clocks.length > 0 && {
      clocks: clocks.map(({ duty, start, strictHours, regime }) => ({
        duty,
        start,
        strict: span(strictHours),
        regime,
      })),
    }),
    do: actions.map((action) => ({ [action.kind]: actionAsWritten(action) })),
    ...(startsClocks.length > 0 && { startsClocks }),
  }
}

function actionAsWritten(action: Action): unknown {
  if (action.kind === 'text') return action.text
  const { kind: _kind, ...fields } = action
  const names: Readonly<Record<string, string>> = {
    deadlineHours: 'deadline',
    expiresHours: 'expires',
    needsEvidence: 'evidence',
    nextUpdateHours: 'nextUpdate',
    hours: 'within',
    orElse: 'else',
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const written = names[name] ?? name
      if (name === 'select') return [written, (value as { text: string }).text]
      return [written, typeof value === 'number' && written !== 'quorum' ? span(value) : value]
    }),
  )
}

/** Hours as a plan file has them: "90m", "6h", "2d", "1w". */
function span(hours: number): string {
  if (hours % 168 === 0) return `${hours / 168}w`
  if (hours % 24 === 0) return `${hours / 24}d`
  return Number.isInteger(hours) ? `${hours}h` : `${Math.round(hours * 60)}m`
}
