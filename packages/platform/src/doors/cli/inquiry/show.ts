import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { inquiryNamed } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import type { LegalProfile } from '../../../core/estate/index.ts'
import { type Inquiry, requestClockOf } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { withoutSecret } from './list.ts'
import { type InquiryFlags, inquiryFlags, openInquiries, referenceFlag } from './open-inquiries.ts'

export const inquiryShow = buildCommand<InquiryFlags & { readonly reference: string }, [], AnlaufContext>({
  docs: { brief: 'One inquiry with all that was written' },
  parameters: { flags: { ...inquiryFlags, reference: referenceFlag } },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const inquiry = await inquiryNamed(open.database, flags.reference)
    if (inquiry === undefined) {
      throw new AnlaufError('not-found', `There is no inquiry ${flags.reference}.`, {
        hint: 'One that nobody confirmed within 72 hours was deleted.',
      })
    }
    const { reference, reopened } = inquiry
    const [last] = await mailSpool(open.database).find([`inquiry-answer:${reference}:${reopened - 1}`])
    const returned = ['bounced', 'policy-refused', 'failed'].find((state) => state === last?.state)
    if (flags.json)
      return printJson(this, { ...withoutSecret(inquiry), ...(returned !== undefined && { returned }) })
    const { words } = inquiry
    const line = (name: string, text: string | undefined): string[] =>
      text === undefined ? [] : [`  ${name.padEnd(12)}${printName(text)}`]
    printLines(this, [
      `${inquiry.reference}  ${inquiry.state}  ${inquiry.class}  ${inquiry.channel}`,
      ...line('received', formatTime(inquiry.receivedAt)),
      ...line('answer by', inquiry.answerBy && formatTime(inquiry.answerBy)),
      ...line('Art. 12(3)', lawLine(inquiry, open.estate.legal, this.now())),
      ...line('case', inquiry.undecided === true ? 'nobody said whose it is: class --case' : inquiry.caseId),
      ...line('answered', inquiry.answeredAt && `${formatTime(inquiry.answeredAt)} with ${inquiry.answerId}`),
      ...line('mail', returned && `the answer came back (${returned}): call, or ask for another address`),
      ...line('about', `${inquiry.service ?? 'no service'}, ${inquiry.topic}`),
      ...line('recognised', inquiry.identity ?? 'nobody checked who it is'),
      ...line('name', words?.name ?? '(deleted)'),
      ...line('customer', words?.customer ?? 'says: no customer'),
      ...line('e-mail', words?.email),
      ...line('phone', words?.phone),
      ...line('call', words?.callTime),
      ...(words === undefined
        ? []
        : ['', ...words.message.split('\n').map((text) => `  | ${printName(text)}`)]),
    ])
  },
})

/** Until when the law lets us answer a data subject, and how it stands. */
export function lawLine(inquiry: Inquiry, profile: LegalProfile, now: Date): string | undefined {
  const clock = requestClockOf(inquiry, { now: now.toTemporalInstant(), profile })
  if (clock === undefined) return undefined
  if (clock.state === 'notApplicable') return `does not apply: ${clock.because?.en ?? ''}`
  const extended = clock.isExtended ? `, extended (${inquiry.extendedBecause ?? ''})` : ''
  const late = clock.isLate ? ', late' : ''
  return `${formatTime(clock.due.toString())}, ${clock.state}${late}${extended}`
}
