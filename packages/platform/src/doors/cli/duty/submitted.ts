import { createHash } from 'node:crypto'

import { buildCommand } from '@stricli/core'

import { clocksOf, openClocks } from '../../../core/duties/index.ts'
import { payloadOf } from '../../../phases/comply/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import { nowOf } from '../clocks/access.ts'
import { clockJson } from '../clocks/json.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount, parseLine, parseTime } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { dutyFlag, dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'

interface SubmittedFlags extends DutyFlags {
  readonly duty: string
  readonly tenant?: string
  readonly group?: string
  readonly revision?: number
  readonly receipt: string
  readonly at: Date
  readonly reference?: string
  readonly delayReason?: string
  readonly unapproved: boolean
}

/** A receipt with the whole report as PDF. */
const maxReceipt = 64 * 1024 * 1024

export const dutySubmitted = buildCommand<SubmittedFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record that an approved document was handed in, with the receipt; starts what counts from it',
    fullDescription:
      'The case keeps the SHA-256 of the receipt and the content hash of the document. What was handed in without approval is recorded too, with --unapproved: it happened, and it stays a finding. Where more than one revision may have been handed in, say which with --revision; the refusal lists them.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      duty: dutyFlag,
      tenant: { kind: 'parsed', parse: String, optional: true, brief: 'Whose document', placeholder: 'id' },
      group: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Of a letter: the group of persons',
        placeholder: 'name',
      },
      revision: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Which revision was handed in, where it could be another than the last',
        placeholder: 'number',
      },
      receipt: { kind: 'parsed', parse: String, brief: 'File with the receipt', placeholder: 'file' },
      at: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'When it was handed in, with zone',
        placeholder: 'time',
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
      unapproved: { kind: 'boolean', default: false, brief: 'It was handed in without approval' },
    },
  },
  async func(flags) {
    const { tenant, reference, delayReason } = flags
    const bytes = readInputFile(flags.receipt, { what: 'receipt', maxBytes: maxReceipt })
    const proof = createHash('sha256').update(bytes).digest('hex')
    await using desk = await openDutyDesk(this, flags)
    const duty = desk.duty(flags.duty)
    const payload = payloadOf(desk.filings.log, duty, {
      language: flags.language,
      isUnapproved: flags.unapproved,
      ...(tenant !== undefined && { tenant }),
      ...(flags.group !== undefined && { group: flags.group }),
      ...(flags.revision !== undefined && { revision: flags.revision }),
    })
    const clocks = await openClocks(desk.stores.log, flags.case)
    const before = running(clocks.log, nowOf(this))
    await clocks.execute(
      {
        command: 'meet',
        duty: duty.id,
        metAt: flags.at.toISOString(),
        proof,
        ...(payload !== undefined && { payload }),
        ...(tenant !== undefined && { tenants: [tenant] }),
        ...(reference !== undefined && { reference }),
        ...(delayReason !== undefined && { delayReason }),
      },
      signature(this),
    )
    const after = clocksOf(clocks.log, nowOf(this))
    const started = [...running(clocks.log, nowOf(this))].filter((name) => !before.has(name))
    const own = after.filter((clock) => clock.duty.id === duty.id && clock.tenant === tenant)
    if (flags.json) {
      return printJson(this, { duty: duty.id, proof, payload, started, clocks: own.map(clockJson) })
    }
    printLines(this, [
      `${duty.id} handed in at ${flags.at.toISOString()}${reference === undefined ? '' : `, ${reference}`}.`,
      `  receipt ${proof}`,
      ...(payload === undefined ? [] : [`  content ${payload}`]),
      ...started.map((name) => `  starts: ${name}`),
    ])
  },
})

function running(log: Parameters<typeof clocksOf>[0], now: Temporal.Instant): ReadonlySet<string> {
  return new Set(
    clocksOf(log, now).flatMap(({ duty, tenant, state }) =>
      state.kind === 'running' || state.kind === 'approaching'
        ? [tenant === undefined ? duty.id : `${duty.id} ${tenant}`]
        : [],
    ),
  )
}
