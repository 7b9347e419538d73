import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine, parseTime } from '../../flags/flag-values.ts'
import { formatTime, printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf, reasonFlag } from '../plan/access.ts'

interface DecideFlags {
  readonly case: string
  readonly question: string
  readonly option: readonly string[]
  readonly chosen: string
  readonly reason: string
  readonly decidedBy: string
  readonly consulted?: readonly string[]
  readonly dissent?: string
  readonly revisit?: Date
  readonly supersedes?: string
  readonly person?: string
  readonly json: boolean
}

const line = (brief: string) => ({ kind: 'parsed', parse: parseLine, brief, placeholder: 'text' }) as const

export const caseDecide = buildCommand<DecideFlags, [], AnlaufContext>({
  docs: {
    brief: 'Write down a decision: the question, the options, what was chosen and why',
    fullDescription:
      'Nothing is changed later; a correction is a new decision with --supersedes. Written down by somebody else than the decider, it is marked until the decider confirms it.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      question: line('What had to be decided'),
      option: { ...line('A possible answer (repeatable)'), variadic: true },
      chosen: line('Which of them'),
      reason: reasonFlag,
      decidedBy: line('Who decided'),
      consulted: { ...line('Who was asked (repeatable)'), optional: true, variadic: true },
      dissent: { ...line('What spoke against it, and who said so'), optional: true },
      revisit: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'When it has to be looked at again',
        placeholder: 'time',
      },
      supersedes: { ...line('The decision that it replaces, such as D-2'), optional: true },
      person: { ...personFlag, brief: 'Who writes it down (default: the account)' },
      json: jsonFlag,
    },
  },
  async func(flags) {
    const { case: caseId, option, revisit, person, json, decidedBy, dissent, supersedes, ...said } = flags
    const { question, chosen, reason, consulted = [] } = said
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const options = [...new Set(option)]
    await session.execute(
      {
        command: 'recordDecision',
        question,
        options,
        chosen,
        reason,
        decidedBy,
        consulted,
        recordedBy: personOf(this, person),
        ...(dissent !== undefined && { dissent }),
        ...(supersedes !== undefined && { supersedes }),
        ...(revisit !== undefined && { revisitAt: revisit.toISOString() }),
      },
      signature(this, person),
    )
    const decided = session.state.decisions.at(-1)
    if (json) return printJson(this, { case: caseId, ...decided })
    printLines(this, [
      `${decided?.decision ?? ''}: ${printName(question)} → ${printName(chosen)} (${printName(decidedBy)})`,
      ...(decided?.confirmedAt === undefined
        ? [
            `${printName(decidedBy)} confirms it: anlauf case confirm --case ${caseId} --person NAME ${decided?.decision ?? ''}`,
          ]
        : []),
    ])
  },
})

export const caseConfirm = buildCommand<
  { case: string; person: string; json: boolean },
  [string],
  AnlaufContext
>({
  docs: { brief: 'The decider says that a decision was written down right' },
  parameters: {
    flags: { case: caseFlag, person: { ...personFlag, optional: false }, json: jsonFlag },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: parseLine, brief: 'The decision, such as D-2', placeholder: 'decision' }],
    },
  },
  async func({ case: caseId, person, json }, decision) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    await session.execute({ command: 'confirmDecision', decision, person }, signature(this, person))
    if (json) return printJson(this, { case: caseId, decision, person })
    printLines(this, [`${decision} is confirmed by ${printName(person)}.`])
  },
})

export const caseDecisions = buildCommand<{ case: string; json: boolean }, [], AnlaufContext>({
  docs: { brief: 'The log of decisions, oldest first' },
  parameters: { flags: { case: caseFlag, json: jsonFlag } },
  async func({ case: caseId, json }) {
    await using stores = await openStores(this)
    const { state } = await openDeclaredResponse(this, stores, caseId)
    if (json) return printJson(this, { case: caseId, decisions: state.decisions })
    printLines(
      this,
      state.decisions.length === 0
        ? ['Nothing was decided yet. Write one down: anlauf case decide']
        : state.decisions.flatMap((one) => [
            `${one.decision} ${formatTime(one.at)} ${printName(one.question)}`,
            `    ${printName(one.chosen)} – ${printName(one.reason)} (${printName(one.decidedBy)})`,
            ...(one.supersededBy === undefined ? [] : [`    replaced by ${one.supersededBy}`]),
            ...(one.confirmedAt === undefined ? [`    not confirmed by ${printName(one.decidedBy)}`] : []),
            ...(one.revisitAt === undefined ? [] : [`    look again ${formatTime(one.revisitAt)}`]),
          ]),
    )
  },
})
