import type { Estate } from '../../../core/estate/index.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import { promisesEnd } from './promises.ts'
import { similarNames } from './similar-names.ts'
import type { StatementContent } from './statement-content.ts'

/** Something that keeps a statement from leaving, or that people have to look at. */
export interface StatementFinding {
  readonly severity: 'error' | 'warning'
  readonly kind:
    | 'another-named'
    | 'promise-over'
    | 'no-service'
    | 'similar-name'
    | 'particular-open'
    | 'no-finding'
  readonly message: string
  /** The same for whoever reads German: a warning that is not understood is signed over. */
  readonly german: string
}

/**
 * What is wrong with a statement before people sign it: another customer's name in it, also a nearly right one; a
 * promise that is over; a required particular that is open. Looks at all that people wrote; our own sentences are fixed.
 */
export function checkStatement(
  content: StatementContent,
  estate: Estate,
  now: Date,
): readonly StatementFinding[] {
  const { tenant, answers, particulars } = content
  const promised = promisesEnd(content)
  const texts = writtenTexts(content)
  const named = namedCustomer(texts, estate, { reader: tenant })
  const open = particulars.items.filter(({ key, value }) => value === undefined && required.includes(key))
  return [
    ...(named === undefined
      ? []
      : [
          error(
            'another-named',
            `It names "${named}", who is another customer or a person of one. Restate that fact or finding.`,
            `Es nennt „${named}“, einen anderen Kunden oder eine Person dort. Bitte Fakt oder Befund neu angeben.`,
          ),
        ]),
    ...(promised <= now.toISOString()
      ? [
          error(
            'promise-over',
            `The promised time ${promised} is over. Draft it again.`,
            `Die zugesagte Zeit ${promised} ist vorbei. Bitte neu entwerfen.`,
          ),
        ]
      : []),
    ...(answers.length === 0
      ? [
          error(
            'no-service',
            'No service of the case is used by this tenant; nothing can be said. Check the scope of the case.',
            'Dieser Kunde nutzt keinen Dienst des Falls; es gibt nichts zu sagen. Bitte prüfen, wen der Fall umfasst.',
          ),
        ]
      : []),
    ...similarNames(texts, estate, tenant).map(({ word, like }) =>
      warning(
        'similar-name',
        `"${word}" is nearly the name of another customer ("${like}").`,
        `„${word}“ ist fast der Name eines anderen Kunden („${like}“).`,
      ),
    ),
    ...open.map(({ key, title }) =>
      warning('particular-open', `${key} ${title.en} is open.`, `${key} ${title.de} ist offen.`),
    ),
    ...(answers.length > 0 && answers.every(({ verdict }) => verdict === 'open')
      ? [
          warning(
            'no-finding',
            'No finding was stated: every answer is "not examined yet".',
            'Es gibt noch keinen Befund: Jede Antwort lautet „noch nicht geprüft“.',
          ),
        ]
      : []),
  ]
}

/** Of GDPR Art. 33(3): what a controller has to report and only we know. */
const required: readonly string[] = ['a.1', 'a.2', 'a.3', 'b', 'd.1', 't.1']

type Kind = StatementFinding['kind']
const error = (kind: Kind, message: string, german: string): StatementFinding => ({
  severity: 'error',
  kind,
  message,
  german,
})
const warning = (kind: Kind, message: string, german: string): StatementFinding => ({
  severity: 'warning',
  kind,
  message,
  german,
})

/** All that people wrote: values of facts, grounds and gaps, names of services. */
export function writtenTexts({ facts, answers }: StatementContent): readonly string[] {
  const texts = [
    ...facts.flatMap(({ value, source }) => [value.de, value.en, source]),
    ...answers.flatMap(({ name, grounds, gaps }) => [
      name.de,
      name.en,
      ...(grounds === undefined ? [] : [grounds.de, grounds.en]),
      ...(gaps === undefined ? [] : [gaps.de, gaps.en]),
    ]),
  ]
  return [...new Set(texts)]
}
