import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import type { ResponseState } from '../state.ts'
import type { DecisionEvent, DecisionFact, Decided } from './decision-events.ts'

export type DecisionCommand =
  | ({ readonly command: 'recordDecision' } & Omit<DecisionFact, 'decision'>)
  | { readonly command: 'confirmDecision'; readonly decision: string; readonly person: string }
  | {
      readonly command: 'reportSituation'
      readonly language: 'de' | 'en'
      readonly digest: string
      readonly person: string
    }

/** The log of decisions: what is chosen is one of the options, and what is corrected exists. */
export function decideDecision(
  { decisions }: ResponseState,
  command: DecisionCommand,
): readonly SeenEvent[] | ResponseRefusal {
  if (command.command === 'reportSituation') {
    const { language, digest, person } = command
    return [{ type: 'situation.reported', language, digest, person }]
  }
  if (command.command === 'confirmDecision') {
    const { decision, person } = command
    const known = decisions.find((one) => one.decision === decision)
    if (known === undefined) return noDecision(decisions, decision)
    if (known.decidedBy !== person) {
      return refuse(
        'wrong-signature',
        `${known.decidedBy} decided ${decision}, not ${person}.`,
        'The decider confirms.',
      )
    }
    if (known.confirmedAt !== undefined)
      return refuse('out-of-order', `${decision} is confirmed.`, 'Nothing to do.')
    return [{ type: 'decision.confirmed', decision, person }]
  }
  const { command: _command, ...fact } = command
  if (!fact.options.includes(fact.chosen)) {
    return refuse(
      'wrong-value',
      `"${fact.chosen}" is none of the options.`,
      `They are: ${fact.options.join('; ')}.`,
    )
  }
  const old = decisions.find((one) => one.decision === fact.supersedes)
  if (fact.supersedes !== undefined && old === undefined) return noDecision(decisions, fact.supersedes)
  if (old?.supersededBy !== undefined) {
    return refuse(
      'out-of-order',
      `${old.decision} was replaced by ${old.supersededBy}.`,
      `Replace ${old.supersededBy}.`,
    )
  }
  return [{ type: 'decision.recorded', decision: `D-${decisions.length + 1}`, ...fact }]
}

export function evolveDecisions(
  decisions: readonly Decided[],
  event: Extract<DecisionEvent, { type: 'decision.recorded' | 'decision.confirmed' }>,
  at: string,
): readonly Decided[] {
  if (event.type === 'decision.confirmed') {
    return decisions.map((one) =>
      one.decision === event.decision && one.decidedBy === event.person ? { ...one, confirmedAt: at } : one,
    )
  }
  const { type: _type, ...fact } = event
  const isOwn = fact.decidedBy === fact.recordedBy
  return [
    ...decisions.map((one) =>
      one.decision === fact.supersedes ? { ...one, supersededBy: fact.decision } : one,
    ),
    { ...fact, at, ...(isOwn && { confirmedAt: at }) },
  ]
}

/** In force, and its time to be looked at again has come. */
export function toRevisit({ decisions }: ResponseState, now: string): readonly Decided[] {
  return decisions.filter(
    ({ supersededBy, revisitAt }) =>
      supersededBy === undefined && revisitAt !== undefined && Date.parse(revisitAt) <= Date.parse(now),
  )
}

function noDecision(decisions: readonly Decided[], wanted: string): ResponseRefusal {
  const known = decisions.map(({ decision }) => decision).join(', ')
  return refuse('wrong-value', `There is no decision ${wanted}.`, `There are: ${known || 'none'}.`)
}
