import { statementWords } from '../../../core/messages/index.ts'
import { grouped } from './letter-time.ts'
import type { Answer, Restored, StatementContent, Told } from './statement-content.ts'

type Compared = Pick<StatementContent, 'answers' | 'facts' | 'restored'>

/** What a reader of the previous statement has to know, one sentence each, in their order; empty when nothing changed. */
export function differences(before: Compared, now: Compared, language: 'de' | 'en'): readonly string[] {
  return [
    ...answerChanges(before.answers, now.answers, language),
    ...factChanges(before.facts, now.facts, language),
    ...restoreChanges(before.restored, now.restored, language),
  ]
}

/** One sentence for all kinds of data of a service with which the same became of the same question. */
function answerChanges(
  before: readonly Answer[],
  now: readonly Answer[],
  language: 'de' | 'en',
): readonly string[] {
  const words = statementWords[language]
  const key = ({ service, data, harm }: Answer): string => `${service} ${data} ${harm}`
  const known = new Map(before.map((answer) => [key(answer), answer]))
  const left = new Set(now.map(key))
  const changes = [
    ...now.flatMap((answer): readonly Change[] => {
      const earlier = known.get(key(answer))
      const verdict = words.answer[answer.verdict]
      if (earlier === undefined) return [{ answer, before: '–', now: verdict }]
      if (earlier.verdict !== answer.verdict) {
        return [{ answer, before: words.answer[earlier.verdict], now: verdict }]
      }
      return JSON.stringify(earlier) === JSON.stringify(answer) ? [] : [{ answer }]
    }),
    ...before.flatMap((answer): readonly Change[] =>
      left.has(key(answer)) ? [] : [{ answer, before: words.answer[answer.verdict], now: '–' }],
    ),
  ]
  const alike = Map.groupBy(changes, ({ answer, before: was = '', now: is = '' }) =>
    [answer.service, answer.harm, was, is].join(' '),
  )
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const data = group.map(({ answer }) => words.dataClass(answer.data)).join(' + ')
    const what = `${first.answer.name[language]}, ${data}, ${words.harm[first.answer.harm]}`
    return first.before === undefined || first.now === undefined
      ? [words.regrounded(what)]
      : [words.changed(what, first.before, first.now)]
  })
}

/** Without `before` and `now` the verdict is the same and what it rests on is not. */
interface Change {
  readonly answer: Answer
  readonly before?: string
  readonly now?: string
}

function factChanges(
  before: readonly Told[],
  now: readonly Told[],
  language: 'de' | 'en',
): readonly string[] {
  const words = statementWords[language]
  const known = new Map(before.map((told) => [told.field, told]))
  const left = new Set(now.map(({ field }) => field))
  const shown = ({ value, estimate }: Told): string =>
    `${value[language]}${estimate ? ` (${words.estimate})` : ''}`
  return [
    ...now.flatMap((told) => {
      const earlier = known.get(told.field)
      const text = shown(told)
      if (earlier === undefined) return [words.changed(told.title[language], words.notKnown, text)]
      return shown(earlier) === text ? [] : [words.changed(told.title[language], shown(earlier), text)]
    }),
    ...before.flatMap((told) =>
      left.has(told.field) ? [] : [words.changed(told.title[language], shown(told), words.notKnown)],
    ),
  ]
}

function restoreChanges(before: Restored, now: Restored, language: 'de' | 'en'): readonly string[] {
  const words = statementWords[language]
  const stage = (one: Restored): string => words.stage[one.stage as keyof typeof words.stage]
  const counted = ['files', 'leftOut', 'quarantined'] as const
  const shown = (count: number | undefined): string =>
    count === undefined ? words.notKnown : grouped(count, language)
  return [
    ...(before.stage === now.stage ? [] : [words.changed(words.restoreStage, stage(before), stage(now))]),
    ...counted.flatMap((name) =>
      before[name] === now[name]
        ? []
        : [words.changed(restoreNames[language][name], shown(before[name]), shown(now[name]))],
    ),
  ]
}

/** What the engine counts, as people read it. */
export const restoreNames = {
  de: {
    files: 'Zurückgebrachte Dateien',
    bytes: 'Umfang',
    leftOut: 'Dateien ohne saubere Fassung',
    quarantined: 'Dateien in Quarantäne',
  },
  en: {
    files: 'Files brought back',
    bytes: 'Amount',
    leftOut: 'Files without a clean version',
    quarantined: 'Files in quarantine',
  },
} as const
