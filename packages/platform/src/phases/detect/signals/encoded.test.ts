import assert from 'node:assert/strict'
import { test } from 'node:test'

import { seededRandom } from '../../../drill/random.ts'
import { encodedRun } from './encoded.ts'

const random = seededRandom(31)
const prose = Buffer.from(
  'The office closes at five, and whoever comes later finds nobody to ask. '.repeat(80),
)

test('digits of noise are found in every usual alphabet, with and without line ends', () => {
  for (let round = 0; round < 50; round += 1) {
    const noise = random.bytes(600 + round * 40)
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      const digits = noise.toString(encoding)
      for (const text of [digits, (digits.match(/.{1,76}/g) ?? []).join('\r\n')]) {
        const run = encodedRun(Buffer.from(text), 4.5)
        assert.equal(run?.bytes, text.length, `${encoding}, round ${round}`)
        assert.ok(run?.decoded !== undefined && noise.subarray(0, 100).equals(run.decoded.subarray(0, 100)))
      }
    }
  }
})

test('a head of digits ends where the text goes on', () => {
  const head = random.bytes(12 * 1024).toString('base64')
  const run = encodedRun(Buffer.concat([Buffer.from(head), prose]), 4.5)
  assert.ok(run !== undefined && Math.abs(run.bytes - head.length) <= 1024, String(run?.bytes))
})

test('prose, numbers, digits of prose and digits behind a line of text are nobody’s ciphertext', () => {
  const numbers = Array.from({ length: 500 }, (_, line) => `${line};${(line * 7919) % 1000}`).join('\n')
  const pem = `-----BEGIN CERTIFICATE-----\n${random.bytes(40).toString('base64')}`
  for (const text of [prose.toString(), numbers, prose.toString('base64'), prose.toString('hex'), pem, '']) {
    assert.equal(encodedRun(Buffer.from(text), 4.5), undefined, text.slice(0, 40))
  }
})
