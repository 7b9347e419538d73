/** A sentence with places that a failure fills: the text between them, in order. */
export interface Pattern {
  /** One more than there are places; the first and the last can be empty. */
  readonly literals: readonly string[]
  /** How many letters are literal: of two patterns that fit, the heavier one says more. */
  readonly weight: number
}

/** `{1}` is a place, `{claim:NAME}` is text. */
export function patternOf(english: string): Pattern {
  const literals = english.split(/\{\d+\}/)
  return { literals, weight: literals.reduce((sum, { length }) => sum + length, 0) }
}

/**
 * What stands in the places, or undefined. Each literal is taken where it comes first: if a sentence fits at all it fits so,
 * and the work is one pass. A regular expression with six `.*?` would take a stranger's long name to the sixth power.
 */
export function matchPattern({ literals }: Pattern, sentence: string): readonly string[] | undefined {
  const first = literals[0] ?? ''
  const last = literals.at(-1) ?? ''
  const end = sentence.length - last.length
  if (end < first.length || !sentence.startsWith(first) || !sentence.endsWith(last)) return undefined
  const values: string[] = []
  let at = first.length
  for (const literal of literals.slice(1, -1)) {
    const found = sentence.indexOf(literal, at)
    if (found === -1 || found + literal.length > end) return undefined
    values.push(sentence.slice(at, found))
    at = found + literal.length
  }
  values.push(sentence.slice(at, end))
  return values
}
