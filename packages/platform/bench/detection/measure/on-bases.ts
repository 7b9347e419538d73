import { readFileSync } from 'node:fs'

import { attackModes, benignTransforms } from '../../../src/drill/attack/index.ts'
import { type BlobReader, openBlobs } from '../git/blobs.ts'
import { count } from '../statistics/cube.ts'
import { measureAttack } from './attacked-version.ts'
import { type Base, emptyOutcome, type Outcome } from './outcome.ts'
import { measureTransform } from './transformed-version.ts'

export interface BasesTask {
  readonly kind: 'bases'
  readonly bases: readonly Base[]
  readonly seed: number
}

const largestBlob = 32 << 20

/** Plays every attack mode and every honest transform on every base, and judges the results against it. */
export async function measureBases({ bases, seed }: BasesTask): Promise<Outcome> {
  const outcome = emptyOutcome()
  const readers = new Map<string, BlobReader>()
  using _ = { [Symbol.dispose]: () => readers.forEach((reader) => reader[Symbol.dispose]()) }
  for (const base of bases) {
    const bytes = await bytesOf(base, readers)
    if (bytes === undefined) {
      count(outcome.leftOut, ['base that cannot be read'])
      continue
    }
    for (const mode of attackModes) measureAttack(mode, { base, bytes, campaign: `bench-${seed}` }, outcome)
    for (const transform of benignTransforms) {
      await measureTransform(transform, { base, bytes, seed }, outcome)
    }
  }
  return outcome
}

async function bytesOf({ at }: Base, readers: Map<string, BlobReader>): Promise<Buffer | undefined> {
  if ('file' in at) return readFileSync(at.file)
  const reader = readers.get(at.gitDir) ?? openBlobs(at.gitDir, largestBlob)
  readers.set(at.gitDir, reader)
  const blob = await reader.read(at.id)
  return Buffer.isBuffer(blob) ? blob : undefined
}
