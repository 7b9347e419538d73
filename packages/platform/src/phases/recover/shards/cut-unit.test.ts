import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { PlanItem } from '../plan.ts'
import { cutUnit } from './cut-unit.ts'

const hex = (value: number): string => value.toString(16).padStart(64, '0')

/** A file whose first blob is `blob`; several may hold the same. */
function item(at: number, blob: number, size: number, type: 'file' | 'symlink' = 'file'): PlanItem {
  const content = type === 'file' && size > 0 ? [hex(blob)] : []
  return {
    host: `h${at % 2}`,
    path: `/d/${at}`,
    type,
    snapshot: hex(1),
    reason: 'newestClean',
    size,
    mode: 0o644,
    mtime: '2026-03-01T00:00:00Z',
    content,
    contentKey: content[0] ?? '',
    rejected: [],
  } as unknown as PlanItem
}

/** Blob n lies in pack n mod 5 at offset n. */
const index = {
  locations: (id: string) => [{ pack: hex(Number.parseInt(id, 16) % 5), offset: Number.parseInt(id, 16) }],
} as unknown as Parameters<typeof cutUnit>[1]

test('every file is in exactly one part, links in none, parts keep their bounds and the order of packs', () => {
  const files = fc.array(fc.tuple(fc.nat(30), fc.nat(2_000), fc.boolean()), { maxLength: 60 })
  fc.assert(
    fc.property(files, fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 20 }), (all, maxBytes, maxItems) => {
      const items = all.map(([blob, size, isLink], at) => item(at, blob, size, isLink ? 'symlink' : 'file'))
      const parts = cutUnit({ unit: 't', items, leftOut: [] }, index, { maxBytes, maxItems })
      const paths = parts.flatMap((part) => part.items.map(({ path }) => path))
      const wanted = items.filter(({ type }) => type === 'file').map(({ path }) => path)
      assert.deepEqual([...paths].sort(), [...wanted].sort())
      for (const part of parts) {
        const bytes = part.items.reduce((sum, { size }) => sum + size, 0)
        assert.ok(part.items.length <= maxItems && (bytes <= maxBytes || part.items.length === 1))
      }
      const packs = parts.flatMap((part) => part.items.flatMap(({ content: [blob] }) => (blob === undefined ? [] : [Number.parseInt(blob, 16) % 5])))
      assert.deepEqual(packs, packs.toSorted((a, b) => a - b))
      const shuffled = cutUnit({ unit: 't', items: items.toReversed(), leftOut: [] }, index, { maxBytes, maxItems })
      assert.deepEqual(shuffled, parts, 'the order in the plan does not matter')
    }),
  )
}) // prettier-ignore
