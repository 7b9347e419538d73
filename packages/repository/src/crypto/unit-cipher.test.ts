import assert from 'node:assert/strict'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { refusal } from '../small-repository.fixture.ts'
import { poly1305 } from './poly1305.ts'
import { unitCipher, type UnitKey } from './unit-cipher.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** RFC 8439 §2.5 in a few lines of big integers: slow, and ours to read. */
function poly1305Twin(oneTimeKey: Uint8Array, bytes: Uint8Array): Buffer {
  const little = (part: Uint8Array): bigint => part.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const r = little(oneTimeKey.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn
  let sum = 0n
  for (let at = 0; at < bytes.length; at += 16) {
    const block = bytes.subarray(at, at + 16)
    sum = ((sum + little(block) + (1n << BigInt(8 * block.length))) * r) % ((1n << 130n) - 5n)
  }
  sum += little(oneTimeKey.subarray(16))
  return Buffer.from(Array.from({ length: 16 }, (_, at) => Number((sum >> BigInt(8 * at)) & 0xffn)))
}

function randomKey(): UnitKey {
  return { encrypt: randomBytes(32), macK: randomBytes(16), macR: randomBytes(16) }
}

test('Poly1305 gives the tag of RFC 8439 §2.5.2', () => {
  const key = hex('85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b')
  const tag = poly1305(key, Buffer.from('Cryptographic Forum Research Group'))
  assert.equal(tag.toString('hex'), 'a8061dc1305136c6c22b8baf0c0127a9')
})

test('Poly1305 agrees with its twin', () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(key, fc.uint8Array({ maxLength: 200 }), (oneTimeKey, bytes) => {
      assert.deepEqual(poly1305(oneTimeKey, bytes), poly1305Twin(oneTimeKey, bytes))
    }),
    { numRuns: 200 },
  )
})

// Bernstein, "The Poly1305-AES message-authentication code", appendix B: r, k, nonce, message, tag.
const vectors = [
  [
    '851fc40c3467ac0be05cc20404f3f700',
    'ec074c835580741701425b623235add6',
    'fb447350c4e868c52ac3275cf9d4327e',
    'f3f6',
    'f4c633c3044fc145f84f335cb81953de',
  ],
  [
    '48443d0bb0d21109c89a100b5ce2c208',
    '6acb5f61a7176dd320c5c1eb2edcdc74',
    'ae212a55399729595dea458bc621ff0e',
    '663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136',
    '0ee1c16bb73f0f4fd19881753c01cdbe',
  ],
] as const

for (const [r, k, nonce, message, tag] of vectors) {
  test(`a unit with the published Poly1305-AES tag ${tag.slice(0, 8)} opens`, () => {
    const encrypt = randomBytes(32)
    const unit = hex(nonce + message + tag)
    const expected = createDecipheriv('aes-256-ctr', encrypt, hex(nonce)).update(hex(message))
    assert.deepEqual(unitCipher({ encrypt, macK: hex(k), macR: hex(r) }).open(unit), expected)
  })
}

test('the ciphertext is AES-256 in counter mode from the IV (NIST SP 800-38A F.5.5)', () => {
  const encrypt = hex('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4')
  const iv = hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff')
  const ciphertext = hex('601ec313775789a5b7a7f504bbf3d228 f443e3ca4d62b59aca84e990cacaf5c5')
  const key = { ...randomKey(), encrypt }
  const nonce = createCipheriv('aes-128-ecb', key.macK, null).update(iv)
  const tag = poly1305Twin(Buffer.concat([key.macR, nonce]), ciphertext)
  const plain = hex('6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51')
  assert.deepEqual(unitCipher(key).open(Buffer.concat([iv, ciphertext, tag])), plain)
})

test('what is sealed opens again, 32 bytes longer, never twice alike', () => {
  const cipher = unitCipher(randomKey())
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (plain) => {
      const sealed = cipher.seal(plain)
      assert.equal(sealed.length, plain.length + 32)
      assert.deepEqual(new Uint8Array(cipher.open(sealed)), plain)
    }),
    { numRuns: 100 },
  )
  const ivs = Array.from({ length: 2_000 }, () => cipher.seal(Buffer.alloc(0)).toString('hex', 0, 16))
  assert.equal(new Set(ivs).size, ivs.length)
})

test('a flipped bit anywhere, a cut or a longer unit is refused', () => {
  const cipher = unitCipher(randomKey())
  const sealed = cipher.seal(randomBytes(70))
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const altered = Buffer.from(sealed)
    altered[bit >>> 3] = (altered[bit >>> 3] ?? 0) ^ (1 << (bit & 7))
    assert.throws(() => cipher.open(altered), refusal('damaged', /MAC/))
  }
  for (let length = 0; length < sealed.length; length += 1) {
    assert.throws(() => cipher.open(sealed.subarray(0, length)), refusal('damaged'))
  }
  assert.throws(() => cipher.open(Buffer.concat([sealed, Buffer.alloc(1)])), refusal('damaged'))
})

test('a unit of another key does not open', () => {
  const sealed = unitCipher(randomKey()).seal(Buffer.from('secret'))
  assert.throws(() => unitCipher(randomKey()).open(sealed), refusal('damaged', /another key/))
})

test('r may be stored masked or not: the units are the same', () => {
  const key = { ...randomKey(), macR: Buffer.alloc(16, 0xff) }
  const masked = { ...key, macR: hex('ffffff0ffcffff0ffcffff0ffcffff0f') }
  const plain = randomBytes(100)
  assert.deepEqual(unitCipher(masked).open(unitCipher(key).seal(plain)), plain)
})

test('an all-zero nonce and all-zero or short keys are refused', () => {
  const key = randomKey()
  const unit = Buffer.concat([Buffer.alloc(16), randomBytes(40)])
  assert.throws(() => unitCipher(key).open(unit), refusal('damaged', /all-zero nonce/))
  assert.throws(() => unitCipher({ ...key, encrypt: Buffer.alloc(32) }), refusal('damaged'))
  assert.throws(() => unitCipher({ ...key, macK: Buffer.alloc(16) }), refusal('damaged'))
  assert.throws(() => unitCipher({ ...key, macR: Buffer.alloc(16) }), refusal('damaged'))
  assert.throws(() => unitCipher({ ...key, encrypt: randomBytes(31) }), refusal('damaged'))
})
