import { createHmac } from 'node:crypto'

import {
  classOf,
  type DeskHours,
  type Inquiry,
  opened,
  referenceFrom,
  type Submission,
} from '../../../core/inquiries/index.ts'

/**
 * The inquiry that a submission becomes. Reference and key follow from the form and what was typed: sending the same
 * page twice, by a double click or after a lost answer, makes one inquiry. `attempt` gives another reference.
 */
export function freshInquiry(
  submission: Submission,
  parts: {
    readonly secret: Uint8Array
    readonly shownAt: string
    readonly at: string
    readonly desk: DeskHours
    readonly caseId: string | undefined
    readonly asksToConfirm: boolean
    readonly attempt: number
  },
): Inquiry {
  const { secret, shownAt, at, desk, caseId, asksToConfirm, attempt } = parts
  const { words, topic, service, language } = submission
  const seed = createHmac('sha256', secret)
    .update(`inquiry ${attempt} ${shownAt} ${JSON.stringify([words, topic, service, language])}`)
    .digest()
  const inquiry: Inquiry = {
    reference: referenceFrom(seed.subarray(16)),
    channel: 'form',
    class: classOf(topic, words.message),
    topic,
    language,
    state: 'unconfirmed',
    receivedAt: at,
    reopened: 0,
    breaches: 0,
    reminded: 0,
    words,
    secret: seed.subarray(0, 16).toString('hex'),
    ...(service !== undefined && { service }),
    ...(caseId !== undefined && { caseId }),
  }
  // Who gave a number only is called; where no mail leaves the house nobody can confirm by it.
  return asksToConfirm && words.email !== undefined ? inquiry : opened(inquiry, at, desk)
}
