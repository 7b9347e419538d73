import { mixtureOf } from '../signals/mixture.ts'
import { isEncryptionGrowth } from '../signals/growth.ts'
import { type ChunkFeatures, type FeatureStore, randomBytes, versionFeatures } from '../record/index.ts'
import type { FileNode } from '../history/changes.ts'

/** A sign that needs no data pack, and how much it weighs in milli-nats: what deserves to be read first. */
export interface Sign {
  readonly signal: 'T4' | 'T5' | 'T8' | 'T8 new' | 'T9' | 'T10' | 'type lost' | 'text lost'
  readonly score: number
}

/** Ranks, no verdicts: set so that two strong signs of one kind outrank any number of surges. */
const scores = { T4: 8_000, 'type lost': 6_000, 'text lost': 6_000, T5: 3_000 } as const

/** Smaller contents have no statistics. */
const leastBytes = 1024

/**
 * What the records of two versions say about the change between them (T4 on stored histograms, T5 on stored
 * windows, type or text lost). Nothing when one of them has no record; nothing when the new version is proved to its
 * last byte, as the judge would see it.
 */
export function signsBetween(store: FeatureStore, before: FileNode, after: FileNode): Sign[] {
  const [old, now] = [versionFeatures(store, before), versionFeatures(store, after)]
  if (old === undefined || now === undefined || now.verdict === 'proved') return []
  const signs: Sign['signal'][] = []
  // Nobody has checked yet what a backup measured: most files that begin as a type are of that type.
  const wasSound = old.verdict === 'valid' || old.verdict === 'proved' || old.verdict === 'unread'
  if (wasSound && old.type !== 'text' && (now.type === '' || now.verdict === 'broken'))
    signs.push('type lost')
  if (old.isUtf8 && !now.isUtf8 && now.type === '' && old.size > 0) signs.push('text lost')
  const canBeNoise = old.size >= leastBytes && isEncryptionGrowth(old.size, now.size)
  if (canBeNoise && holdsMoreValues(store, before, after)) {
    signs.push(...statisticalSigns(store, before, after, now.size - old.size))
  }
  return signs.map((signal) => ({ signal, score: scores[signal as keyof typeof scores] }))
}

/** A thousand random bytes hold about 250 of the 256 values, forty hold 37: noise cannot hide in a narrow text. */
const manyValues = 200
const newValues = 16

/** False when no noise worth the name was added: most changes of texts are dismissed without decoding anything. */
function holdsMoreValues(store: FeatureStore, before: FileNode, after: FileNode): boolean {
  const most = ({ node }: FileNode): number =>
    (node.content ?? []).reduce((values, id) => Math.max(values, store.summary(id)?.distinct ?? 256), 0)
  const now = most(after)
  return now >= manyValues || now >= most(before) + newValues
}

/** T4 and T5. Only now the histograms are decoded: most changes of honest days shrink or grow by more. */
function statisticalSigns(
  store: FeatureStore,
  before: FileNode,
  after: FileNode,
  grew: number,
): Sign['signal'][] {
  const [old, now] = [statisticsOf(store, before), statisticsOf(store, after)]
  if (old === undefined || now === undefined) return []
  const { alpha, fit } = grew <= 4096 ? mixtureOf(old.histogram, now.histogram) : noMixture
  return [
    ...(alpha > 0.04 && alpha < 1.5 && fit > 0.9 ? (['T4'] as const) : []),
    ...(now.randomShare > old.randomShare + 0.3 ? (['T5'] as const) : []),
  ]
}

const noMixture = { alpha: 0, fit: 0 }

function statisticsOf(
  store: FeatureStore,
  { node }: FileNode,
): { histogram: Float64Array; randomShare: number } | undefined {
  const histogram = new Float64Array(256)
  let random = 0
  for (const id of node.content ?? []) {
    const chunk = store.chunk(id)
    if (chunk === undefined) return undefined
    addShares(histogram, chunk)
    random += Math.min(chunk.length, randomBytes(chunk.windows))
  }
  return { histogram, randomShare: random / Math.max(1, node.size ?? 0) }
}

/** A blob weighs as much as it has bytes, however many of them were counted. */
function addShares(histogram: Float64Array, { length, histogram: counts }: ChunkFeatures): void {
  let counted = 0
  for (let byte = 0; byte < 256; byte += 1) counted += counts[byte] as number
  const weight = length / Math.max(1, counted)
  for (let byte = 0; byte < 256; byte += 1)
    histogram[byte] = (histogram[byte] as number) + (counts[byte] as number) * weight
}
