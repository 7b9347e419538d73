import type { Estate } from '../../../core/estate/index.ts'
import { type FactSheet, fieldNamed, shownValue } from '../../../core/facts/index.ts'
import { letterTime } from './letter-time.ts'
import type { Told } from './statement-content.ts'

/**
 * What of a tenant's sheet goes into its statement. No judgement of counsel is among them, and no count of the house:
 * the sheet of a tenant has neither, and this list asks for neither.
 */
const asked = [
  'incident.description',
  'incident.known-as-processor-at',
  'incident.began-at',
  'incident.began-before',
  'incident.isolated-at',
  'incident.downtime',
  'persons.breach',
  'persons.groups',
  'persons.data',
  'persons.special-data',
  'persons.count',
  'persons.records',
  'persons.consequences',
  'persons.advice',
  'persons.unreadable',
  'persons.missing-logs',
  'cause.description',
  'measures.taken',
  'measures.planned',
  'measures.for-recipients',
  'incident.indicators',
  'incident.expected-end',
  'contact.dpo',
  'dora.incident-types',
  'dora.techniques',
  'dora.infrastructure',
  'dora.infrastructure-text',
  'dora.functions',
  'dora.temporary-measures',
  'dora.temporary-measures-text',
  'dora.root-causes',
  'dora.resolution',
] as const

/** Facts as people read them, in the order in which they are asked. A time that still runs is left out: it ages at once. */
export function toldFacts(sheet: FactSheet, { provider }: Pick<Estate, 'provider'>): readonly Told[] {
  return asked.flatMap((id): readonly Told[] => {
    const fact = sheet.facts.get(id)
    if (fact === undefined || fact.isRunning === true) return []
    const field = fieldNamed(id)
    if (field.group === 'assessment') throw new TypeError(`${id} is counsel's and no customer's.`)
    const value = (language: 'de' | 'en'): string =>
      field.kind === 'time'
        ? letterTime(fact.value as string, language, provider.tz)
        : shownValue(field, fact.value, language, provider.tz).text
    const { source, estimate } = fact
    return [{ field: id, title: field.title, value: { de: value('de'), en: value('en') }, estimate, source }]
  })
}
