import { buildCommand } from '@stricli/core'

import { caseFlag, signature } from '../case/access.ts'
import { openCaseClocks } from './access.ts'
import { signFlags, signForOne } from './sign.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

const clockFlags = {
  case: caseFlag,
  duty: { kind: 'parsed', parse: String, brief: 'Id of the duty', placeholder: 'id' },
  tenant: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Whose clock, where every tenant has its own',
    placeholder: 'id',
  },
} as const

interface NotApplicableFlags {
  readonly case: string
  readonly duty: string
  readonly tenant?: string
  readonly reason?: string
  readonly person?: string
  readonly key?: string
  readonly language: Language
  readonly json: boolean
}

export const clocksNotApplicable = buildCommand<NotApplicableFlags, [], AnlaufContext>({
  docs: {
    brief: 'Sign that a duty does not apply, and why; the clock stops when two people signed',
    fullDescription:
      'Two different people with two keys sign the same reason. Until then the clock runs. The reason stays in the evidence: for a breach that is not reported it is the record that GDPR Art. 33(5) asks for.',
  },
  parameters: {
    flags: {
      ...clockFlags,
      ...signFlags,
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { duty, tenant, language } = flags
    await using stores = await openStores(this)
    const session = await openCaseClocks(this, stores, flags.case)
    const statement = {
      kind: 'notApplicable',
      duty,
      ...(tenant !== undefined && { tenant }),
      round: 0,
    } as const
    const signed = await signForOne(this, session, statement, flags)
    if (flags.json) return printJson(this, { case: flags.case, duty, tenant, ...signed })
    const words = clockWords[language]
    const people = signed.people.join(', ')
    printLines(this, [
      `${duty}: ${signed.holds ? `${words.states.notApplicable}, ${words.signedBy(people)}` : words.halfSigned(people)}`,
    ])
  },
})

interface ReopenFlags {
  readonly case: string
  readonly duty: string
  readonly tenant?: string
  readonly reason: string
  readonly json: boolean
}

export const clocksReopen = buildCommand<ReopenFlags, [], AnlaufContext>({
  docs: {
    brief: 'Let a clock run again that was met or signed away by mistake',
    fullDescription:
      'One person is enough: it can only make the house do more. Submissions and signatures before it count no more; all of them stay in the evidence.',
  },
  parameters: {
    flags: {
      ...clockFlags,
      reason: { kind: 'parsed', parse: parseLine, brief: 'Why, in one line', placeholder: 'text' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { duty, tenant, reason } = flags
    await using stores = await openStores(this)
    const session = await openCaseClocks(this, stores, flags.case)
    await session.execute(
      { command: 'reopen', duty, reason, ...(tenant !== undefined && { tenant }) },
      signature(this),
    )
    if (flags.json) return printJson(this, { case: flags.case, duty, tenant, reopened: true })
    printLines(this, [`${duty}${tenant === undefined ? '' : ` ${tenant}`} runs again.`])
  },
})
