import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { nodeNamed } from '../../../../../repository/src/small-repository.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import type { FileNode } from './changes.ts'
import { pairRenames } from './renames.ts'

function file(path: string, size: number, more: { key?: string; inode?: number } = {}): FileNode {
  const node = nodeNamed(path.slice(path.lastIndexOf('/') + 1), 'file', {
    size,
    ...(more.inode === undefined ? {} : { inode: BigInt(more.inode) }),
  })
  return { path, node, key: more.key ?? `content of ${path}` }
}

const known = new Set(['txt', 'docx', 'pdf', 'log'])

function pairs(removed: readonly FileNode[], added: readonly FileNode[]) {
  const pairing = pairRenames({ removed, added }, (ending) => known.has(ending), defaultThresholds)
  return {
    ...pairing,
    pairs: pairing.renamed.map(({ before, after }) => [before.path, after.path]),
  }
}

test('equal content is a rename, wherever it went; empty files are equal to nobody', () => {
  const moved = pairs([file('/a/x.txt', 9, { key: 'k' })], [file('/b/y.docx', 9, { key: 'k' })])
  assert.deepEqual(
    moved.renamed.map(({ sameContent }) => sameContent),
    [true],
  )
  const empty = pairs([file('/a/x', 0, { key: 'e' })], [file('/b/y', 0, { key: 'e' })])
  assert.deepEqual(empty.pairs, [])
  const unsized = { ...file('/a/x', 0, { key: 'e' }), node: nodeNamed('x', 'file') }
  assert.deepEqual(pairs([unsized], [file('/b/y', 0, { key: 'e' })]).pairs, [])
})

test('a copy elsewhere does not hide what became of the file itself', () => {
  const copied = pairs(
    [file('/a/x.txt', 9, { key: 'k' })],
    [file('/b/copy.txt', 9, { key: 'k' }), file('/a/x.txt.locked', 20)],
  )
  assert.deepEqual(copied.pairs, [['/a/x.txt', '/a/x.txt.locked']])
  const renamed = pairs([file('/a/x.txt', 9, { key: 'k' })], [file('/a/x.txt.old', 9, { key: 'k' })])
  assert.deepEqual(renamed.pairs, [['/a/x.txt', '/a/x.txt.old']])
})

test('a rotated and compressed heir under a new ending is not the log itself', () => {
  const log = file('/a/app.log', 9000)
  const heirs = [file('/a/app.log.27.gz.migrated', 900), file('/a/app.log.migrated', 400)]
  assert.deepEqual(pairs([log], heirs).pairs, [['/a/app.log', '/a/app.log.migrated']])
  assert.deepEqual(pairs([log], heirs.slice(0, 1)).pairs, [])
  const family = [file('/a/app.log.id[1A2B].[mail@example].eight', 9200)]
  assert.deepEqual(pairs([log], family).pairs.length, 1)
})

test('something appended to the whole name, in the same folder only', () => {
  const old = [file('/a/offer.docx', 100), file('/a/plan', 50)]
  assert.deepEqual(
    pairs(old, [file('/a/offer.docx.id[7].mail.lock', 634), file('/a/plan.akira', 584)]).pairs.toSorted(
      (a, b) => (String(a) < String(b) ? -1 : 1),
    ),
    [
      ['/a/offer.docx', '/a/offer.docx.id[7].mail.lock'],
      ['/a/plan', '/a/plan.akira'],
    ],
  )
  assert.deepEqual(pairs([file('/a.b/offer', 100)], [file('/a.b/offer2/x.lock', 634)]).pairs, [])
  assert.deepEqual(pairs([file('/a', 100)], [file('/a.d/x', 100)]).pairs, [])
})

test('the inode counts only for a size that encryption explains', () => {
  const old = [file('/a/letter.txt', 5000, { inode: 7 })]
  assert.deepEqual(pairs(old, [file('/a/qx8', 5534, { inode: 7 })]).pairs, [['/a/letter.txt', '/a/qx8']])
  assert.deepEqual(pairs(old, [file('/a/vault', 2000, { inode: 7 })]).pairs, [])
  assert.deepEqual(pairs(old, [file('/a/film', 9_000_000, { inode: 7 })]).pairs, [])
  assert.deepEqual(pairs(old, [file('/b/qx8', 5534, { inode: 7 })]).pairs, [], 'another folder')
  assert.deepEqual(pairs(old, [file('/a/new.pdf', 5534, { inode: 7 })]).pairs, [], 'another known ending')
  assert.deepEqual(pairs(old, [file('/a/qx8.txt', 5534, { inode: 7 })]).pairs, [
    ['/a/letter.txt', '/a/qx8.txt'],
  ])
  const note = file('/a/note', 5100, { inode: 7, key: 'note' })
  assert.deepEqual(pairs(old, [note, file('/b/note', 5100, { key: 'note' })]).pairs, [], 'one of many copies')
})

test('another ending, when it is clear which file is meant', () => {
  assert.deepEqual(pairs([file('/a/plan.docx', 9)], [file('/a/plan.7z', 11)]).pairs, [
    ['/a/plan.docx', '/a/plan.7z'],
  ])
  assert.deepEqual(
    pairs([file('/a/plan.docx', 9), file('/a/plan.pdf', 9)], [file('/a/plan.7z', 11)]).pairs,
    [],
  )
  assert.deepEqual(
    pairs([file('/a/plan.docx', 9)], [file('/a/plan.7z', 11), file('/a/plan.png', 9)]).pairs,
    [],
  )
})

test('replaced names are paired by the growth that most of them share', () => {
  const sizes = [1000, 2000, 3500, 4100, 5002, 77]
  const removed = sizes.map((size, place) => file(`/a/doc-${place}.docx`, size))
  const added = sizes.map((size, place) => file(`/a/${place * 7919}x.hLjs`, size + 38)).reverse()
  const { renamed, massEndings } = pairs(removed, added)
  assert.deepEqual([...massEndings], ['hljs'])
  assert.equal(renamed.length, 6)
  for (const { before, after } of renamed) assert.equal((after.node.size ?? 0) - (before.node.size ?? 0), 38)
})

test('no growth is common when every file grew by another number of bytes', () => {
  const sizes = [1000, 2000, 3500, 4100, 5002, 77]
  const removed = sizes.map((size, place) => file(`/a/doc-${place}.docx`, size * 50))
  const added = sizes.map((size, place) => file(`/a/${place}x.hLjs`, size * 50 + 13 * place * place + 5))
  assert.deepEqual(pairs(removed, added).pairs, [])
})

test('a known ending is no mass ending, and four files are no mass', () => {
  const many = (ending: string, count: number) =>
    Array.from({ length: count }, (_, place) => file(`/a/${place}${ending}`, 10 + place))
  assert.deepEqual([...pairs([], many('.docx', 20)).massEndings], [])
  assert.deepEqual([...pairs([], many('.xyz', 4)).massEndings], [])
  assert.deepEqual([...pairs([], many('', 20)).massEndings], [])
  assert.deepEqual([...pairs([], many('.XYZ', 5)).massEndings], ['xyz'])
})

test('a folder of ten thousand on either side is searched by name and inode only', () => {
  const removed = Array.from({ length: 20_000 }, (_, place) => file(`/a/old-${place}.docx`, 1000 + place))
  const added = Array.from({ length: 20_000 }, (_, place) => file(`/a/new-${place}.hLjs`, 1038 + place))
  assert.deepEqual(pairs(removed, added).pairs, [])
})

test('whatever happens, every file is in one place exactly', () => {
  const files = fc.uniqueArray(
    fc.record({
      path: fc
        .tuple(
          fc.constantFrom('/a', '/b'),
          fc.constantFrom('x', 'y', 'z', 'w'),
          fc.constantFrom('', '.txt', '.txt.lock', '.lock'),
        )
        .map(([folder, name, ending]) => `${folder}/${name}${ending}`),
      size: fc.nat(40),
      key: fc.constantFrom('1', '2', '3', '4', '5', '6'),
      inode: fc.nat(5),
    }),
    { selector: ({ path }) => path, maxLength: 20 },
  )
  fc.assert(
    fc.property(files, files, (olds, news) => {
      const removed = olds.map(({ path, size, ...more }) => file(path, size, more))
      const added = news.map(({ path, size, ...more }) => file(path, size, more))
      const result = pairs(removed, added)
      const befores = [...result.renamed.map(({ before }) => before), ...result.removed]
      const afters = [...result.renamed.map(({ after }) => after), ...result.added]
      assert.equal(befores.length, removed.length)
      assert.deepEqual(new Set(befores), new Set(removed))
      assert.equal(afters.length, added.length)
      assert.deepEqual(new Set(afters), new Set(added))
      for (const { before, after, sameContent } of result.renamed)
        assert.equal(sameContent, before.key === after.key)
    }),
  )
})
