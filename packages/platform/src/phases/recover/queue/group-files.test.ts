import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { groupFiles, type QueuedFile } from './group-files.ts'
import { parseQueue } from './queue-file.ts'
import { isSealed } from './queue-group.ts'

const key = (number: number): string => createHash('sha256').update(String(number)).digest('hex')
const version = (snapshot: number, content: number) => ({
  snapshot: key(snapshot),
  contentKey: key(content),
  size: content,
  mtime: '2026-03-01T00:00:00Z',
})

const files: fc.Arbitrary<QueuedFile[]> = fc.uniqueArray(
  fc.record(
    {
      unit: fc.constantFrom('a', 'b'),
      class: fc.constantFrom('N1' as const, 'N2' as const, 'N5' as const),
      verdict: fc.constantFrom('clean' as const, 'unknown' as const),
      reasons: fc.constantFrom([], ['odd']),
      powers: fc.constantFrom([], ['a script']),
      planned: fc.constantFrom('newest' as const, 'previous' as const),
      planReason: fc.constantFrom('newestClean', 'olderBecauseUnknown'),
      item: fc.record(
        {
          host: fc.constantFrom('h', 'h\udc80'),
          path: fc.nat(200).map((number) => `/f${number}\udcff`),
          newest: fc.nat(3).map((content) => version(9, content)),
          previous: fc.option(fc.nat(2).map((content) => version(1, content))),
        },
        { noNullPrototype: true },
      ),
    },
    { noNullPrototype: true },
  ),
  { selector: ({ item }) => `${item.host}\0${item.path}`, maxLength: 40 },
)

test('a group is never a mixture, holds every file once, and its digest is that of its facts', () => {
  fc.assert(
    fc.property(files, (all) => {
      const groups = groupFiles(all)
      const placed = groups.flatMap(({ items }) => items.map(({ host, path }) => `${host}\0${path}`))
      assert.equal(new Set(placed).size, placed.length)
      const listed = all.filter(({ class: one }) => one !== 'N1').length
      assert.equal(
        groups.filter((group) => group.class !== 'N1').flatMap(({ items }) => items).length,
        listed,
      )
      for (const group of groups) {
        assert.ok(isSealed(group))
        assert.equal(new Set(group.items.map(({ newest }) => newest.contentKey)).size, 1)
        assert.equal(new Set(group.items.map(({ previous }) => previous?.contentKey)).size, 1)
        for (const { host, path } of group.items) {
          const file = all.find(({ item }) => item.host === host && item.path === path)
          assert.ok(file?.unit === group.unit && file.class === group.class && file.verdict === group.verdict)
        }
      }
      assert.equal(new Set(groups.map(({ facts }) => facts)).size, groups.length)
    }),
  )
})

test('the order in which files are found changes no digest', () => {
  fc.assert(fc.property(files, (all) => assert.deepEqual(groupFiles(all.toReversed()), groupFiles(all))))
})

test('a queue file that was edited or cut short is no queue', () => {
  fc.assert(
    fc.property(
      files.filter((all) => all.length > 0),
      (all) => {
        const [group] = groupFiles(all)
        assert.ok(group !== undefined)
        const lines = [
          { kind: 'case-queue', version: 1, repository: key(1), window: null, shortSeries: 0 },
          { unit: group.unit, files: {}, convicted: 0 },
        ].map((line) => JSON.stringify(line))
        const text = (one: unknown): string => [...lines, JSON.stringify(one), '{"end":true}', ''].join('\n')
        assert.deepEqual(parseQueue(text(group)).units[0]?.groups, [group])
        const other = group.class === 'N2' ? 'N5' : 'N2'
        for (const edited of [
          { ...group, class: other },
          { ...group, size: group.size + 1 },
          { ...group, items: [] },
          { facts: group.facts },
        ]) {
          assert.throws(() => parseQueue(text(edited)), { code: 'input-invalid' })
        }
        assert.throws(() => parseQueue([...lines, JSON.stringify(group)].join('\n')), {
          code: 'input-invalid',
        })
      },
    ),
  )
})
