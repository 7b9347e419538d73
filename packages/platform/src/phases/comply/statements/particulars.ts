import type { Words } from '../../../core/estate/index.ts'
import { fieldNamed } from '../../../core/facts/index.ts'
import { statementWords } from '../../../core/messages/index.ts'
import { findingLines } from './finding-lines.ts'
import type { Answer, PackageItem, Particulars, Told } from './statement-content.ts'

type Row = readonly [key: string, field: string]

/** Letters of GDPR Art. 33(3), with what a customer's form asks beside them. */
const art33: readonly Row[] = [
  ['a.1', 'incident.description'],
  ['a.2', 'persons.breach'],
  ['a.3', 'persons.data'],
  ['a.4', 'persons.special-data'],
  ['a.5', 'persons.groups'],
  ['a.6', 'persons.count'],
  ['a.7', 'persons.records'],
  ['a.8', 'persons.unreadable'],
  ['a.9', 'persons.missing-logs'],
  ['b', 'contact.dpo'],
  ['c', 'persons.consequences'],
  ['d.1', 'measures.taken'],
  ['d.2', 'measures.planned'],
  ['d.3', 'measures.for-recipients'],
  ['t.1', 'incident.known-as-processor-at'],
  ['t.2', 'incident.began-at'],
  ['t.3', 'incident.began-before'],
  ['t.4', 'incident.isolated-at'],
]

/** Fields of the annex to Implementing Regulation (EU) 2025/302 that a provider can know. */
const dora: readonly Row[] = [
  ['2.2', 'incident.known-as-processor-at'],
  ['2.4', 'incident.description'],
  ['3.15', 'incident.downtime'],
  ['3.23', 'dora.incident-types'],
  ['3.25', 'dora.techniques'],
  ['3.27', 'dora.functions'],
  ['3.28', 'dora.infrastructure'],
  ['3.29', 'dora.infrastructure-text'],
  ['3.33', 'dora.temporary-measures'],
  ['3.34', 'dora.temporary-measures-text'],
  ['3.35', 'incident.indicators'],
  ['4.1', 'dora.root-causes'],
  ['4.4', 'cause.description'],
  ['4.7', 'dora.resolution'],
]

/** What only the customer can say: the place stays, the answer is theirs. */
const theirs: readonly (readonly [string, Words])[] = [
  ['r.1', { de: 'Risiko für die Personen (entscheiden Sie)', en: 'Risk for the persons (yours to decide)' }],
  [
    'r.2',
    {
      de: 'Benachrichtigung nach Art. 34 (entscheiden Sie)',
      en: 'Communication under Art. 34 (yours to decide)',
    },
  ],
]

export function art33Particulars(
  facts: readonly Told[],
  answers: readonly Answer[],
  zone: string,
): Particulars {
  return {
    format: 'anlauf-art33/1',
    items: [
      ...art33.map((row) => itemOf(row, facts)),
      ...findingItems(answers, zone),
      ...theirs.map(([key, title]) => ({ key, title, estimate: false })),
    ],
  }
}

export function doraParticulars(
  facts: readonly Told[],
  answers: readonly Answer[],
  zone: string,
): Particulars {
  return {
    format: 'anlauf-dora-annex/1',
    items: [...dora.map((row) => itemOf(row, facts)), ...findingItems(answers, zone)],
  }
}

function itemOf([key, field]: Row, facts: readonly Told[]): PackageItem {
  const told = facts.find((one) => one.field === field)
  const { title } = fieldNamed(field)
  return told === undefined
    ? { key, title, estimate: false }
    : { key, title, value: told.value, estimate: told.estimate }
}

/** Each finding as a line of its own, numbered as in the letter. */
function findingItems(answers: readonly Answer[], zone: string): readonly PackageItem[] {
  return answers.map((answer, at) => {
    const title = (language: 'de' | 'en'): string => {
      const words = statementWords[language]
      return `${answer.name[language]}, ${words.dataClass(answer.data)}: ${words.harm[answer.harm]}`
    }
    const value = (language: 'de' | 'en'): string => findingLines(answer, language, zone).join(' ')
    return {
      key: `f.${at + 1}`,
      title: { de: title('de'), en: title('en') },
      value: { de: value('de'), en: value('en') },
      estimate: answer.verdict === 'possible',
    }
  })
}
