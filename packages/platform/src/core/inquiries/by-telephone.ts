import type { DeskHours } from './answer-by.ts'
import { classOf } from './class-of.ts'
import { opened } from './decide-inquiry.ts'
import type { Inquiry } from './inquiry.ts'
import { referenceFrom } from './reference.ts'
import { type FieldProblem, type FormField, readSubmission, type Submission } from './submission.ts'

/**
 * What somebody said on the telephone, typed in by the desk: the same fields as on the form. A number has to be there,
 * and a mail address is not taken: misheard, it would carry the answer to a stranger.
 */
export function readTelephone(
  fields: URLSearchParams,
  options: { readonly services: readonly string[]; readonly language: 'de' | 'en' },
):
  | { readonly submission: Submission }
  | { readonly problems: ReadonlyMap<FormField, FieldProblem | 'notByTelephone'> } {
  const without = new URLSearchParams(fields)
  without.delete('email')
  const read = readSubmission(without, options)
  const problems = new Map<FormField, FieldProblem | 'notByTelephone'>(
    'problems' in read ? read.problems : [],
  )
  if (problems.get('email') === 'noWay') {
    problems.delete('email')
    problems.set('phone', 'missing')
  }
  if ((fields.get('email') ?? '') !== '') problems.set('email', 'notByTelephone')
  if (problems.size > 0 || !('submission' in read)) return { problems }
  return { submission: read.submission }
}

/** It is open at once, with the same promise: nothing has to be confirmed by who is spoken to. */
export function telephoneInquiry(
  { words, topic, service, language }: Submission,
  {
    random,
    at,
    desk,
    caseId,
  }: {
    /** 21 random bytes: five for the number, sixteen for the key. */
    readonly random: Uint8Array
    readonly at: string
    readonly desk: DeskHours
    readonly caseId?: string
  },
): Inquiry {
  const inquiry: Inquiry = {
    reference: referenceFrom(random.subarray(0, 5)),
    channel: 'phone',
    class: classOf(topic, words.message),
    topic,
    language,
    state: 'unconfirmed',
    receivedAt: at,
    reopened: 0,
    breaches: 0,
    reminded: 0,
    words,
    secret: Buffer.from(random.subarray(5, 21)).toString('hex'),
    ...(service !== undefined && { service }),
    ...(caseId !== undefined && { caseId }),
  }
  return opened(inquiry, at, desk)
}
