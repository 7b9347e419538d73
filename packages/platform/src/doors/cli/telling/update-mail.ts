import type { Estate } from '../../../core/estate/index.ts'
import { messages, subscriptionWords } from '../../../core/messages/index.ts'
import { sealToken, type Subscription } from '../../../core/subscriptions/index.ts'
import type { Published } from '../../../core/updates/index.ts'
import { momentText, updatePath } from '../../../phases/inform/index.ts'

/** What mails to subscribers are made with. */
export interface MailFace {
  readonly provider: Estate['provider']
  /** The server for strangers, as people reach it. */
  readonly links: URL
  readonly site: URL | undefined
  readonly linkKey: Uint8Array
  /** An address whose mail a person or `anlauf subscription mail` reads. */
  readonly unsubscribeMail?: string
}

export interface SubscriberMail {
  readonly key: string
  readonly class: 'B' | 'C'
  readonly case: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The mail about an update: the published text in the subscriber's language and nothing beside it. The same update and
 * subscriber make the same mail, whoever makes it and when.
 */
export function updateMail(
  update: Published,
  subscriber: Subscription & { address: string },
  face: MailFace,
): SubscriberMail {
  const { provider, site, links } = face
  const { id, caseId, scope, address } = subscriber
  const words = subscriptionWords[scope.language].mail
  const language = messages[scope.language]
  const { number, text, asOf, nextBy, corrects } = update
  const moment = (iso: string): string => momentText(language, provider.tz, iso).replaceAll('\u00A0', ' ')
  const link = unsubscribeLink(subscriber, face)
  const parts = [
    ...(corrects === undefined ? [] : [words.correction(corrects.number, corrects.why[scope.language])]),
    text[scope.language].trim(),
    [words.asOf(moment(asOf)), words.nextBy(moment(nextBy))].join('\n'),
    ...(site === undefined ? [] : [words.page(new URL(updatePath(language, number), site).href)]),
    `-- \n${words.foot({ provider: provider.name, link, form: new URL(`/subscribe?lang=${scope.language}`, links).href })}`,
  ]
  return {
    key: `subscription:${caseId}:${number}:${id}`,
    class: 'B',
    case: caseId,
    to: address,
    subject:
      corrects === undefined
        ? words.updateSubject(provider.name, number)
        : words.correctionSubject(provider.name, number, corrects.number),
    text: `${parts.join('\n\n')}\n`,
    headers: listHeaders(subscriber, face, link),
  }
}

/** RFC 2369, 2919 and 8058: mail programs show a button, and one POST to the address is enough. */
function listHeaders(
  { id, caseId }: Pick<Subscription, 'id' | 'caseId'>,
  { links, linkKey, unsubscribeMail }: MailFace,
  link: string,
): Readonly<Record<string, string>> {
  const token = sealToken(linkKey, 'unsubscribe', { id, round: 0, expiresAt: undefined })
  const byMail =
    unsubscribeMail === undefined ? '' : `, <mailto:${unsubscribeMail}?subject=unsubscribe%20${token}>`
  return {
    'List-Id': `<${caseId.toLowerCase()}.updates.${links.hostname.replaceAll(/[^a-z0-9.-]/g, '')}>`,
    'List-Unsubscribe': `<${link}>${byMail}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

function unsubscribeLink({ id }: Pick<Subscription, 'id'>, { links, linkKey }: MailFace): string {
  const token = sealToken(linkKey, 'unsubscribe', { id, round: 0, expiresAt: undefined })
  return new URL(`/u/${token}`, links).href
}
