import { wordPairs } from './word-pairs.ts'
import { matchPattern, type Pattern, patternOf } from './pattern.ts'
import { everyText } from './texts/every-text.ts'

/** The German of a sentence that the program says in English; undefined for a sentence that is not ours. */
export function inGerman(english: string): string | undefined {
  return translated(english, 0)
}

/** A sentence in the language of the reader; one that has no German stays as it was said. */
export function saidIn(language: 'de' | 'en', english: string): string {
  return language === 'de' ? (inGerman(english) ?? english) : english
}

/** A reason inside a reason inside a sentence is the deepest there is. */
const maxDepth = 3

/** The longest sentence that was seen has 900 characters; a whole file that stands in one is not looked through. */
const maxLength = 20_000

interface Said {
  readonly pattern: Pattern
  readonly german: string
}

/** Read when the first sentence is asked for: most commands succeed, and English needs none of it. */
let known: ReturnType<typeof read> | undefined

function translated(english: string, depth: number): string | undefined {
  const { whole, filled } = (known ??= read())
  const exact = whole.get(english)
  if (exact !== undefined) return exact
  if (depth > maxDepth || english.length > maxLength) return undefined
  // The most literal one is said: "The case has no unit {1}." before "The case has no {1} {2}.".
  for (const { pattern, german } of filled) {
    const values = matchPattern(pattern, english)
    if (values !== undefined) return fill({ pattern, german }, values, depth)
  }
  return undefined
}

/**
 * What a sentence holds can be a sentence of ours itself: why a signature does not count, the hint of an inner failure.
 * What stands in quotes is a name that somebody gave: a case called "none" keeps it.
 */
function fill({ pattern, german }: Said, values: readonly string[], depth: number): string {
  const inner = values.map((value, at) =>
    pattern.literals[at]?.endsWith('"') === true ? value : eachOf(value, depth + 1),
  )
  return german.replaceAll(/\{(\d+)\}/g, (slot, number) => inner[Number(number) - 1] ?? slot)
}

/** "Missing: one; another.": each by itself. */
function eachOf(value: string, depth: number): string {
  return (
    translated(value, depth) ??
    value
      .split('; ')
      .map((part) => translated(part, depth) ?? part)
      .join('; ')
  )
}

function read(): { readonly whole: ReadonlyMap<string, string>; readonly filled: readonly Said[] } {
  const whole = new Map<string, string>(wordPairs())
  const filled: Said[] = []
  for (const [english, german] of everyText.flatMap((texts) => Object.entries(texts))) {
    const pattern = patternOf(english)
    if (pattern.literals.length === 1) whole.set(english, german)
    else filled.push({ pattern, german })
  }
  filled.sort((a, b) => b.pattern.weight - a.pattern.weight)
  return { whole, filled }
}
