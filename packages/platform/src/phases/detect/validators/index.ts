/**
 * Validators: is this file what it says it is, to its last byte?
 *
 *     bytes ─▶ sniff (magic) ─▶ validator ─▶ valid (structure · checksum · decoded) | broken at offset
 *
 * Guarantees: total, bounded in time and memory, tested with truncated, flipped and random bytes.
 * Non-guarantees: `structure` does not exonerate; a valid file can still carry malware, which is the
 * scanner's question; whoever writes ciphertext as the pixels of a correct picture is not noticed.
 */
import { woff, woff2 } from './font.ts'
import { gif } from './gif.ts'
import { gzip } from './gzip.ts'
import { jpeg } from './jpeg/jpeg.ts'
import { ole2 } from './ole2.ts'
import { pdf } from './pdf.ts'
import { png } from './png.ts'
import { riff } from './riff.ts'
import { sqlite } from './sqlite/sqlite.ts'
import { text } from './text.ts'
import { broken, hasBytes, type Validator } from './validity.ts'
import { wasm } from './wasm.ts'
import { zip } from './zip/zip.ts'
import { zstd } from './zstd.ts'

export { noiseShare } from './text.ts'
export type { Validator, Validity } from './validity.ts'

export interface ContentType {
  readonly name: string
  /** Bytes at offset 0 by which the type is recognised; none for text. */
  readonly magic?: readonly number[]
  /** Endings that promise this type. */
  readonly endings: readonly string[]
  readonly validate: Validator
}

const ascii = (letters: string) => [...Buffer.from(letters, 'latin1')]

/** The types we can judge, in the order in which they are tried. */
export const contentTypes: readonly ContentType[] = [
  {
    name: 'zip',
    magic: [0x50, 0x4b, 0x03, 0x04],
    endings: ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'jar', 'zip', 'epub', 'apk'],
    validate: zip,
  },
  { name: 'png', magic: [0x89, ...ascii('PNG\r\n\u001a\n')], endings: ['png'], validate: png },
  { name: 'jpeg', magic: [0xff, 0xd8, 0xff], endings: ['jpg', 'jpeg'], validate: jpeg },
  { name: 'gif', magic: ascii('GIF8'), endings: ['gif'], validate: gif },
  { name: 'riff', magic: ascii('RIFF'), endings: ['webp', 'wav', 'avi'], validate: riff },
  { name: 'pdf', magic: ascii('%PDF-'), endings: ['pdf'], validate: pdf },
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08], endings: ['gz', 'tgz'], validate: gzip },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], endings: ['zst'], validate: zstd },
  { name: 'sqlite', magic: ascii('SQLite format 3\0'), endings: ['sqlite', 'sqlite3'], validate: sqlite },
  {
    name: 'ole2',
    magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    endings: ['doc', 'xls', 'ppt', 'msg', 'msi'],
    validate: ole2,
  },
  { name: 'woff2', magic: ascii('wOF2'), endings: ['woff2'], validate: woff2 },
  { name: 'woff', magic: ascii('wOFF'), endings: ['woff'], validate: woff },
  { name: 'wasm', magic: [0, ...ascii('asm'), 1, 0, 0, 0], endings: ['wasm'], validate: wasm },
].map(withMagic)

export const textType: ContentType = {
  name: 'text',
  endings:
    'txt md csv tsv log eml ics vcf json xml yml yaml toml ini conf html htm css svg js mjs cjs php py rb sh sql tex'.split(
      ' ',
    ),
  validate: text,
}

/** The type by magic bytes, or text when the bytes are text, or undefined. */
export function sniff(bytes: Uint8Array): ContentType | undefined {
  const byMagic = contentTypes.find(({ magic }) => magic !== undefined && hasBytes(bytes, 0, magic))
  if (byMagic !== undefined) return byMagic
  return bytes.length > 0 && text(bytes).state === 'valid' ? textType : undefined
}

/** The type that a name promises, or undefined. */
export function promisedType(path: string): ContentType | undefined {
  const ending = endingOf(path)
  return [...contentTypes, textType].find(({ endings }) => endings.includes(ending))
}

/** The lower-case ending of a path without the dot; empty when the name has none. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** Validators look at what stands behind the magic bytes; asked about anything, they must miss these first. */
function withMagic(type: ContentType & { magic: readonly number[] }): ContentType {
  return {
    ...type,
    validate: (bytes) =>
      hasBytes(bytes, 0, type.magic) ? type.validate(bytes) : broken(0, 'the header is gone'),
  }
}
