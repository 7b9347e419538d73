import assert from 'node:assert/strict'
import { test } from 'node:test'

import { refusal } from '../small-repository.fixture.ts'
import { deriveKey } from './scrypt.ts'

test('scrypt gives the third vector of RFC 7914 §12, cut into the three keys', async () => {
  const key = await deriveKey('pleaseletmein', Buffer.from('SodiumChloride'), { N: 16_384, r: 8, p: 1 })
  assert.equal(
    Buffer.concat([key.encrypt, key.macK, key.macR]).toString('hex'),
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  )
})

test('dishonest costs are refused before any work', async () => {
  const salt = Buffer.alloc(64, 1)
  const dear = [
    { N: 2 ** 40, r: 8, p: 1 },
    { N: 2 ** 21, r: 8, p: 1 },
    { N: 2, r: 2 ** 30, p: 1 },
    // Little to mix, but a block for each p: 8 GiB at once.
    { N: 2, r: 1, p: 2 ** 26 },
    { N: 2 ** 17, r: 8, p: 10_000 },
  ]
  for (const cost of dear) {
    await assert.rejects(deriveKey('x', salt, cost), refusal('limit-exceeded', new RegExp(`N=${cost.N}`)))
  }
})

test('costs that scrypt does not know are called damaged, not left to OpenSSL', async () => {
  const salt = Buffer.alloc(64, 1)
  const odd = [
    { N: 0, r: 8, p: 1 },
    { N: 1, r: 8, p: 1 },
    { N: 1_000, r: 8, p: 1 },
    { N: 1_024, r: 0, p: 1 },
    { N: 1_024, r: 8, p: -1 },
    { N: 1_024.5, r: 8, p: 1 },
    { N: Number.NaN, r: 8, p: 1 },
    { N: 1_024, r: 8, p: Infinity },
    // RFC 7914 §2: N must be below 2^(128·r/8).
    { N: 2 ** 17, r: 1, p: 1 },
  ]
  for (const cost of odd) await assert.rejects(deriveKey('x', salt, cost), refusal('damaged'))
})
