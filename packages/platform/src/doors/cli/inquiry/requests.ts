import { buildCommand } from '@stricli/core'

import { inquiriesBy } from '../../../adapters/database/index.ts'
import { type Inquiry, requestClockOf } from '../../../core/inquiries/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount } from '../flags/flag-values.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { type InquiryFlags, inquiryFlags, openInquiries } from './open-inquiries.ts'

interface RequestsFlags extends InquiryFlags {
  readonly case?: string
  readonly limit: number
}

export const inquiryRequests = buildCommand<RequestsFlags, [], AnlaufContext>({
  docs: {
    brief:
      'Data subjects’ requests and until when the law lets us answer (GDPR Art. 12(3)), the first due first',
    fullDescription:
      'The clock runs from the receipt, whenever somebody saw what it was. No names: numbers, times and states, as a register has them. Ends with 1 when one is over its time.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      case: { ...caseFlag, optional: true },
      limit: {
        kind: 'parsed',
        parse: parseCount,
        default: '1000',
        brief: 'At most so many',
        placeholder: 'count',
      },
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const inquiries = await inquiriesBy(open.database, {
      class: 'data-subject',
      limit: flags.limit,
      ...(flags.case !== undefined && { caseId: flags.case }),
    })
    const at = { now: this.now().toTemporalInstant(), profile: open.estate.legal }
    const rows = inquiries
      .flatMap((inquiry) => {
        const clock = requestClockOf(inquiry, at)
        return clock === undefined ? [] : [rowOf(inquiry, clock)]
      })
      .toSorted((one, other) => Number(isOver(one)) - Number(isOver(other)) || (one.due < other.due ? -1 : 1))
    const missed = rows.filter(({ clock }) => clock === 'missed').length
    if (missed > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { requests: rows, missed })
    const table = rows.map((row) => [
      row.reference,
      row.clock + (row.late ? ', late' : ''),
      `received ${formatTime(row.receivedAt)}`,
      `due ${formatTime(row.due)}`,
      row.extended === null
        ? `tell by ${formatTime(row.tellBy)} if it takes longer`
        : `extended: ${row.extended}`,
      row.answeredAt === null ? '' : `answered ${formatTime(row.answeredAt)}`,
    ])
    printLines(this, rows.length === 0 ? ['No request of a data subject.'] : tableLines(table))
  },
})

function rowOf(
  { reference, receivedAt, answeredAt, extendedBecause, caseId }: Inquiry,
  { duty, state, due, first, isExtended, isLate }: NonNullable<ReturnType<typeof requestClockOf>>,
) {
  return {
    reference,
    duty: duty.id,
    case: caseId ?? null,
    clock: state,
    receivedAt,
    tellBy: first.toString(),
    due: due.toString(),
    extended: isExtended ? (extendedBecause ?? null) : null,
    answeredAt: answeredAt ?? null,
    late: isLate,
  }
}

function isOver({ clock }: { readonly clock: string }): boolean {
  return clock === 'met' || clock === 'notApplicable'
}
