import { randomBytes } from 'node:crypto'

import {
  answerMail,
  type AnswerDraft,
  decideInquiry,
  extensionMail,
  type ExtensionReason,
  type DeskHours,
  given,
  type Inquiry,
  type InquiryAnswer,
  type InquiryCommand,
  type InquiryMail,
  type MailFace,
  type Submission,
  telephoneInquiry,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Database, Session } from '../database.ts'
import { answerNamed, approveAnswer, writeAnswer } from './answer-rows.ts'
import { inquiryInbox } from './inquiry-inbox.ts'
import { changeInquiry, inquiryNamed } from './inquiry-rows.ts'

/** Who acts, and when. */
export interface Acting {
  readonly person: string
  readonly at: string
}

export interface InquiryDeskOptions {
  readonly hours: () => DeskHours
  /** Name of the customer that a text for everybody would name; undefined when it names none. */
  readonly namedCustomer?: (texts: readonly string[]) => string | undefined
  /** Absent where no mail leaves the house: then answers are given by telephone. */
  readonly mail?: {
    readonly face: () => MailFace
    readonly send: (session: Session, mails: readonly InquiryMail[]) => Promise<void>
  }
}

/** What people of the desk do; the same for command line and console. */
export interface InquiryDesk {
  /** Takes in what somebody said on the telephone; within `session` when there is one: then it stands or falls with it. */
  telephone(submission: Submission, by: Acting, caseId?: string, session?: Session): Promise<Inquiry>
  /** Undefined: there was nothing left to do. */
  decide(
    reference: string,
    command: Exclude<InquiryCommand, { command: 'answer' | 'confirm' | 'extend' | 'notExtended' }>,
    by: Acting,
  ): Promise<Inquiry | undefined>
  /** Gives an approved answer; by mail where there is an address, else somebody calls. */
  answer(
    reference: string,
    answerId: string,
    by: Acting,
  ): Promise<{ readonly inquiry: Inquiry; readonly by: 'mail' | 'phone' }>
  /** Tells a data subject, with an approved text, that the own request takes longer; by mail or, without an address, by telephone. */
  extend(
    reference: string,
    said: { readonly answerId: string; readonly because: ExtensionReason },
    by: Acting,
  ): Promise<{ readonly inquiry: Inquiry; readonly by: 'mail' | 'phone' }>
  write(draft: AnswerDraft, by: Acting): Promise<InquiryAnswer>
  approve(answerId: string, hash: string, by: Acting): Promise<InquiryAnswer>
}

export function inquiryDesk(
  database: Database,
  { hours, namedCustomer, mail }: InquiryDeskOptions,
): InquiryDesk {
  const inbox = inquiryInbox(database, { hours })
  // A transaction that lost its connection is over: nothing to wait for.
  const within = (session: Session) =>
    inquiryInbox({ transaction: (work) => work(session) }, { hours, patienceMs: 0 })
  return {
    async telephone(submission, { person, at }, caseId, session) {
      const take = session === undefined ? inbox : within(session)
      for (;;) {
        const inquiry = telephoneInquiry(submission, {
          random: randomBytes(21),
          at,
          desk: hours(),
          ...(caseId !== undefined && { caseId }),
        })
        // A number that was given out before is drawn anew.
        if (!(await take({ inquiry, by: person }))) continue
        return (await inquiryNamed(session ?? database, inquiry.reference)) ?? inquiry
      }
    },
    decide: (reference, command, { person: actor, at }) =>
      changeInquiry(database, reference, {
        at,
        actor,
        decide: (inquiry) => decideInquiry(inquiry, command, { at, desk: hours() }),
      }),
    async answer(reference, answerId, { person: actor, at }) {
      const answer = await answerNamed(database, answerId)
      let way: 'mail' | 'phone' = 'phone'
      const inquiry = await changeInquiry(database, reference, {
        at,
        actor,
        decide: (now) =>
          decideInquiry(now, { command: 'answer', answer: given(answer) }, { at, desk: hours() }),
        async along(session, answered) {
          const letter = mail && answerMail(answered, answer[answered.language], mail.face())
          if (letter === undefined) return
          // In the same transaction: an answer that is on the way is in the spool, and one that failed is not.
          await mail?.send(session, [letter])
          way = 'mail'
        },
      })
      if (inquiry === undefined) throw new Error('an answer always changes something')
      return { inquiry, by: way }
    },
    async extend(reference, { answerId, because }, { person: actor, at }) {
      const answer = await answerNamed(database, answerId)
      let way: 'mail' | 'phone' = 'phone'
      const inquiry = await changeInquiry(database, reference, {
        at,
        actor,
        decide: (now) =>
          decideInquiry(now, { command: 'extend', answer: given(answer), because }, { at, desk: hours() }),
        async along(session, told) {
          const face = mail && { ...mail.face(), timeZone: hours().zone }
          const letter = face && extensionMail(told, answer[told.language], face)
          if (letter === undefined) return
          await mail?.send(session, [letter])
          way = 'mail'
        },
      })
      if (inquiry === undefined) throw new Error('an extension always changes something')
      return { inquiry, by: way }
    },
    async write(draft, by) {
      const named = draft.tenantSpecific ? undefined : namedCustomer?.([draft.title, draft.de, draft.en])
      if (named !== undefined) {
        throw new AnlaufError(
          'input-invalid',
          `The answer names the customer "${named}" and would go to everybody.`,
          {
            hint: 'Leave the name out, or mark the answer as one for this customer only.',
          },
        )
      }
      return writeAnswer(database, draft, by)
    },
    approve: (id, hash, by) => approveAnswer(database, id, { ...by, hash }),
  }
}
