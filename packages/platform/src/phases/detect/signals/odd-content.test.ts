import assert from 'node:assert/strict'
import { test } from 'node:test'

import sharp from 'sharp'

import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { isPatchedStream } from './patched-stream.ts'
import { periodOf } from './period.ts'
import { lostItsWords } from './words.ts'

const random = seededRandom(31)
const prose = Buffer.from(`${paragraph(random)}\n`.repeat(1) + paragraph(random))

test('T11: a pattern is told by its length, whatever its end; texts, noise and nearly even files have none', () => {
  assert.equal(periodOf(Buffer.alloc(5000)), 1)
  assert.equal(periodOf(Buffer.alloc(5001, 'deadbeef')), 8)
  assert.equal(periodOf(Buffer.alloc(20_000, random.bytes(4096))), 4096)
  assert.equal(periodOf(Buffer.alloc(63)), undefined, 'too short to say anything')
  assert.equal(periodOf(prose), undefined)
  assert.equal(periodOf(random.bytes(9000)), undefined)
  const nearly = Buffer.alloc(5000)
  nearly[4999] = 1
  assert.equal(periodOf(nearly), undefined)
})

test('T6 in small: a text that became digits has lost its words, an edited one has not', () => {
  for (const encoding of ['base64', 'hex'] as const) {
    assert.ok(lostItsWords(prose, Buffer.from(random.bytes(300).toString(encoding))))
    const lines = random
      .bytes(300)
      .toString(encoding)
      .replace(/(.{64})/g, '$1\n')
    assert.ok(lostItsWords(prose, Buffer.from(lines)))
  }
  assert.ok(!lostItsWords(prose, prose.subarray(100)))
  assert.ok(!lostItsWords(random.bytes(300), Buffer.from(random.bytes(300).toString('hex'))))
})

test('noise in the middle of a picture is a patch; a picture that was encoded again or got another comment is none', async () => {
  const pixels = Buffer.from(
    Array.from({ length: 300 * 200 * 3 }, (_, at) => (at * 7 + (at >> 9) * 13) & 0xff),
  )
  const image = sharp(pixels, { raw: { width: 300, height: 200, channels: 3 } })
  const picture = await image.jpeg({ quality: 80 }).toBuffer()
  const patched = Buffer.from(picture)
  random.bytes(90).copy(patched, picture.length >> 1)
  assert.ok(isPatchedStream(picture, patched))
  assert.ok(!isPatchedStream(picture, picture))
  assert.ok(!isPatchedStream(picture, await image.jpeg({ quality: 79 }).toBuffer()))
  const comment = Buffer.from(picture)
  comment.write('another comment of the same length as the old one, in plain words', 200, 'latin1')
  assert.ok(!isPatchedStream(picture, comment))
})
