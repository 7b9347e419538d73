import type { Estate } from '../../../core/estate/index.ts'
import { findingTextWords, statementWords } from '../../../core/messages/index.ts'
import type { Finding } from '../../../core/statements/index.ts'
import { findingLines } from './finding-lines.ts'

/** One finding about one or many customers, as people read it before they sign: all that it says, each customer by its id. */
export function findingText(
  alike: readonly Finding[],
  { services, provider }: Pick<Estate, 'services' | 'provider'>,
  language: 'de' | 'en',
): string {
  const [first] = alike
  if (first === undefined) return ''
  const { service, data, harm, verdict, evidence } = first
  const own = findingTextWords[language]
  const words = statementWords[language]
  const name = services.find(({ id }) => id === service)?.name ?? { de: service, en: service }
  const kind = data === 'all' ? own.all : words.dataClass(data)
  return [
    `${name[language]}, ${kind}, ${words.harm[harm]}: ${words.answer[verdict]}`,
    own.customers(alike.length, alike.map(({ tenant }) => tenant).join(', ')),
    ...findingLines({ ...first, name, signedBy: [] }, language, provider.tz),
    ...(evidence.length === 0 ? [] : [own.rests(evidence.join(', '))]),
  ].join('\n')
}
