import { deflateRawSync, inflateRawSync } from 'node:zlib'

import type { AttackMode } from '../attack-mode.ts'
import { endingOf } from '../engine/names.ts'
import { underStream, wholeFileMode } from '../engine/whole-file.ts'
import { fromBase91, toBase91 } from './base91.ts'

/** Ciphertext as text: what hides from every test of randomness. */
interface Encoding {
  readonly name: string
  readonly encode: (bytes: Buffer) => Buffer
  readonly decode: (bytes: Buffer) => Buffer
}

const encodings: readonly Encoding[] = [
  textEncoding('base64-full', 'base64'),
  textEncoding('base64url-full', 'base64url'),
  textEncoding('hex-full', 'hex'),
  { name: 'base64-lines', encode: inLines, decode: fromLines },
  {
    name: 'hex-lines',
    encode: (bytes) => Buffer.from(`${(bytes.toString('hex').match(/.{1,64}/g) ?? []).join('\n')}\n`),
    decode: (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', ''), 'hex'),
  },
  { name: 'base91-full', encode: toBase91, decode: fromBase91 },
]

/** A multiple of three, so that its base64 has no padding. */
const headBytes = 3 * 4096
const endOfHead = '\r\n\r\n'

/** Whole files, the head of them, compressed ones, and the text of a mail below its untouched head. */
export const encoded: readonly AttackMode[] = [
  ...encodings.map(({ name, encode, decode }) =>
    wholeFileMode({
      name,
      group: 'encoded',
      wrap: (plain, seed) => encode(underStream(plain, seed)),
      unwrap: (bytes, seed) => underStream(decode(bytes), seed),
    }),
  ),
  wholeFileMode({
    name: 'base64-compressed',
    group: 'encoded',
    wrap: (plain, seed) => Buffer.from(underStream(deflateRawSync(plain), seed).toString('base64')),
    unwrap: (bytes, seed) =>
      inflateRawSync(underStream(Buffer.from(bytes.toString('latin1'), 'base64'), seed)),
  }),
  wholeFileMode({
    name: 'base64-head',
    group: 'encoded',
    wrap(plain, seed) {
      const head = underStream(plain.subarray(0, headBytes), seed).toString('base64')
      return Buffer.concat([Buffer.from(head), plain.subarray(headBytes)])
    },
    unwrap(bytes, seed) {
      const wrapped = (4 * headBytes) / 3
      const head = Buffer.from(bytes.subarray(0, wrapped).toString('latin1'), 'base64')
      return Buffer.concat([underStream(head, seed), bytes.subarray(wrapped)])
    },
  }),
  // A mail may hold base64, so that nothing of this looks odd but what is gone.
  wholeFileMode({
    name: 'mail-body',
    group: 'encoded',
    takes: (plain, path) => endingOf(path) === 'eml' && plain.includes(endOfHead),
    wrap(plain, seed) {
      const bodyAt = plain.indexOf(endOfHead) + endOfHead.length
      return Buffer.concat([plain.subarray(0, bodyAt), inLines(underStream(plain.subarray(bodyAt), seed))])
    },
    unwrap(bytes, seed) {
      const bodyAt = bytes.indexOf(endOfHead) + endOfHead.length
      return Buffer.concat([bytes.subarray(0, bodyAt), underStream(fromLines(bytes.subarray(bodyAt)), seed)])
    },
  }),
]

/** As mail and PEM wrap it. */
function inLines(bytes: Buffer): Buffer {
  return Buffer.from(`${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`)
}

function fromLines(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1'), 'base64')
}

function textEncoding(name: string, encoding: 'base64' | 'base64url' | 'hex'): Encoding {
  return {
    name,
    encode: (bytes) => Buffer.from(bytes.toString(encoding)),
    decode: (bytes) => Buffer.from(bytes.toString('latin1'), encoding),
  }
}
