import { buildCommand } from '@stricli/core'

import {
  findStanding,
  missingText,
  nextSteps,
  type ResponseCommand,
  type ResponseSession,
} from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseCount, parseLine } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import {
  evidenceOf,
  jsonFlag,
  openDeclaredResponse,
  personFlag,
  personOf,
  reasonFlag,
  stageParameter,
  valuesOf,
} from './access.ts'
import { statusWords } from './plan.ts'

interface Flags {
  readonly case: string
  readonly person?: string
  readonly json: boolean
}
interface FormFlags extends Flags {
  readonly value?: readonly string[]
  readonly evidence?: readonly string[]
  readonly task?: number
}

const common = { case: caseFlag, person: personFlag, json: jsonFlag }
const form = {
  ...common,
  value: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'NAME=TEXT of the form (repeatable)',
    placeholder: 'entry',
  },
  evidence: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'File that shows it, or its SHA-256 (repeatable); the case keeps the hash',
    placeholder: 'file',
  },
  task: {
    kind: 'parsed',
    parse: parseCount,
    optional: true,
    brief: 'Which task of the stage, from 1 on',
    placeholder: 'number',
  },
} as const

export const caseStart = buildCommand<Flags, [string], AnlaufContext>({
  docs: { brief: 'Say that a stage is being worked on' },
  parameters: { flags: common, positional: stageParameter },
  func(flags, stage) {
    return say(this, flags, { command: 'startStage', stage, person: personOf(this, flags.person) })
  },
})

export const caseFill = buildCommand<FormFlags, [string], AnlaufContext>({
  docs: {
    brief: "Fill in a task's form, before people sign it",
    fullDescription: 'What was given before stays. Signatures cover the entries: another entry voids them.',
  },
  parameters: { flags: form, positional: stageParameter },
  func(flags, stage) {
    const person = personOf(this, flags.person)
    return say(this, flags, { command: 'fillStage', stage, person, ...fillingOf(flags) })
  },
})

export const caseDone = buildCommand<FormFlags & { readonly note?: string }, [string], AnlaufContext>({
  docs: {
    brief: 'Say that a stage is done; entries and evidence may come along',
    fullDescription:
      'Refused with everything that is missing: other stages, facts of the engine, entries, evidence, signatures. What the engine proves completes its stages by itself.',
  },
  parameters: {
    flags: {
      ...form,
      note: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'A word for whoever reads it later',
        placeholder: 'text',
      },
    },
    positional: stageParameter,
  },
  func(flags, stage) {
    const filling = fillingOf(flags)
    const hasForm = Object.keys(filling.values).length > 0 || flags.task !== undefined
    return say(this, flags, {
      command: 'completeStage',
      stage,
      person: personOf(this, flags.person),
      ...(flags.note !== undefined && { note: flags.note }),
      ...(hasForm ? { filling } : { evidence: filling.evidence }),
    })
  },
})

/** The three words that need a reason. */
function withReason(command: 'skipStage' | 'failStage' | 'reopenStage', brief: string) {
  return buildCommand<Flags & { reason: string }, [string], AnlaufContext>({
    docs: { brief },
    parameters: { flags: { ...common, reason: reasonFlag }, positional: stageParameter },
    func(flags, stage) {
      const { reason, person } = flags
      return say(this, flags, { command, stage, reason, person: personOf(this, person) })
    },
  })
}

export const caseSkip = withReason('skipStage', 'Leave a stage out; it then proves nothing at a gate')
export const caseFail = withReason('failStage', 'Say that a stage failed; it can be started again')
export const caseAgain = withReason('reopenStage', 'Open a stage again that somebody had ended')

function fillingOf({ value, evidence, task }: FormFlags) {
  return { values: valuesOf(value), evidence: evidenceOf(evidence), ...(task !== undefined && { task }) }
}

async function say(
  context: AnlaufContext,
  flags: Flags,
  command: ResponseCommand & { stage: string },
): Promise<void> {
  await using stores = await openStores(context)
  const session = await openDeclaredResponse(context, stores, flags.case)
  await session.execute(command, signature(context, flags.person))
  report(context, session, flags, command.stage)
}

function report(context: AnlaufContext, { state }: ResponseSession, flags: Flags, stage: string): void {
  const now = context.now().toISOString()
  const found = findStanding(state, stage, now)
  if ('refused' in found) return
  const { status, missing } = found
  const next = nextSteps(state, { now, limit: 3 }).steps.map(({ keys }) => keys[0])
  if (flags.json) return printJson(context, { case: flags.case, stage, status, missing, next })
  printLines(context, [
    `${stage}: ${statusWords.en[status]}`,
    ...missing.map((one) => `  - ${missingText(one, 'en')}`),
    ...(next.length > 0 ? [`Next: ${next.join(', ')} (anlauf case next --case ${flags.case})`] : []),
  ])
}
