import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'

import { inflate } from './inflate.ts'
import { defaultLimits, openBudget } from './limits.ts'
import { openScratch } from './scratch.ts'
import { bytesSource } from './source.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-inflate-'))
after(() => rmSync(folder, { recursive: true }))

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const MiB = 1024 * 1024
const contents = {
  empty: Buffer.alloc(0),
  small: Buffer.from('a few letters'),
  'larger than the first guess': randomBytes(200_000),
  'unpacked in one go': randomBytes(3 * MiB),
  'packed small, unpacked large': Buffer.alloc(20 * MiB, 'zeros'),
  'too large for one go': randomBytes(6 * MiB),
}

for (const [name, content] of Object.entries(contents)) {
  for (const behind of [0, 10, 5 * MiB]) {
    test(`${name}, with ${behind} bytes behind it: the content, and how many bytes it took`, async () => {
      const packed = deflateRawSync(content, { level: 1 })
      const bytes = Buffer.concat([randomBytes(7), packed, randomBytes(behind)])
      using into = openScratch(folder).collect(openBudget(defaultLimits, 100 * MiB))
      const range = { start: 7, end: bytes.length }
      assert.equal(await inflate('deflate', bytesSource(bytes), range, into), packed.length)
      const done = into.finish()
      const { source } = done
      assert.equal(source.size, content.length)
      assert.equal(hash(source.read(0, source.size)), hash(content))
      done.release()
    })
  }
}

test('a stream that is cut off gives what came out until then, and is none', async () => {
  const packed = deflateRawSync(randomBytes(2 * MiB))
  using into = openScratch(folder).collect(openBudget(defaultLimits, 100 * MiB))
  const range = { start: 0, end: packed.length - 1000 }
  assert.equal(await inflate('deflate', bytesSource(packed), range, into), undefined)
  assert.ok(into.size > MiB)
})
