import type { FactValue, TextValue } from './fact.ts'
import type { Field } from './field.ts'

/** A page and a half of a report; longer material is evidence with a hash. */
export const maxText = 4_000
export const maxLineLength = 200
export const maxItems = 500

/** Why a value is no answer to a field, in words with what to do; undefined when it is one. */
export function valueProblem(field: Field, value: FactValue): string | undefined {
  switch (field.kind) {
    case 'text':
      return isText(value) ? textProblem(value) : 'it is no text in German or English'
    case 'line':
      return typeof value === 'string' ? lineProblem(value) : 'it is no line of text'
    case 'count':
    case 'minutes':
    case 'money':
      return isAmount(value) ? undefined : 'it is no whole number of at least 0'
    case 'percent':
      return isAmount(value) && value <= 10_000 ? undefined : 'it is no percentage from 0 to 100'
    case 'time':
      return typeof value === 'string' && isUtc(value) ? undefined : 'it is no time with zone'
    case 'yesNo':
      return typeof value === 'boolean' ? undefined : 'it is neither "yes" nor "no"'
    case 'choice':
      return typeof value === 'string' ? optionProblem(field, [value]) : 'it is no choice'
    case 'choices':
      return isList(value) && value.length > 0 ? optionProblem(field, value) : 'nothing was chosen'
    case 'list':
      return isList(value) && value.length > 0 ? listProblem(value) : 'the list is empty'
  }
}

function isText(value: FactValue): value is TextValue {
  if (typeof value !== 'object' || isList(value)) return false
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => name === 'de' || name === 'en')
}

function isList(value: FactValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isAmount(value: FactValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isUtc(text: string): boolean {
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text
}

function textProblem(value: TextValue): string | undefined {
  for (const text of [value.de, value.en]) {
    if (text === undefined) continue
    if (text.trim() === '') return 'a text is empty'
    if (text.length > maxText) return `a text is longer than ${maxText} characters`
    const found = shownProblem(text.replaceAll('\n', ' '))
    if (found !== undefined) return found
  }
  return undefined
}

function lineProblem(line: string): string | undefined {
  if (line.trim() === '' || line !== line.trim()) return 'it is empty or has blanks around it'
  if (line.length > maxLineLength) return `it is longer than ${maxLineLength} characters`
  return shownProblem(line)
}

function listProblem(items: readonly string[]): string | undefined {
  if (items.length > maxItems) return `it has more than ${maxItems} items`
  if (new Set(items).size < items.length) return 'an item stands there twice'
  for (const item of items) {
    const found = lineProblem(item)
    if (found !== undefined) return `"${item.slice(0, 40)}": ${found}`
  }
  return undefined
}

function optionProblem({ options = {} }: Field, chosen: readonly string[]): string | undefined {
  const unknown = chosen.find((one) => !Object.hasOwn(options, one))
  if (unknown !== undefined) return `"${unknown}" is none of ${Object.keys(options).join(', ')}`
  return new Set(chosen).size < chosen.length ? 'a choice stands there twice' : undefined
}

/**
 * What may not stand in a log that nobody can delete from: addresses and numbers of people. And what makes a text look
 * other than it is: control characters, and those that turn the direction of writing.
 */
function shownProblem(text: string): string | undefined {
  if (
    !text.isWellFormed() ||
    /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text)
  ) {
    return 'it has characters that cannot be seen'
  }
  if (/[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}/iu.test(text)) return 'it has a mail address in it'
  if (/(?:\+|\b00)\d{1,3}[\s/()-]*\d(?:[\s/()-]*\d){6,}/.test(text)) return 'it has a telephone number in it'
  return undefined
}
