import type { Bits, BlobIndex } from '../index/index.ts'
import type { PruneOptions } from './options.ts'
import type { PackSurvey, SurveyedPack } from './pack-survey.ts'

/** What happens to each pack that the index names; numbers are those of the survey. */
export interface PackPlan {
  /** Nothing in it stays. */
  readonly remove: readonly number[]
  /** What stays in it is copied into new packs. */
  readonly repack: readonly number[]
  /** Named by the index, absent, needed by nobody: dropped from the index. */
  readonly absent: readonly number[]
  /** Unused bytes in packs that stay as they are. */
  readonly unusedLeft: number
  /** Bytes of blobs that stay, in all packs. */
  readonly keptBytes: number
}

/** restic's target size of a pack; packs below 80 % of it are small. */
const targetPackBytes = 16 * 1024 * 1024
const smallPackBytes = targetPackBytes * 0.8
const defaultShare = 0.05

/**
 * Decides which packs go, which are copied and which stay. Packs of trees, mixed ones (format 2) and those with
 * superfluous copies are always copied; others, the worst first, until no more unused data is left than allowed.
 */
export function planPacks(
  index: BlobIndex,
  kept: Bits,
  survey: PackSurvey,
  options: Pick<
    PruneOptions,
    'maxUnused' | 'maxRepackBytes' | 'repackSmall' | 'repackUncompressed' | 'repackCacheableOnly'
  > & { version: 1 | 2; used: Bits },
): PackPlan {
  const remove: number[] = []
  const absent: number[] = []
  const candidates: Candidate[] = []
  let keptBytes = 0
  for (const [number, pack] of survey.packs.entries()) {
    const share = shareOf(index, pack, kept, options.used)
    keptBytes += share.kept
    if (pack.size === undefined) absent.push(number)
    else if (share.kept === 0 && share.keptBlobs === 0) remove.push(number)
    else candidates.push({ number, pack, ...share })
  }

  const isSmall = smallOnes(candidates, options.repackSmall === true)
  const limit = options.maxRepackBytes ?? Number.POSITIVE_INFINITY
  const allowed = allowedUnused(options.maxUnused ?? { share: defaultShare }, keptBytes)
  let unusedLeft = candidates.reduce((sum, { unused }) => sum + unused, 0)
  let repackBytes = 0
  const repack: number[] = []
  for (const candidate of candidates.sort(worstFirst)) {
    const { number, pack, unused, duplicates } = candidate
    const isMixed = pack.isMixed && options.version === 2
    const isPlain = pack.hasUncompressed && options.version === 2 && options.repackUncompressed === true
    const isWanted = isMixed || isPlain || isSmall.has(number)
    if (unused === 0 && duplicates === 0 && !isWanted) continue
    if (options.repackCacheableOnly === true && (!pack.holdsTrees || pack.isMixed)) continue
    const isDue = isWanted || pack.holdsTrees || duplicates > 0 || unusedLeft > allowed
    if (!isDue || repackBytes + pack.expectedSize > limit) continue
    repack.push(number)
    repackBytes += pack.expectedSize
    unusedLeft -= unused
  }
  return { remove, repack, absent, unusedLeft, keptBytes }
}

interface Candidate {
  readonly number: number
  readonly pack: SurveyedPack
  readonly kept: number
  readonly keptBlobs: number
  /** Bytes that do not stay: of unused blobs, and of superfluous copies. */
  readonly unused: number
  readonly duplicates: number
}

function shareOf(
  index: BlobIndex,
  { id }: SurveyedPack,
  kept: Bits,
  used: Bits,
): Pick<Candidate, 'kept' | 'keptBlobs' | 'unused' | 'duplicates'> {
  const share = { kept: 0, keptBlobs: 0, unused: 0, duplicates: 0 }
  for (const entry of index.entriesIn(id)) {
    const length = index.lengthOf(entry)
    if (kept.has(entry)) {
      share.kept += length
      share.keptBlobs += 1
    } else {
      share.unused += length
      if (used.has(entry)) share.duplicates += 1
    }
  }
  return share
}

/** Small packs are worth copying only when fewer come out: the copies fill up to two unfinished packs a kind. */
function smallOnes(candidates: readonly Candidate[], isWanted: boolean): ReadonlySet<number> {
  const chosen = new Set<number>()
  for (const holdsTrees of isWanted ? [true, false] : []) {
    const small = candidates.filter(
      ({ pack }) => pack.holdsTrees === holdsTrees && pack.expectedSize < smallPackBytes,
    )
    const bytes = small.reduce((sum, { kept }) => sum + kept, 0)
    if (small.length > Math.ceil(bytes / targetPackBytes) + 1) {
      for (const { number } of small) chosen.add(number)
    }
  }
  return chosen
}

function allowedUnused(limit: NonNullable<PruneOptions['maxUnused']>, keptBytes: number): number {
  if (limit === 'unlimited') return Number.POSITIVE_INFINITY
  if ('bytes' in limit) return limit.bytes
  return limit.share >= 1 ? Number.POSITIVE_INFINITY : (keptBytes * limit.share) / (1 - limit.share)
}

/** Trees first, as restic does: they are small and read often; then by the share of what is not needed. */
function worstFirst(a: Candidate, b: Candidate): number {
  if (a.pack.holdsTrees !== b.pack.holdsTrees) return a.pack.holdsTrees ? -1 : 1
  const [shareA, shareB] = [a, b].map(({ unused, kept }) => unused / Math.max(1, unused + kept)) as [
    number,
    number,
  ]
  return shareB - shareA || a.number - b.number
}
