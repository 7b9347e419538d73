import type { StageCommand } from '../commands.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import type { ResponseState } from '../state.ts'
import { decideFilling } from './decide-filling.ts'
import { signStage } from './decide-signature.ts'
import { evolveResponse } from '../evolve.ts'
import { findStanding } from './find-standing.ts'
import { missingText } from './missing-text.ts'
import { maySkip } from './standings.ts'
import type { Standing } from './standing.ts'

type Decision = readonly SeenEvent[] | ResponseRefusal

/** What a person says about one stage. A stage never runs before those that it needs, nor ends with something open. */
export function decideStage(state: ResponseState, command: StageCommand, now: string): Decision {
  const found = findStanding(state, command.stage, now)
  if ('refused' in found) return found
  switch (command.command) {
    case 'startStage':
      return start(found, command)
    case 'fillStage':
      return isRunning(found) ?? decideFilling(found, command.person, command)
    case 'signStage':
      return signStage(state, found, command, now)
    case 'completeStage':
      return complete(state, found, command, now)
    case 'skipStage':
      return skip(state, found, command, now)
    case 'failStage': {
      const { person, reason } = command
      return isRunning(found) ?? [{ type: 'stage.failed', ...about(found), person, reason }]
    }
    case 'reopenStage': {
      const { person, reason } = command
      if (found.round.ended !== undefined)
        return [{ type: 'stage.reopened', ...about(found), person, reason }]
      return refuse(
        'out-of-order',
        `${command.stage} was not ended by anybody.`,
        found.status === 'done'
          ? 'Facts of the engine made it done; only other facts change that.'
          : 'Go on with it.',
      )
    }
  }
}

export function about({ instance, round }: Standing): {
  readonly stage: string
  readonly definition: string
} {
  return { stage: instance.key, definition: round.definition }
}

function start(found: Standing, { person }: { readonly person: string }): Decision {
  const { status, instance } = found
  if (status === 'ready' || status === 'failed') {
    return blockedBy(found) ?? [{ type: 'stage.started', ...about(found), person }]
  }
  if (status === 'blocked') return blockedBy(found) ?? []
  return refuse('out-of-order', `${instance.key} is ${status} already.`, 'See "anlauf case next".')
}

/** Facts do not wait for the plan; people do. */
function blockedBy({ instance, missing }: Standing): ResponseRefusal | undefined {
  const needs = missing.filter(({ kind }) => kind === 'needs')
  if (needs.length === 0) return undefined
  return refuse(
    'gate-closed',
    `${instance.key} cannot begin yet.`,
    `First: ${needs.map((one) => missingText(one, 'en')).join('; ')}.`,
    needs,
  )
}

/** A refusal unless somebody can work on it now. */
function isRunning(found: Standing): ResponseRefusal | undefined {
  if (found.status === 'done' || found.status === 'skipped') {
    return refuse(
      'out-of-order',
      `${found.instance.key} is ${found.status} already.`,
      'To do it again, open it again with a reason: anlauf case again.',
    )
  }
  return blockedBy(found)
}

function complete(
  state: ResponseState,
  found: Standing,
  command: Extract<StageCommand, { command: 'completeStage' }>,
  now: string,
): Decision {
  const wrong = isRunning(found)
  if (wrong !== undefined) return wrong
  const { person, note, evidence = [], filling } = command
  const filled = filling === undefined ? [] : decideFilling(found, person, filling)
  if ('refused' in filled) return filled
  const after = filled.length === 0 ? found : withFilling(state, found, filled, now)
  const missing = after.missing.filter(({ kind }) => kind !== 'confirmation')
  if (missing.length > 0) {
    return refuse(
      'gate-closed',
      `${found.instance.key} is not done yet.`,
      `Missing: ${missing.map((one) => missingText(one, 'en')).join('; ')}.`,
      missing,
    )
  }
  // With the last entry it may have become done by itself.
  if (after.status === 'done') return filled
  return [
    ...filled,
    { type: 'stage.done', ...about(found), person, evidence, ...(note !== undefined && { note }) },
  ]
}

/** How it will stand when the entries are in the log; their numbers come after everything that is there. */
function withFilling(
  state: ResponseState,
  found: Standing,
  filled: readonly SeenEvent[],
  now: string,
): Standing {
  const next = filled.reduce(
    (before, event) => evolveResponse(before, event, { seq: before.seq + 1, at: now }),
    state,
  )
  const after = findStanding(next, found.instance.key, now)
  return 'refused' in after ? found : after
}

function skip(
  state: ResponseState,
  found: Standing,
  { person, reason }: { readonly person: string; readonly reason: string },
  now: string,
): Decision {
  const { instance, status, round } = found
  if (status === 'done' || status === 'skipped') {
    return refuse('out-of-order', `${instance.key} is ${status} already.`, 'There is nothing to leave out.')
  }
  if (maySkip(state, instance, round, now))
    return [{ type: 'stage.skipped', ...about(found), person, reason }]
  const missing = instance.stage.actions.flatMap((action) => {
    if (action.kind !== 'approve') return []
    const { subject, roles, quorum } = action
    return [{ kind: 'signature' as const, subject, roles, quorum, have: [] }]
  })
  return refuse(
    'gate-closed',
    `${instance.key} asks for the signatures of several people; one alone does not leave it out.`,
    `Let them sign that it is left out: anlauf case sign ${instance.key} --intent skip.`,
    missing,
  )
}
