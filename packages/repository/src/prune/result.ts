import type { BadCopy } from '../bad-copies.ts'
import type { Bits, BlobIndex } from '../index/index.ts'
import type { Amount, PruneResult } from './options.ts'
import type { PackSurvey } from './pack-survey.ts'
import type { PackPlan } from './plan.ts'

interface Amounts {
  readonly used: Amount
  readonly duplicate: Amount
  readonly unused: Amount
}

/** Counts the locations of the index by what becomes of them. */
export function amountsOf(index: BlobIndex, kept: Bits, used: Bits): Amounts {
  const amounts = { used: emptyAmount(), duplicate: emptyAmount(), unused: emptyAmount() }
  for (const pack of index.packs()) {
    for (const entry of index.entriesIn(pack)) {
      const fate = kept.has(entry) ? 'used' : used.has(entry) ? 'duplicate' : 'unused'
      amounts[fate].blobs += 1
      amounts[fate].bytes += index.lengthOf(entry)
    }
  }
  return amounts
}

/** The figures of a prune; without `done` those of a dry run, in which new packs and index files are not counted. */
export function resultOf(
  outcome: {
    index: BlobIndex
    kept: Bits
    survey: PackSurvey
    plan: PackPlan
    amounts: Amounts
    snapshots: number
    damage: { readonly found: readonly BadCopy[] }
  },
  done?: { indexWritten: number; indexRemoved: number; packs: number },
): PruneResult {
  const { index, kept, survey, plan, amounts, snapshots, damage } = outcome
  const existing = survey.packs.filter(({ size }) => size !== undefined).length + survey.orphans.length
  const orphanBytes = survey.orphans.reduce((sum, { size }) => sum + size, 0)
  const repacked = emptyAmount()
  const removed = emptyAmount()
  removed.bytes += orphanBytes
  for (const number of [...plan.remove, ...plan.repack]) {
    const pack = survey.packs[number]
    if (pack === undefined) continue
    removed.bytes += pack.size ?? 0
    for (const entry of index.entriesIn(pack.id)) {
      const length = index.lengthOf(entry)
      const amount = kept.has(entry) ? repacked : removed
      amount.blobs += 1
      if (amount === repacked) repacked.bytes += length
    }
  }
  removed.bytes -= repacked.bytes
  const removedPacks = plan.remove.length + plan.repack.length + survey.orphans.length
  return {
    snapshots,
    ...amounts,
    orphaned: { packs: survey.orphans.length, bytes: orphanBytes },
    absentPacks: plan.absent.length,
    repacked: { packs: plan.repack.length, ...repacked },
    removedPacks,
    removed,
    unusedLeft: plan.unusedLeft,
    packs: { before: existing, after: done?.packs ?? existing - removedPacks },
    badCopies: damage.found,
    indexFiles: { written: done?.indexWritten ?? 0, removed: done?.indexRemoved ?? 0 },
  }
}

function emptyAmount(): { blobs: number; bytes: number } {
  return { blobs: 0, bytes: 0 }
}
