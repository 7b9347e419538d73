import { mixtureOf } from '../signals/mixture.ts'
import { isEncryptionGrowth } from '../signals/growth.ts'
import { type ChunkFeatures, type FeatureStore, randomBytes, type VersionFeatures } from '../record/index.ts'
import type { FileNode } from '../history/changes.ts'

/** A sign that needs no data pack, and how much it weighs in milli-nats: what deserves to be read first. */
export interface Sign {
  readonly signal: 'T4' | 'T5' | 'T8' | 'T9' | 'T10' | 'type lost' | 'text lost'
  readonly score: number
}

/** Ranks, no verdicts: set so that two strong signs of one kind outrank any number of surges. */
const scores = { T4: 8_000, 'type lost': 6_000, 'text lost': 6_000, T5: 3_000 } as const

/** Smaller contents have no statistics. */
const leastBytes = 1024

/** Everything that is stored of one version. */
interface Recorded {
  readonly version: VersionFeatures
  readonly histogram: Float64Array
  readonly randomShare: number
}

/**
 * What the records of two versions say about the change between them (T4 on stored histograms, T5 on stored
 * windows, type or text lost). Nothing when one of them has no record; nothing when the new version is proved to its
 * last byte, as the judge would see it.
 */
export function signsBetween(store: FeatureStore, before: FileNode, after: FileNode): Sign[] {
  const [old, now] = [recordedOf(store, before), recordedOf(store, after)]
  if (old === undefined || now === undefined || now.version.verdict === 'proved') return []
  const signs: Sign['signal'][] = []
  const grew = now.version.size - old.version.size
  const { alpha, fit } = mixtureOf(old.histogram, now.histogram)
  const isMixture = alpha > 0.04 && alpha < 1.5 && fit > 0.9 && grew >= 0 && grew <= 4096
  if (isMixture && old.version.size >= leastBytes) signs.push('T4')
  const wasSound = old.version.verdict === 'valid' || old.version.verdict === 'proved'
  const { type } = now.version
  if (wasSound && old.version.type !== 'text' && (type === '' || now.version.verdict === 'broken'))
    signs.push('type lost')
  if (old.version.isUtf8 && !now.version.isUtf8 && type === '' && old.version.size > 0)
    signs.push('text lost')
  if (now.randomShare > old.randomShare + 0.3 && isEncryptionGrowth(old.version.size, now.version.size))
    signs.push('T5')
  return signs.map((signal) => ({ signal, score: scores[signal as keyof typeof scores] }))
}

function recordedOf(store: FeatureStore, { node, key }: FileNode): Recorded | undefined {
  const version = store.version(key)
  if (version === undefined) return undefined
  const histogram = new Float64Array(256)
  let random = 0
  for (const id of node.content ?? []) {
    const chunk = store.chunk(id)
    if (chunk === undefined) return undefined
    addShares(histogram, chunk)
    random += Math.min(chunk.length, randomBytes(chunk.windows))
  }
  return { version, histogram, randomShare: version.size === 0 ? 0 : random / version.size }
}

function addShares(histogram: Float64Array, { length, histogram: shares }: ChunkFeatures): void {
  for (let byte = 0; byte < 256; byte += 1)
    histogram[byte] = (histogram[byte] ?? 0) + (shares[byte] ?? 0) * length
}
