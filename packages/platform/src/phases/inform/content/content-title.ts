import { contentPageWords, kindWords, type Messages } from '../../../core/messages/index.ts'
import type { PublicView } from '../public-view.ts'
import type { PublicUpdate } from '../update-view.ts'

/** What a typed text is called; undefined for messages, which have a number only. */
export function contentTitle(
  { services }: Pick<PublicView, 'services'>,
  update: PublicUpdate,
  { language }: Pick<Messages, 'language'>,
): string | undefined {
  const { kind, parts, revision, service } = update
  const name = kindWords[kind][language]
  const words = contentPageWords[language]
  const title = parts?.find(({ part }) => part === 'title')?.text[language]
  switch (kind) {
    case 'faq':
    case 'windows':
    case 'resources':
      return revision === undefined || revision.number === 1
        ? name
        : `${name}, ${words.revision(revision.number)}`
    case 'explainer':
    case 'advisory':
      return title === undefined ? name : `${name}: ${title}`
    case 'released':
      return words.releasedTitle(services.find(({ id }) => id === service)?.name[language] ?? service ?? '')
    case 'closing':
    case 'holding':
      return name
    case 'news':
    case 'no-news':
    case 'update':
    case 'credentials':
    case 'call-script':
    case 'auto-reply':
      return undefined
  }
}
