import { deflateRawSync, inflateRawSync } from 'node:zlib'

import type { AttackMode } from '../attack-mode.ts'
import { aesCtr } from '../engine/ciphers.ts'
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
  // As mail and PEM wrap it.
  {
    name: 'base64-lines',
    encode: (bytes) => Buffer.from(`${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`),
    decode: (bytes) => Buffer.from(bytes.toString('latin1'), 'base64'),
  },
  {
    name: 'hex-lines',
    encode: (bytes) => Buffer.from(`${(bytes.toString('hex').match(/.{1,64}/g) ?? []).join('\n')}\n`),
    decode: (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', ''), 'hex'),
  },
  { name: 'base91-full', encode: toBase91, decode: fromBase91 },
]

/** Whole files, under their old names; the base64 of 64 KiB in front of an untouched rest is a mode of its own. */
export const encoded: readonly AttackMode[] = [
  ...encodings.map(({ name, encode, decode }) =>
    encodedMode(name, {
      wrap: (plain, seed) => encode(encrypted(plain, seed)),
      unwrap: (bytes, seed) => decrypted(decode(bytes), seed),
    }),
  ),
  encodedMode('base64-compressed', {
    wrap: (plain, seed) => Buffer.from(encrypted(deflateRawSync(plain), seed).toString('base64')),
    unwrap: (bytes, seed) => inflateRawSync(decrypted(Buffer.from(bytes.toString('latin1'), 'base64'), seed)),
  }),
  encodedMode('base64-head', {
    wrap(plain, seed) {
      const head = encrypted(plain.subarray(0, headBytes), seed).toString('base64')
      return Buffer.concat([Buffer.from(head), plain.subarray(headBytes)])
    },
    unwrap(bytes, seed) {
      const wrapped = 4 * Math.ceil(headBytes / 3)
      const head = Buffer.from(bytes.subarray(0, wrapped).toString('latin1'), 'base64')
      return Buffer.concat([decrypted(head, seed), bytes.subarray(wrapped)])
    },
  }),
]

/** A multiple of three, so that the base64 of it has no padding. */
const headBytes = 3 * 4096

function encodedMode(
  name: string,
  steps: { wrap(plain: Buffer, seed: string): Buffer; unwrap(bytes: Buffer, seed: string): Buffer },
): AttackMode {
  const seedFor = (path: string, campaign: string) => `${name} ${campaign} ${path}`
  return {
    name,
    group: 'encoded',
    kind: 'encrypted',
    encrypt: (plain, path, campaign) =>
      plain.length === 0
        ? undefined
        : { path, bytes: steps.wrap(Buffer.from(plain), seedFor(path, campaign)) },
    decrypt: ({ bytes }, path, campaign) => steps.unwrap(bytes, seedFor(path, campaign)),
  }
}

function textEncoding(name: string, encoding: 'base64' | 'base64url' | 'hex'): Encoding {
  return {
    name,
    encode: (bytes) => Buffer.from(bytes.toString(encoding)),
    decode: (bytes) => Buffer.from(bytes.toString('latin1'), encoding),
  }
}

function encrypted(plain: Uint8Array, seed: string): Buffer {
  const bytes = Buffer.from(plain)
  aesCtr.encrypt(bytes, [{ offset: 0, length: bytes.length }], seed)
  return bytes
}

function decrypted(bytes: Uint8Array, seed: string): Buffer {
  return encrypted(bytes, seed)
}
