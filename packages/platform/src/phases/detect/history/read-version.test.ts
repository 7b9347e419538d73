import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import fc from 'fast-check'

import { type BlobId, contentKey } from '@anlauf/repository'

import { nodeNamed } from '../../../../../repository/src/small-repository.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { type Office, openOffice } from './nights.fixture.ts'
import { changedRanges, limited, maxWhole, readVersions } from './read-version.ts'

const mebibyte = 1024 * 1024
const random = seededRandom(171)

function nodeOf(...blobs: readonly string[]) {
  return nodeNamed('f', 'file', { content: blobs.map((blob) => blob as BlobId), size: 10_000 * blobs.length })
}

const index = { sizes: () => ({ plain: 10_000, stored: 0, compressed: false }) }

test('only what the old version had nowhere is a changed range, with the head', () => {
  const before = nodeOf('a', 'b', 'c', 'd')
  assert.deepEqual(changedRanges(index, before, nodeOf('a', 'b', 'c', 'd')), [{ from: 0, to: 4096 }])
  assert.deepEqual(changedRanges(index, before, nodeOf('a', 'x', 'y', 'd')), [
    { from: 0, to: 4096 },
    { from: 10_000, to: 30_000 },
  ])
  assert.deepEqual(changedRanges(index, before, nodeOf('x', 'b')), [{ from: 0, to: 10_000 }])
  assert.deepEqual(changedRanges(index, before, nodeOf('d', 'c', 'b', 'a', 'b')), [{ from: 0, to: 4096 }])
})

test('ranges: in order, without overlap, within the file; windows spread over all of them', () => {
  const ranges = fc
    .array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 30 })
    .map((pairs) => {
      let at = 0
      return pairs.map(([gap, length]) => {
        const from = at + gap * mebibyte
        at = from + length * mebibyte
        return { from, to: at }
      })
    })
  fc.assert(
    fc.property(ranges, (all) => {
      const chosen = limited(all)
      const total = chosen.reduce((sum, { from, to }) => sum + to - from, 0)
      assert.ok(total <= 64 * mebibyte)
      chosen.forEach(({ from, to }, place) => {
        assert.ok(from < to && from >= (chosen[place - 1]?.to ?? 0))
        assert.ok(all.some((range) => range.from <= from && to <= range.to))
      })
      assert.equal(chosen[0]?.from, all[0]?.from)
      assert.equal(chosen.at(-1)?.to, all.at(-1)?.to)
      const wanted = all.reduce((sum, { from, to }) => sum + to - from, 0)
      assert.equal(total, Math.min(wanted, 64 * mebibyte))
    }),
  )
})

/** A large text of numbered lines: structured, compressible, and no two pieces equal. */
function largeText(bytes: number): Buffer {
  const lines: string[] = []
  for (let size = 0, line = 0; size < bytes; line += 1) {
    const text = `INSERT INTO contract VALUES (${line}, 'customer ${line * 7}', ${line / 3});\n`
    lines.push(text)
    size += text.length
  }
  return Buffer.from(lines.join(''))
}

async function pairOf(office: Office) {
  const nodes = []
  for (const { tree } of await office.repository.listSnapshots()) {
    const [srv] = await office.repository.readTree(tree)
    const [node] = srv?.subtree === undefined ? [] : await office.repository.readTree(srv.subtree)
    nodes.push(node ?? assert.fail())
  }
  const [before, after] = nodes
  return { before: before ?? assert.fail(), after: after ?? assert.fail() }
}

test('large files: a change of a few bytes is read as a few blobs, at equal offsets', async (t) => {
  const office = await openOffice(t)
  const text = largeText(maxWhole + 8 * mebibyte)
  office.write('dump.sql', text)
  await office.night()
  const edited = Buffer.from(text)
  edited.write('-- edited here --', 40 * mebibyte)
  office.write('dump.sql', edited)
  await office.night()
  const { before, after } = await pairOf(office)
  assert.notEqual(contentKey(before), contentKey(after))
  const versions = await readVersions(office.repository, before, after)
  assert.equal(versions.complete, false)
  assert.ok(versions.after.length < 20 * mebibyte, `${versions.after.length} bytes`)
  assert.ok(versions.after.includes('-- edited here --'))
  assert.ok(!versions.before.includes('-- edited here --'))
  let differing = 0
  for (let at = 0; at < versions.after.length; at += 1)
    if (versions.before[at] !== versions.after[at]) differing += 1
  assert.ok(differing > 0 && differing <= 17, `${differing} bytes differ`)
  const { last, reasons } = await office.detect()
  assert.equal(last('dump.sql'), 'clean', reasons('dump.sql'))
})

test('large files: encrypted ones are not clean; a new dump is read to its end', async (t) => {
  const office = await openOffice(t)
  const text = largeText(maxWhole + 2 * mebibyte)
  office.write('a.sql', text)
  await office.night()
  const middle = Buffer.from(text)
  middle.set(random.bytes(50_000), 33 * mebibyte)
  office.write('a.sql', middle)
  office.write('new.sql', Buffer.concat([Buffer.from('-- another dump\n'), text]))
  await office.night()
  const { last, reasons } = await office.detect()
  assert.notEqual(last('a.sql'), 'clean', reasons('a.sql'))
  assert.equal(last('new.sql'), 'clean', reasons('new.sql'))
})

test('a log that unpacks to more than fits into memory is read as a stream', async (t) => {
  const office = await openOffice(t)
  office.write('x.txt', 'x')
  await office.night()
  const piece = largeText(4 * mebibyte)
  const log = Buffer.concat(Array.from({ length: 34 }, () => piece))
  office.write('log.gz', gzipSync(log, { level: 1 }))
  await office.night()
  const { last, reasons } = await office.detect()
  assert.equal(last('log.gz'), 'clean', reasons('log.gz'))
})
