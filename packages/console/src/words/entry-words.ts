import type { TimelineEntry } from '../api/shapes.ts'
import { absoluteTime, bytes, count } from './format.ts'
import type { Language } from './language.tsx'
import { entryTexts } from './entry-texts.ts'

/** What an entry says, in one line for people. A kind without words is shown by its name: nothing is left out. */
export function entrySentence({ kind, data, object }: TimelineEntry, language: Language): string {
  const text = entryTexts[language][kind]
  if (text === undefined) return kind
  const unit = textOf(data?.['unit']) || (object ?? '')
  return text({
    unit,
    text: (name) => textOf(data?.[name]),
    moment: (name) => momentText(textOf(data?.[name]), language),
    number: (name) => numberText(data?.[name], language),
    bytes: (name) => (typeof data?.[name] === 'number' ? bytes(data[name], language) : '?'),
    length: (name) => numberText(Array.isArray(data?.[name]) ? data[name].length : undefined, language),
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function numberText(value: unknown, language: Language): string {
  return typeof value === 'number' ? count(value, language) : '?'
}

/** What is no time is shown as it stands there. */
function momentText(at: string, language: Language): string {
  return Number.isNaN(Date.parse(at)) ? at : absoluteTime(at, language)
}
