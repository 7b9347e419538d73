import { RepositoryError } from '../error.ts'

/**
 * Compiles a pattern for one name: `*` any characters, `?` one, `[a-z]` and `[^a-z]` classes, `\` takes the
 * next character as it is (Go's `path/filepath.Match`). Names are byte strings; a stray byte is one character.
 * Throws `invalid-argument` for a class or an escape that does not end.
 */
export function compileName(pattern: string): (name: string) => boolean {
  if (!/[\\[\]*?]/.test(pattern)) return (name) => name === pattern
  const chars = Array.from(pattern)
  let expression = ''
  for (let at = 0; at < chars.length;) {
    const char = chars[at] ?? ''
    const piece = char === '[' ? readClass(chars, at, pattern) : readCharacter(chars, at, pattern)
    expression += piece.expression
    at = piece.next
  }
  const compiled = new RegExp(`^${expression}$`, 'su')
  return (name) => compiled.test(name)
}

interface Piece {
  readonly expression: string
  readonly next: number
}

function readCharacter(chars: readonly string[], at: number, pattern: string): Piece {
  const char = chars[at] ?? ''
  if (char === '*') return { expression: '.*', next: at + 1 }
  if (char === '?') return { expression: '.', next: at + 1 }
  if (char !== '\\') return { expression: codeUnit(char), next: at + 1 }
  const escaped = chars[at + 1]
  if (escaped === undefined) throw malformed(pattern)
  return { expression: codeUnit(escaped), next: at + 2 }
}

function readClass(chars: readonly string[], from: number, pattern: string): Piece {
  const isNegated = chars[from + 1] === '^'
  let at = from + (isNegated ? 2 : 1)
  const ranges: string[] = []
  const readEnd = (): string => {
    const char = chars[at]
    if (char === undefined || char === '-' || char === ']') throw malformed(pattern)
    const isEscape = char === '\\'
    const end = isEscape ? chars[at + 1] : char
    if (end === undefined) throw malformed(pattern)
    at += isEscape ? 2 : 1
    return end
  }
  while (chars[at] !== ']' || ranges.length === 0) {
    const low = readEnd()
    let high = low
    if (chars[at] === '-') {
      at += 1
      high = readEnd()
    }
    // A range that runs backwards is no mistake for Go: it fits nothing.
    const isForward = (low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0)
    ranges.push(isForward ? `${codeUnit(low)}-${codeUnit(high)}` : '')
  }
  return { expression: `[${isNegated ? '^' : ''}${ranges.join('')}]`, next: at + 1 }
}

/** A character that means itself inside and outside of a class. */
function codeUnit(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`
}

function malformed(pattern: string): RepositoryError {
  return new RepositoryError('invalid-argument', `"${pattern}" is not a pattern.`, {
    hint: 'Patterns know *, ?, **, and classes such as [a-z]; write \\[ for a bracket and \\\\ for a backslash.',
    context: { pattern },
  })
}
