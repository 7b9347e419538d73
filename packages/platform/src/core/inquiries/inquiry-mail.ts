import { extensionWords, inquiryWords, messages, momentText } from '../messages/index.ts'
import type { Reminder } from './due.ts'
import type { Inquiry } from './inquiry.ts'
import { linkToken } from './inquiry-link.ts'

/** A mail to put into the spool. Its key makes it the same mail however often it is put there. */
export interface InquiryMail {
  readonly key: string
  readonly class: 'C'
  readonly case?: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Who writes, and under which address the links of its mails work. */
export interface MailFace {
  readonly provider: string
  readonly publicUrl: URL
}

/**
 * "Confirm this inquiry". Nothing that the sender typed stands in it but the address: otherwise the form would send
 * anything to anybody.
 */
export function confirmationMail(
  inquiry: Inquiry,
  { provider, publicUrl }: MailFace,
): InquiryMail | undefined {
  const { reference, language, words } = inquiry
  if (inquiry.state !== 'unconfirmed' || inquiry.undecided === true || words?.email === undefined) {
    return undefined
  }
  const { mail } = inquiryWords[language]
  const link = new URL(`/inquiry/confirm/${linkToken('confirm', inquiry)}?lang=${language}`, publicUrl).href
  return {
    ...addressed(inquiry, words.email),
    key: `inquiry-confirm:${reference}`,
    subject: mail.confirmSubject(reference),
    text: mail.confirmText({ provider, reference, link }),
  }
}

/** The approved answer, with the link by which the person says whether it helped. */
export function answerMail(
  inquiry: Inquiry,
  answer: string,
  { provider, publicUrl }: MailFace,
): InquiryMail | undefined {
  const { reference, language, words, reopened } = inquiry
  if (words?.email === undefined || inquiry.undecided === true) return undefined
  const { mail } = inquiryWords[language]
  const link = new URL(`/inquiry/solved/${linkToken('solved', inquiry)}?lang=${language}`, publicUrl).href
  return {
    ...addressed(inquiry, words.email),
    key: `inquiry-answer:${reference}:${reopened}`,
    subject: mail.answerSubject(reference),
    text: mail.answerText({ provider, reference, link, answer: answer.trim() }),
  }
}

/** That a request takes longer, with the approved text that says why, and until when. */
export function extensionMail(
  inquiry: Inquiry,
  answer: string,
  { provider, timeZone }: MailFace & { readonly timeZone: string },
): InquiryMail | undefined {
  const { reference, language, words, extendedAt = '', answerBy = '' } = inquiry
  if (words?.email === undefined || inquiry.undecided === true) return undefined
  const due = momentText(messages[language], timeZone, answerBy)
  const { subject, text } = extensionWords[language]
  return {
    ...addressed(inquiry, words.email),
    key: `inquiry-extension:${reference}:${Date.parse(extendedAt)}`,
    subject: subject(reference),
    text: text({ provider, reference, answer: answer.trim(), due }),
  }
}

/** "Your message has arrived", to somebody who wrote to the mailbox; marked so that no program answers it. */
export function receivedMail(
  inquiry: Inquiry,
  answerBy: string,
  { provider, publicUrl }: MailFace,
): InquiryMail | undefined {
  const { reference, language, words } = inquiry
  if (words?.email === undefined || inquiry.undecided === true) return undefined
  const link = new URL(`/inquiry/status/${linkToken('status', inquiry)}?lang=${language}`, publicUrl).href
  return {
    ...addressed(inquiry, words.email),
    key: `inquiry-received:${reference}`,
    subject: inquiryWords[language].mail.receivedSubject(reference),
    text: inquiryWords[language].mail.receivedText({ provider, reference, link, answerBy }),
    headers: { 'Auto-Submitted': 'auto-replied' },
  }
}

function addressed({ caseId }: Inquiry, to: string): Pick<InquiryMail, 'class' | 'case' | 'to'> {
  return { class: 'C', to, ...(caseId !== undefined && { case: caseId }) }
}

/**
 * That the time of law comes near for a data subject's request, or is over; a number and a time, nothing of who wrote. `at`
 * is when it is said: after an extension of which nobody heard, the same step of the same time is said once more.
 */
export function lawReminderMail(
  inquiry: Inquiry,
  { due, isOver, at }: { readonly due: string; readonly isOver: boolean; readonly at: string },
  to: string,
): InquiryMail | undefined {
  if (inquiry.undecided === true) return undefined
  const { reference } = inquiry
  const [german, english] = isOver
    ? ['Die Frist ist vorbei', 'the time is over']
    : ['Die Frist läuft ab', 'the time runs out']
  return {
    ...addressed(inquiry, to),
    key: `inquiry-law:${reference}:${Date.parse(at)}`,
    subject: `Art. 12(3) DSGVO/GDPR, ${reference}: ${german} / ${english}`,
    text: `${german}: ${due}\n${english}: ${due}\n\nanlauf inquiry show --reference ${reference}\n`,
  }
}

/** To the desk, or to its lead when it is late: a number and a time, nothing of who wrote. */
export function reminderMail(inquiry: Inquiry, reminder: Reminder, to: string): InquiryMail | undefined {
  if (inquiry.undecided === true) return undefined
  const { reference, answerBy = '', reopened } = inquiry
  const [german, english] = {
    'twelve-hours': ['ist in 12 Stunden fällig', 'is due in 12 hours'],
    'four-hours': ['ist in 4 Stunden fällig', 'is due in 4 hours'],
    overdue: ['ist überfällig', 'is overdue'],
  }[reminder]
  return {
    ...addressed(inquiry, to),
    key: `inquiry-remind:${reference}:${reopened}:${reminder}`,
    subject: `Anfrage / inquiry ${reference}: ${german} / ${english}`,
    text: `Anfrage ${reference} ${german}.\nInquiry ${reference} ${english}.\n\n${answerBy}\n\nanlauf inquiry show --reference ${reference}\n`,
  }
}
