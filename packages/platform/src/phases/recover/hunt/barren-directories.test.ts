import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { BlobId } from '@anlauf/repository'
import fc from 'fast-check'

import { barrenDirectories, type BarrenDirectories } from './barren-directories.ts'

/** A directory as content-addressed stores have it: equal ones are one. */
interface Tree {
  readonly id: BlobId
  readonly isHit: boolean
  readonly children: readonly Tree[]
}

const trees = fc.memo((depth): fc.Arbitrary<Tree> =>
  fc
    .record({
      isHit: fc.boolean(),
      children: depth <= 1 ? fc.constant<readonly Tree[]>([]) : fc.array(trees(depth - 1), { maxLength: 3 }),
    })
    .map(({ isHit, children }) => ({
      id: `${isHit ? 'x' : 'o'}(${children.map(({ id }) => id).join()})` as unknown as BlobId,
      isHit,
      children,
    })),
)

/** As a history is walked: every directory once, known ones passed over, each left afterwards. */
function walk(tree: Tree, barren: BarrenDirectories, seen: Set<BlobId>): void {
  if (seen.has(tree.id)) {
    barren.pass(tree.id)
  } else {
    seen.add(tree.id)
    barren.enter(tree.id)
    if (tree.isHit) barren.hit()
    for (const child of tree.children) walk(child, barren, seen)
  }
  barren.leave(tree.id)
}

function holdsHit({ isHit, children }: Tree): boolean {
  return isHit || children.some(holdsHit)
}

function* allOf(tree: Tree): Generator<Tree> {
  yield tree
  for (const child of tree.children) yield* allOf(child)
}

test('exactly the directories without a hit at any depth are barren, however often they are shared', () => {
  fc.assert(
    fc.property(fc.array(trees(4), { minLength: 1, maxLength: 5 }), (roots) => {
      const barren = barrenDirectories()
      const seen = new Set<BlobId>()
      for (const root of roots) if (!seen.has(root.id)) walk(root, barren, seen)
      for (const tree of roots.flatMap((root) => [...allOf(root)])) {
        assert.equal(barren.has(tree.id), !holdsHit(tree))
      }
    }),
    { numRuns: 500 },
  )
})
