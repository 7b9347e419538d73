import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  inquiriesBy,
  inquiryFigures,
  type MailboxState,
  mailboxStates,
} from '../../../adapters/database/index.ts'
import {
  type Inquiry,
  type InquiryClass,
  inquiryClasses,
  type InquiryState,
  inquiryStates,
} from '../../../core/inquiries/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount } from '../flags/flag-values.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { type InquiryFlags, inquiryFlags, openInquiries } from './open-inquiries.ts'

interface ListFlags extends InquiryFlags {
  readonly state?: InquiryState
  readonly class?: InquiryClass
  readonly case?: string
  readonly limit: number
}

export const inquiryList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: { brief: 'What waits for an answer, the most urgent first, and how well promises are kept' },
  parameters: {
    flags: {
      ...inquiryFlags,
      state: { kind: 'enum', values: inquiryStates, optional: true, brief: 'Only those (default: open)' },
      class: { kind: 'enum', values: inquiryClasses, optional: true, brief: 'Only those' },
      case: { ...caseFlag, optional: true },
      limit: {
        kind: 'parsed',
        parse: parseCount,
        default: '200',
        brief: 'At most so many',
        placeholder: 'count',
      },
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const now = this.now()
    const inquiries = await inquiriesBy(open.database, {
      states: [flags.state ?? 'open'],
      limit: flags.limit,
      ...(flags.class !== undefined && { class: flags.class }),
      ...(flags.case !== undefined && { caseId: flags.case }),
    })
    const figures = await inquiryFigures(open.database, now, flags.case)
    const mailboxes = await mailboxStates(open.database)
    if (flags.json) return printJson(this, { figures, inquiries: inquiries.map(withoutSecret), mailboxes })
    printLines(this, [
      `${counted(figures.open, 'inquiry', 'inquiries')} open, ${figures.overdue} over their time, ${figures.unconfirmed} unconfirmed; ` +
        `promises broken: ${figures.breaches} of ${figures.promises}${
          figures.breachRate === undefined ? '' : ` (${(figures.breachRate * 100).toFixed(1)} %)`
        }`,
      ...mailboxes.map(mailboxLine),
      ...tableLines(inquiries.map((inquiry) => row(inquiry, now))),
    ])
  },
})

function mailboxLine({ mailbox, workedAt, failures, problem, taken }: MailboxState): string {
  const last = workedAt === undefined ? 'never read so far' : `last read ${formatTime(workedAt)}`
  return printName(
    `Mailbox ${mailbox}: ${counted(taken, 'mail')} taken in, ${last}${failures === 0 ? '' : `; failed ${counted(failures, 'time')}`}${problem === undefined ? '' : `: ${problem}`}`,
  )
}

/** The key of its links is nobody's business. */
export function withoutSecret({ secret: _secret, ...inquiry }: Inquiry): Omit<Inquiry, 'secret'> {
  return inquiry
}

function row(inquiry: Inquiry, now: Date): readonly string[] {
  const { reference, class: ofClass, service = '', topic, answerBy, receivedAt, words } = inquiry
  const isLate = inquiry.state === 'open' && answerBy !== undefined && Date.parse(answerBy) < now.getTime()
  return [
    reference,
    ofClass,
    answerBy === undefined
      ? `since ${formatTime(receivedAt)}`
      : `${isLate ? 'LATE' : 'by'} ${formatTime(answerBy)}`,
    printName(`${service}/${topic}`),
    printName(words?.name ?? '(deleted)').slice(0, 30),
    // Whatever a stranger wrote is shown as text: no control character of it reaches the terminal.
    printName((words?.message ?? '').replaceAll(/\s+/g, ' ')).slice(0, 60),
  ]
}
