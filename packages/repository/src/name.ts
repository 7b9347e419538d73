import { isUtf8 } from 'node:buffer'

import { RepositoryError } from './error.ts'

const surrogate = /[\ud800-\udfff]/
/** With the flag `u` halves of pairs do not count. */
const straySurrogates = /[\ud800-\udfff]/gu

/**
 * The bytes of a byte string. A byte string is a JavaScript string in which every byte that is not part
 * of valid UTF-8 stands as a lone surrogate U+DC80..U+DCFF (Python's surrogateescape, PEP 383).
 * Throws `invalid-argument` for any other lone surrogate: it stands for no bytes.
 */
export function encodeName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name, 'utf8')
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(name))
  let length = 0
  let at = 0
  for (const { 0: stray, index } of name.matchAll(straySurrogates)) {
    const code = stray.charCodeAt(0)
    if (code < 0xdc80 || code > 0xdcff) throw straySurrogate(name)
    length += bytes.write(name.slice(at, index), length, 'utf8')
    bytes[length] = code - 0xdc00
    length += 1
    at = index + 1
  }
  length += bytes.write(name.slice(at), length, 'utf8')
  return bytes.subarray(0, length)
}

/** The byte string for any bytes; injective, so different file names never become equal. */
export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (isUtf8(buffer)) return buffer.toString('utf8')
  let name = ''
  let start = 0
  let at = 0
  while (at < buffer.length) {
    const length = sequenceLength(buffer, at)
    if (length > 0) {
      at += length
      continue
    }
    name += buffer.toString('utf8', start, at) + String.fromCharCode(0xdc00 + (buffer[at] ?? 0))
    at += 1
    start = at
  }
  return name + buffer.toString('utf8', start)
}

/** A name for people: control characters, direction marks and stray bytes appear as `\xNN`. */
export function printName(name: string): string {
  const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu
  return name.replace(unprintable, (found) => {
    const code = found.charCodeAt(0)
    const bytes = code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : Buffer.from(found, 'utf8')
    return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  })
}

/** Orders names by their bytes, the order of tree nodes; UTF-16 order differs for astral characters. */
export function compareNames(a: string, b: string): number {
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(encodeName(a), encodeName(b))
  return a < b ? -1 : a > b ? 1 : 0
}

/** True when a node of this name stays inside its directory: not empty, no `/`, no NUL, not `.` or `..`. */
export function isSafeName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0')
}

/** Length of the valid UTF-8 sequence at `at`, 0 when the byte belongs to none (RFC 3629, table in §4). */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0 || at + length > bytes.length) return 0
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

function straySurrogate(name: string): RepositoryError {
  return new RepositoryError('invalid-argument', `"${printName(name)}" is not a byte string.`, {
    hint: 'Take names from decodeName; a lone surrogate outside U+DC80..U+DCFF stands for no byte.',
  })
}
