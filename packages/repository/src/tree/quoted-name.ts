import { damaged } from '../error.ts'
import { decodeName, encodeName } from '../name.ts'

const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/
const unprintable = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu

/**
 * A byte string as Go's `strconv.Quote` prints it, without the outer quotes: how trees store names.
 * `"` and `\` are escaped, what is not printable becomes `\n`, `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
 */
export function quoteName(name: string): string {
  return plain.test(name) ? name : name.replace(unprintable, quoteCharacter)
}

/** The inverse, Go's `strconv.Unquote`. Throws `damaged` where Go reports a syntax error. */
export function unquoteName(quoted: string): string {
  if (plain.test(quoted)) return quoted
  if (!quoted.includes('\\') && !/["\n]/.test(quoted)) return quoted
  // No escape is shorter than what it stands for. A buffer for each of a hostile million costs half a gigabyte.
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(quoted))
  let length = 0
  let at = 0
  for (const { 0: found, index } of quoted.matchAll(escape)) {
    length += writePlain(bytes, length, quoted.slice(at, index))
    length += writeUnescaped(bytes, length, found)
    at = index + found.length
  }
  length += writePlain(bytes, length, quoted.slice(at))
  return decodeName(bytes.subarray(0, length))
}

const escape = /\\(?:[abfnrtv\\"]|x[0-9a-fA-F]{2}|[0-7]{3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/g

const letters: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 0x5c,
  '"': 0x22,
}

function quoteCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  const code = character.codePointAt(0) ?? 0
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`
  const letter = code < 0x20 ? '.......abtnvfr'.charAt(code) : ''
  if (letter !== '' && letter !== '.') return `\\${letter}`
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`
  return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function writePlain(bytes: Buffer, at: number, piece: string): number {
  if (piece === '') return 0
  if (/[\\"\n]/.test(piece))
    throw damaged(`The name in a tree is not quoted soundly near "${piece.slice(0, 80)}".`)
  return piece.isWellFormed() ? bytes.write(piece, at, 'utf8') : encodeName(piece).copy(bytes, at)
}

function writeUnescaped(bytes: Buffer, at: number, text: string): number {
  const kind = text.charAt(1)
  if (kind === 'u' || kind === 'U') return bytes.write(character(parseInt(text.slice(2), 16)), at, 'utf8')
  return bytes.writeUInt8(byteOf(kind, text), at) - at
}

function byteOf(kind: string, text: string): number {
  if (kind === 'x') return parseInt(text.slice(2), 16)
  if (kind < '0' || kind > '7') return letters[kind] ?? 0
  const byte = parseInt(text.slice(1), 8)
  if (byte > 255) throw damaged('An octal escape in a name is larger than a byte.')
  return byte
}

function character(code: number): string {
  if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw damaged('A name in a tree holds an escape that is no character.')
  }
  return String.fromCodePoint(code)
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
