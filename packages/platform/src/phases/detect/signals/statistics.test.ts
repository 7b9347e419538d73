import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { defaultThresholds } from '../thresholds.ts'
import { evenAlphabet } from './alphabet.ts'
import { histogramOf, uniformityZ } from './chi-square.ts'
import { mixtureOf } from './mixture.ts'
import { noiseRhythm, randomWindows } from './stretches.ts'

const { uniformZ } = defaultThresholds
const random = seededRandom(91)
const prose = Buffer.from(Array.from({ length: 400 }, () => paragraph(random)).join('\n'))

test('χ²: known answers', () => {
  assert.equal(uniformityZ(histogramOf(Buffer.alloc(0))), 0)
  const even = Float64Array.from({ length: 256 }, () => 10)
  assert.equal(uniformityZ(even), -255 / Math.sqrt(510))
  // n equal bytes: χ² = n · 255.
  assert.ok(
    Math.abs(uniformityZ(histogramOf(Buffer.alloc(1000, 65))) - (255_000 - 255) / Math.sqrt(510)) < 1e-6,
  )
  // Two of three bins used, once each: χ² = 2 · (1/3)² / (2/3) + 2/3 = 1, freedom 2.
  assert.ok(Math.abs(uniformityZ(Float64Array.of(1, 1, 0)) - (1 - 2) / 2) < 1e-12)
})

test('χ²: order does not matter, and a permutation of the byte values neither', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), fc.nat(255), (bytes, key) => {
      const z = uniformityZ(histogramOf(bytes))
      assert.ok(Math.abs(uniformityZ(histogramOf(bytes.toReversed())) - z) < 1e-6)
      assert.ok(Math.abs(uniformityZ(histogramOf(bytes.map((byte) => byte ^ key))) - z) < 1e-6)
    }),
  )
})

test('χ²: random bytes of any length stay within the bound, text and base64 far outside', () => {
  let outside = 0
  for (let round = 0; round < 3000; round += 1) {
    const z = uniformityZ(histogramOf(random.bytes(1024 + random.below(4096))))
    if (Math.abs(z) >= uniformZ) outside += 1
  }
  assert.ok(outside <= 3, `${outside} of 3000 random strings left the bound`)
  for (let at = 0; at + 1024 <= prose.length; at += 1024) {
    const piece = prose.subarray(at, at + 1024)
    assert.ok(uniformityZ(histogramOf(piece)) > 200)
    assert.ok(uniformityZ(histogramOf(Buffer.from(random.bytes(768).toString('base64')))) > 90)
  }
})

test('mixture: knows how much noise was mixed in, and fits perfectly only then', () => {
  const old = histogramOf(prose)
  for (const alpha of [0.05, 0.2, 0.5, 0.9, 1]) {
    const total = prose.length
    const mixed = old.map((count) => (1 - alpha) * count + (alpha * total) / 256)
    const found = mixtureOf(old, mixed)
    assert.ok(
      Math.abs(found.alpha - alpha) < 1e-9 && found.fit > 1 - 1e-9,
      `${alpha}: ${JSON.stringify(found)}`,
    )
  }
  assert.deepEqual(mixtureOf(old, old), { alpha: 0, fit: 0 })
  const flat = new Float64Array(256).fill(4)
  assert.deepEqual(mixtureOf(flat, flat), { alpha: 0, fit: 0 })
  const empty = new Float64Array(256)
  assert.ok(Number.isFinite(mixtureOf(empty, empty).alpha))
})

test('mixture: other text, upper case and digits are no mixture with noise', () => {
  for (const other of [
    prose.toString().toUpperCase(),
    '0123456789 '.repeat(5000),
    prose.toString().replaceAll('e', ''),
  ]) {
    const { alpha, fit } = mixtureOf(histogramOf(prose), histogramOf(Buffer.from(other)))
    assert.ok(!(alpha > 0.04 && alpha < 1.5 && fit > 0.9), `${alpha} ${fit}`)
  }
})

test('even alphabet: finds base64, hexadecimal and base32 digits of noise', () => {
  const noise = random.bytes(30_000)
  assert.equal(evenAlphabet(Buffer.from(noise.toString('hex')), uniformZ), 16)
  assert.equal(evenAlphabet(Buffer.from(noise.toString('base64')), uniformZ), 64)
  const wrapped = noise.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  assert.equal(evenAlphabet(Buffer.from(wrapped), uniformZ), 64)
  const base32 = Buffer.from(noise.map((byte) => 65 + (byte & 31)))
  assert.equal(evenAlphabet(base32, uniformZ), 32)
})

test('even alphabet: no prose, code, table of numbers, picture or noise has one; short strings say nothing', () => {
  for (const text of [
    prose.toString(),
    JSON.stringify(Array.from({ length: 900 }, (_, id) => ({ id, name: `n${id}`, price: id * 1.5 }))),
    Array.from({ length: 3000 }, (_, row) => `${row};${row * 7}`).join('\n'),
    'ACGT'.repeat(2000),
    Buffer.from(prose.subarray(0, 20_000)).toString('base64'),
  ]) {
    assert.equal(evenAlphabet(Buffer.from(text), uniformZ), undefined, text.slice(0, 30))
  }
  assert.equal(evenAlphabet(random.bytes(50_000), uniformZ), undefined)
  assert.equal(evenAlphabet(Buffer.from(random.bytes(400).toString('base64')), uniformZ), undefined)
})

test('random windows: counts the stretches, and only these', () => {
  assert.equal(randomWindows(prose, uniformZ), 0)
  assert.equal(randomWindows(Buffer.alloc(50_000), uniformZ), 0)
  const spot = Buffer.from(prose)
  spot.set(random.bytes(4096), 8192)
  assert.equal(randomWindows(spot, uniformZ), 4)
  assert.equal(randomWindows(random.bytes(1023), uniformZ), 0)
  assert.ok(randomWindows(random.bytes(100 * 1024), uniformZ) >= 98)
})

test('rhythm: finds every alternation of the families, and none in text, zeros or plain noise', () => {
  for (const [length, distance] of [
    [16, 32],
    [64, 128],
    [64, 192],
    [64, 256],
    [128, 384],
  ] as const) {
    const striped = Buffer.from(prose)
    for (let at = 0; at + length <= striped.length; at += distance) striped.set(random.bytes(length), at)
    assert.notEqual(noiseRhythm(striped, uniformZ), undefined, `${length} of ${distance}`)
    assert.equal(randomWindows(striped, uniformZ), 0, 'no window shows it')
  }
  for (const plain of [prose, Buffer.alloc(100_000), random.bytes(100_000), Buffer.alloc(0)]) {
    assert.equal(noiseRhythm(plain, uniformZ), undefined)
  }
})
