import { statementWords } from '../../../core/messages/index.ts'
import type { PrintedBlock } from '../../../core/printed-document.ts'
import { type Harm, harms } from '../../../core/statements/index.ts'
import { findingLines } from './finding-lines.ts'
import { restoreNames } from './differences.ts'
import { grouped, letterBytes, letterTime } from './letter-time.ts'
import type { Answer, Restored, StatementContent, Told } from './statement-content.ts'

type Said = Omit<StatementContent, 'text' | 'particulars' | 'annex'>
type Language = 'de' | 'en'

/** The letter in one language, from top to bottom. */
export function letterText(said: Said, language: Language, zone: string): readonly PrintedBlock[] {
  const words = statementWords[language]
  const { headings } = words
  const time = (utc: string): string => letterTime(utc, language, zone)
  const of = (field: string): string | undefined => valueOf(said.facts, field, language)
  return [
    text(words.salutation),
    text(words.intro('', said.case)),
    strong(words.ownPeriod),
    ...(said.revision === 1
      ? []
      : [heading(headings.changes), list(said.changes[language], words.noChanges)]),
    heading(headings.overview),
    overview(said.answers, language),
    heading(headings.facts),
    incidentFacts(said, language),
    ...optional(of('incident.description')),
    heading(headings.findings),
    text(words.findingsIntro),
    ...findings(said.answers, language, zone),
    heading(headings.gaps),
    list(gapsOf(said, language), words.noGaps),
    heading(headings.restore),
    restoreFacts(said.restored, language, zone),
    ...titled(headings.measures, [of('measures.taken'), of('measures.planned')]),
    ...titled(headings.advice, [of('measures.for-recipients'), of('persons.advice')]),
    ...titled(headings.consequences, [of('persons.consequences')]),
    heading(headings.next),
    text(words.nextBy(time(said.nextBy))),
    text(words.noRating),
    text(of('contact.dpo') === undefined ? words.noContact : words.contact(of('contact.dpo') ?? '')),
  ]
}

const text = (words: string): PrintedBlock => ({ kind: 'text', text: words })
const strong = (words: string): PrintedBlock => ({ kind: 'text', text: words, isStrong: true })
const heading = (words: string, level: 2 | 3 = 2): PrintedBlock => ({ kind: 'heading', level, text: words })
const list = (items: readonly string[], none: string): PrintedBlock =>
  items.length === 0 ? text(none) : { kind: 'list', items }
const optional = (words: string | undefined): readonly PrintedBlock[] =>
  words === undefined ? [] : [text(words)]

function titled(title: string, paragraphs: readonly (string | undefined)[]): readonly PrintedBlock[] {
  const said = paragraphs.flatMap((words) => words ?? [])
  return said.length === 0 ? [] : [heading(title), ...said.map(text)]
}

function valueOf(facts: readonly Told[], field: string, language: Language): string | undefined {
  return facts.find((told) => told.field === field)?.value[language]
}

/** Services against questions: of several kinds of data the gravest answer. */
function overview(answers: readonly Answer[], language: Language): PrintedBlock {
  const words = statementWords[language]
  const gravest = (service: string, harm: Harm): string => {
    const found = answers.filter((one) => one.service === service && one.harm === harm)
    const verdict = gravity.find((one) => found.some((answer) => answer.verdict === one)) ?? 'open'
    return words.answer[verdict]
  }
  const services = [...new Map(answers.map(({ service, name }) => [service, name[language]]))]
  return {
    kind: 'table',
    head: [words.service, ...harms.map((harm) => words.harm[harm])],
    rows: services.map(([service, name]) => [name, ...harms.map((harm) => gravest(service, harm))]),
    // "Dokumentendienst" and the like stay whole; the others are short words.
    shares: [95, ...harms.map(() => 81)],
  }
}

/** What is open or cannot be told outweighs what is excluded: one unexamined kind of data makes the row no all-clear. */
const gravity = ['confirmed', 'possible', 'undetermined', 'open', 'excluded'] as const

const incidentFields = [
  'incident.known-as-processor-at',
  'incident.began-at',
  'incident.began-before',
  'incident.isolated-at',
  'persons.breach',
  'persons.data',
  'persons.special-data',
  'persons.groups',
  'persons.count',
  'persons.records',
  'persons.unreadable',
  'incident.expected-end',
] as const

function incidentFacts({ case: id, facts }: Said, language: Language): PrintedBlock {
  const words = statementWords[language]
  const known = new Map(facts.map((told) => [told.field, told]))
  const rows = incidentFields.flatMap((field): readonly (readonly [string, string])[] => {
    const told = known.get(field)
    if (told === undefined) return []
    return [[told.title[language], `${told.value[language]}${told.estimate ? ` (${words.estimate})` : ''}`]]
  })
  return { kind: 'facts', facts: [[words.reference.sign, id], ...rows] }
}

/** One table a service. Kinds of data with the same finding share a row, and so do questions that nobody examined yet. */
function findings(answers: readonly Answer[], language: Language, zone: string): readonly PrintedBlock[] {
  const words = statementWords[language]
  return [...Map.groupBy(answers, ({ service }) => service).values()].flatMap((ofService) => {
    const rows = harms.flatMap((harm) => {
      const said = ofService.filter((one) => one.harm === harm && one.verdict !== 'open')
      const alike = Map.groupBy(said, (one) => findingLines(one, language, zone).join(' '))
      return [...alike].map(([sentence, group]) => [
        group.map(({ data }) => words.dataClass(data)).join(', '),
        words.harm[harm],
        sentence,
      ])
    })
    return [
      heading(ofService[0]?.name[language] ?? '', 3),
      {
        kind: 'table' as const,
        head: words.columns,
        shares: [22, 23, 55],
        rows: [...rows, ...openRows(ofService, language)],
      },
    ]
  })
}

/** What is open, in as few rows as there are sets of questions. */
function openRows(ofService: readonly Answer[], language: Language): readonly (readonly string[])[] {
  const words = statementWords[language]
  const open = ofService.filter(({ verdict }) => verdict === 'open')
  const questions = Map.groupBy(open, ({ data }) => data)
  const alike = Map.groupBy([...questions], ([, list]) => list.map(({ harm }) => words.harm[harm]).join(', '))
  return [...alike].map(([harmNames, group]) => [
    group.map(([data]) => words.dataClass(data)).join(', '),
    harmNames,
    words.openFindings,
  ])
}

function gapsOf({ answers, facts }: Said, language: Language): readonly string[] {
  const named = answers.flatMap(({ gaps }) => gaps?.[language] ?? [])
  return [...new Set([...optionalValue(facts, 'persons.missing-logs', language), ...named])]
}

function optionalValue(facts: readonly Told[], field: string, language: Language): readonly string[] {
  const value = valueOf(facts, field, language)
  return value === undefined ? [] : [value]
}

function restoreFacts(restored: Restored, language: Language, zone: string): PrintedBlock {
  const words = statementWords[language]
  const names = restoreNames[language]
  const { stage, dataUntil, files, bytes, leftOut, quarantined, releasedAt } = restored
  const count = (name: string, value: number | undefined): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, grouped(value, language)]]
  return {
    kind: 'facts',
    facts: [
      [words.restoreStage, words.stage[stage as keyof typeof words.stage]],
      ...(files === undefined ? [[names.files, words.notRestored] as const] : count(names.files, files)),
      ...(bytes === undefined ? [] : [[names.bytes, letterBytes(bytes, language)] as const]),
      ...count(names.leftOut, leftOut),
      ...count(names.quarantined, quarantined),
      ...(dataUntil === undefined
        ? []
        : [[words.dataUntilName, words.dataUntil(letterTime(dataUntil, language, zone))] as const]),
      ...(releasedAt === undefined
        ? []
        : [[words.released, letterTime(releasedAt, language, zone)] as const]),
    ],
  }
}
