import { deepFreeze } from '../../estate/index.ts'
import type { Action, EmergencyPlan, FrontMatter, Stage } from '../model.ts'
import { planDigest } from '../digest.ts'
import { importForeign } from './import-foreign.ts'
import { extension, type Step } from './playbook.ts'
import type { ImportProblem } from './import-problem.ts'

/** Larger files hold more than people can read in a night. */
const maxBytes = 8 * 1024 * 1024

/**
 * Reads a CACAO v2.0 playbook. One of ours gives back the same plan, and is refused when it was changed on the way.
 * Of others `start`, `end`, `action`, `playbook-action`, `parallel`, `if-condition` and `switch-condition` become
 * stages with tasks for people; commands become the text of a task and never run. Anything else is refused with its
 * place. Never throws for bad input.
 */
export function importPlaybook(
  text: string,
):
  | { readonly plan: EmergencyPlan; readonly isOurs: boolean }
  | { readonly problems: readonly ImportProblem[] } {
  if (text.length > maxBytes)
    return refuse('playbook', 'it is larger than 8 MiB', 'Split it into several playbooks.')
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return refuse('playbook', 'it is not JSON', 'Name a file with one CACAO playbook in JSON.')
  }
  const playbook = recordOf(raw)
  const workflow = recordOf(playbook?.['workflow'])
  if (playbook === undefined || playbook['type'] !== 'playbook' || workflow === undefined) {
    return refuse('type', 'it is no CACAO playbook', 'It needs "type": "playbook" and a "workflow".')
  }
  if (playbook['spec_version'] !== 'cacao-2.0') {
    const version = String(playbook['spec_version']).slice(0, 40)
    return refuse('spec_version', `version "${version}" is not read`, 'Convert it to cacao-2.0 first.')
  }
  const steps = new Map<string, Step>()
  for (const [id, step] of Object.entries(workflow)) {
    const found = recordOf(step)
    if (found === undefined || typeof found['type'] !== 'string') {
      return refuse(id, 'it is no step', 'Every step needs a "type".')
    }
    steps.set(id, found as unknown as Step)
  }
  const ours = recordOf(recordOf(playbook['playbook_extensions'])?.[extension])
  return ours === undefined ? importForeign(playbook, steps) : importOurs(ours, steps)
}

/** Steps of ours in any order; what they hold is believed only when the digest over all of it is right. */
function importOurs(
  header: Readonly<Record<string, unknown>>,
  steps: ReadonlyMap<string, Step>,
): ReturnType<typeof importPlaybook> {
  const stages = new Map<string, Omit<Stage, 'actions'>>()
  const actions = new Map<string, Action[]>()
  for (const step of steps.values()) {
    const fields = recordOf(recordOf(step.step_extensions)?.[extension])
    if (fields === undefined) continue
    const of = String(fields['of'])
    const stage = recordOf(fields['stage'])
    if (stage !== undefined) stages.set(of, stage as unknown as Omit<Stage, 'actions'>)
    const action = recordOf(fields['action'])
    const list = actions.get(of) ?? []
    const at = Number(fields['at'])
    if (action !== undefined && Number.isInteger(at) && at >= 0 && at < steps.size) {
      list[at] = action as unknown as Action
    }
    actions.set(of, list)
  }
  const order = Array.isArray(header['order']) ? header['order'].map(String) : []
  const plan = {
    front: header['front'] as FrontMatter,
    on: header['on'] as EmergencyPlan['on'],
    stages: order.flatMap((id) => {
      const stage = stages.get(id)
      return stage === undefined ? [] : [{ ...stage, actions: [...(actions.get(id) ?? [])] }]
    }),
  }
  if (!isOurs(plan, header['digest'])) {
    return refuse(
      'playbook_extensions',
      'it came from Anlauf and was changed since: its digest does not fit',
      'Ask for the plan file itself, or remove the extension to take it over as a foreign playbook.',
    )
  }
  return { plan: deepFreeze(plan), isOurs: true }
}

function isOurs(plan: EmergencyPlan, digest: unknown): boolean {
  try {
    return planDigest(plan) === digest
  } catch {
    return false
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

function refuse(at: string, message: string, hint: string): { readonly problems: readonly ImportProblem[] } {
  return { problems: [{ at, message, hint }] }
}
