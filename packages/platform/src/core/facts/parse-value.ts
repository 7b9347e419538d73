import { AnlaufError } from '../failure.ts'
import type { FactValue } from './fact.ts'
import type { Field } from './field.ts'

/**
 * The value that a person typed for a field. Sentences in both languages come as `{de, en}` from a file; a typed
 * sentence is in one language. Throws `input-invalid` with how to write it.
 */
export function parseValue(field: Field, typed: string, language: 'de' | 'en'): FactValue {
  const text = typed.trim()
  switch (field.kind) {
    case 'text':
      return language === 'de' ? { de: text } : { en: text }
    case 'line':
    case 'choice':
      return text
    case 'count':
    case 'minutes':
    case 'money':
      return wholeNumber(field, text)
    case 'percent':
      return percent(field, text)
    case 'time':
      return utcTime(field, text)
    case 'yesNo':
      return yesOrNo(field, text)
    case 'choices':
      return [...new Set(parts(text))].toSorted()
    case 'list':
      return [...new Set(parts(text))]
  }
}

/** A list is separated by line ends; in one line by commas. */
function parts(text: string): readonly string[] {
  return text
    .split(text.includes('\n') ? '\n' : ',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Groups of three digits are set by point, comma, blank or nothing: 1.200, 1,200, 1 200. */
function wholeNumber(field: Field, text: string): number {
  const isGrouped = /^\d{1,3}(?:[., ]\d{3})+$/.test(text)
  const digits = isGrouped ? text.replaceAll(/[., ]/g, '') : text
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  throw unfit(field, typedAs(text), 'Write digits only, for instance 1200.')
}

function percent(field: Field, text: string): number {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text)
  const value =
    found === null ? Number.NaN : Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0') || 0)
  if (value <= 10_000) return value
  throw unfit(field, typedAs(text), 'Write a percentage from 0 to 100, for instance 12.5.')
}

function utcTime(field: Field, text: string): string {
  const time = new Date(text)
  if (!Number.isNaN(time.getTime()) && /\dT\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return time.toISOString()
  throw unfit(field, typedAs(text), 'Write a time with zone, for instance 2026-11-23T04:00:00+01:00.')
}

function yesOrNo(field: Field, text: string): boolean {
  const word = text.toLowerCase()
  if (['yes', 'ja', 'true'].includes(word)) return true
  if (['no', 'nein', 'false'].includes(word)) return false
  throw unfit(field, typedAs(text), 'Write "yes" or "no".')
}

function typedAs(text: string): string {
  return `"${text.slice(0, 60)}"`
}

function unfit(field: Field, what: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `${what} is no answer to ${field.id}.`, { hint })
}
