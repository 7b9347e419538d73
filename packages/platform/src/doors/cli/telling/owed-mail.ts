import { subscriptionWords } from '../../../core/messages/index.ts'
import {
  confirmBy,
  confirmWithinHours,
  manageWithinMinutes,
  sealToken,
  type Subscription,
} from '../../../core/subscriptions/index.ts'
import type { MailFace, SubscriberMail } from './update-mail.ts'

/**
 * The mail that a filled-in form caused: a link to confirm, or to the own settings. Nothing that somebody typed stands
 * in it but the address it goes to: otherwise the form would send anything to anybody.
 */
export function owedMail(one: Subscription, face: MailFace): SubscriberMail | undefined {
  const { id, caseId, round, address, owes, scope } = one
  if (address === undefined || owes === undefined) return undefined
  const { mail } = subscriptionWords[scope.language]
  const provider = face.provider.name
  const isOptIn = owes.mail === 'opt-in'
  const expiresAt = isOptIn ? confirmBy(one) : new Date(Date.parse(owes.since) + manageWithinMinutes * 60_000)
  const token = sealToken(face.linkKey, isOptIn ? 'confirm' : 'manage', { id, round, expiresAt })
  const path = `/subscribe/${isOptIn ? 'confirm' : 'manage'}/${token}?lang=${scope.language}`
  const link = new URL(path, face.links).href
  return {
    key: `subscription-${owes.mail}:${id}:${Date.parse(owes.since)}`,
    class: 'C',
    case: caseId,
    to: address,
    subject: isOptIn ? mail.optInSubject(provider) : mail.manageSubject(provider),
    text: isOptIn
      ? mail.optIn({ provider, link, hours: confirmWithinHours })
      : mail.manage({ provider, link, minutes: manageWithinMinutes }),
  }
}
