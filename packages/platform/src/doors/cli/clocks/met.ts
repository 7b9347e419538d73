import { createHash } from 'node:crypto'

import { buildCommand } from '@stricli/core'

import { clocksOf } from '../../../core/duties/index.ts'
import { caseFlag, signature } from '../case/access.ts'
import { nowOf, openCaseClocks } from './access.ts'
import { clockJson } from './json.ts'
import { localTime } from './time.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { readInputFile } from '../access/input-file.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface MetFlags {
  readonly case: string
  readonly duty: string
  readonly at: Date
  readonly proof: string
  readonly tenant?: readonly string[]
  readonly reference?: string
  readonly delayReason?: string
  readonly language: Language
  readonly json: boolean
}

/** A receipt with the whole report as PDF. */
const maxProof = 64 * 1024 * 1024

export const clocksMet = buildCommand<MetFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record that a duty was met, with the receipt as proof',
    fullDescription:
      'The case keeps the SHA-256 of the receipt, not the file: keep it. For a notice to customers the time is that of the proven receipt; the customer’s own 72 hours start there. What comes late needs --delay-reason.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      duty: { kind: 'parsed', parse: String, brief: 'Id of the duty', placeholder: 'id' },
      at: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'When it was submitted or received (ISO 8601 with zone)',
        placeholder: 'time',
      },
      proof: { kind: 'parsed', parse: String, brief: 'File with the receipt', placeholder: 'file' },
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Tenant that was told (repeatable)',
        placeholder: 'id',
      },
      reference: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'File number of the recipient',
        placeholder: 'text',
      },
      delayReason: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Why it came late, in one line',
        placeholder: 'text',
      },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { duty, tenant: tenants, reference, delayReason, language } = flags
    const bytes = readInputFile(flags.proof, { what: 'receipt', maxBytes: maxProof })
    const proof = createHash('sha256').update(bytes).digest('hex')
    const metAt = flags.at.toISOString()
    await using stores = await openStores(this)
    const session = await openCaseClocks(this, stores, flags.case)
    await session.execute(
      {
        command: 'meet',
        duty,
        metAt,
        proof,
        ...(tenants && { tenants }),
        ...(reference !== undefined && { reference }),
        ...(delayReason !== undefined && { delayReason }),
      },
      signature(this),
    )
    const clocks = clocksOf(session.log, nowOf(this)).filter(
      (clock) =>
        clock.duty.id === duty && (clock.tenant === undefined || tenants?.includes(clock.tenant) === true),
    )
    if (flags.json) return printJson(this, { case: flags.case, proof, clocks: clocks.map(clockJson) })
    const words = clockWords[language]
    const isLate = clocks.some(({ state }) => state.kind === 'met' && state.late)
    printLines(this, [
      `${duty}: ${words.states.met}${isLate ? `, ${words.late}` : ''}, ${localTime(Temporal.Instant.from(metAt), 'Europe/Berlin', { language })}`,
      `  ${words.fields.proof}: ${proof}`,
    ])
  },
})
