import { type Draw, type Language, languageOf, pick, wordsOf } from './language.ts'

interface Part {
  readonly kind: 'word' | 'number' | 'between'
  readonly text: string
}

/** How the files of a folder are named. */
export interface NameStyle {
  readonly names: readonly string[]
  readonly language: Language
  /** Words that two of five names share: `Rechnung`, not a customer's. */
  readonly shared: ReadonlySet<string>
}

const longestName = 200
const attempts = 60

export function nameStyle(names: readonly string[]): NameStyle {
  const counts = new Map<string, number>()
  for (const name of names) {
    const own = partsOf(stemOf(name)).filter(({ kind }) => kind === 'word')
    for (const word of new Set(own.map(({ text }) => text.toLowerCase())))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const least = Math.max(3, 0.4 * names.length)
  return {
    names,
    language: languageOf(names),
    shared: new Set([...counts].filter(([, count]) => count >= least).map(([word]) => word)),
  }
}

/**
 * The pattern of a name without what it is about: order of words, numbers and what stands between them, case of the words,
 * digits of the numbers.
 */
export function shapeOf(name: string): string {
  return partsOf(stemOf(name))
    .map(({ kind, text }) => (kind === 'word' ? caseOf(text) : kind === 'number' ? `#${text.length}` : text))
    .join('|')
}

/**
 * A new name in a folder's style: the pattern of one of its names, words that many of them share or that belong to
 * nobody, numbers between theirs. `place`: before or after all others in the order of code points. Undefined when no
 * attempt gave one that is free and stands there.
 */
export function nameLike(
  style: NameStyle,
  draw: Draw,
  { ending, place = 'any' }: { ending: string; place?: 'first' | 'last' | 'any' },
): string | undefined {
  const taken = new Set(style.names.map(folded))
  const models = style.names.filter((name) => endingOf(name) === ending)
  const [least, most] = extremes(style.names)
  const stands = (name: string): boolean =>
    place === 'any' || (place === 'first' ? name < least : name > most)
  for (let attempt = 0; attempt < attempts && models.length > 0; attempt += 1) {
    const parts = partsOf(stemOf(pick(draw, models)))
    const filled = parts.map((part, at) =>
      at === 0 ? leading(part, style, draw, place, attempt) : like(part, style, draw, attempt),
    )
    const name = `${filled.join('')}${ending}`
    const isFine = name.length <= longestName && filled.length > 0 && !name.startsWith('.')
    if (isFine && !taken.has(folded(name)) && stands(name)) return name
  }
  return undefined
}

/** With its dot; empty for a name that has none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot)
}

function stemOf(name: string): string {
  return name.slice(0, name.length - endingOf(name).length)
}

function partsOf(stem: string): readonly Part[] {
  const pieces = stem.match(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+(?![\p{Ll}])|\p{L}|\d+|[^\p{L}\d]+/gu) ?? []
  return pieces.map((text) => ({
    kind: /^\d/.test(text) ? 'number' : /^\p{L}/u.test(text) ? 'word' : 'between',
    text,
  }))
}

function like(
  { kind, text }: Part,
  { names, shared, language }: NameStyle,
  draw: Draw,
  attempt: number,
): string {
  if (kind === 'between') return text
  if (kind === 'number') {
    // Where every number between theirs is taken, those that come next are not.
    const next = String(BigInt(text) + BigInt(1 + draw(names.length))).padStart(text.length, '0')
    return attempt > attempts / 2 && next.length === text.length ? next : numberLike(text, draw)
  }
  return shared.has(text.toLowerCase()) ? text : inCaseOf(text, pick(draw, wordsOf(language)))
}

/** What decides the order: the ends of the alphabet, and of the numbers, a little further with each attempt. */
function leading(
  part: Part,
  style: NameStyle,
  draw: Draw,
  place: 'first' | 'last' | 'any',
  attempt: number,
): string {
  if (place === 'any' || part.kind === 'between') return like(part, style, draw, attempt)
  const { text, kind } = part
  if (kind === 'number') return outerNumber(text, style, { place, attempt, draw })
  const own = wordsOf(style.language)
  const [near, far] = place === 'first' ? [own.slice(0, 6), firstWords] : [own.slice(-6), lastWords]
  return inCaseOf(text, attempt < attempts / 3 ? pick(draw, near) : (far[attempt % far.length] ?? ''))
}

/** A little below the lowest or above the highest number that names begin with; what no name reaches, if that does not do. */
function outerNumber(
  text: string,
  { names }: NameStyle,
  { place, attempt, draw }: { place: 'first' | 'last'; attempt: number; draw: Draw },
): string {
  const extreme = (place === 'first' ? '0' : '9').repeat(text.length)
  const found = names
    .map((name) => /^\d+/.exec(name)?.[0] ?? '')
    .filter(({ length }) => length === text.length)
  const ordered = found.toSorted()
  const next =
    BigInt(ordered.at(place === 'first' ? 0 : -1) ?? extreme) +
    BigInt(1 + draw(4)) * (place === 'first' ? -1n : 1n)
  const near = next < 0n ? extreme : String(next).padStart(text.length, '0')
  return attempt < (2 * attempts) / 3 && near.length === text.length ? near : extreme
}

/** Abbreviations at the ends of the alphabet, as people use them to have a file on top or at the bottom. */
const firstWords = ['aa', 'aaa', 'a', 'aab']
const lastWords = ['zz', 'zzz', 'zzzz', 'üzz']

/** Years stay years, days of the month stay possible; the other digits are drawn. */
function numberLike(text: string, draw: Draw): string {
  const isDate = /^(?:19|20)\d\d(?:[01]\d[0-3]\d)?$/.test(text)
  if (isDate)
    return `${text.slice(0, 4)}${text.length === 8 ? `${twoDigits(1 + draw(12))}${twoDigits(1 + draw(28))}` : ''}`
  // Days and months, with a zero in front where there was one.
  if (/^0[1-9]$/.test(text)) return twoDigits(1 + draw(9))
  if (/^[12]\d$/.test(text)) return String(10 + draw(Number(text) - 9))
  return text.replaceAll(/(?<!^)\d/g, () => String(draw(10)))
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function caseOf(word: string): string {
  if (word === word.toUpperCase() && word !== word.toLowerCase()) return word.length === 1 ? 'A' : 'AA'
  return word === word.toLowerCase() ? 'a' : 'Aa'
}

function inCaseOf(model: string, word: string): string {
  const kind = caseOf(model)
  if (kind === 'AA') return word.toUpperCase()
  if (kind === 'A') return word.charAt(0).toUpperCase()
  return kind === 'a' ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}

/** Names that some systems take for the same. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function extremes(names: readonly string[]): readonly [least: string, most: string] {
  return names.reduce<[string, string]>(
    ([least, most], name) => [name < least ? name : least, name > most ? name : most],
    [names[0] ?? '', names[0] ?? ''],
  )
}
