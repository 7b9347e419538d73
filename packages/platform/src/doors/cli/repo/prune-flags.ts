import type { PruneOptions, PruneResult } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { parseResticSize } from '../flags/flag-values.ts'
import { counted, formatBytes, formatCount } from '../terminal/output.ts'

/** restic's flags that say how thoroughly unused data is removed. */
export interface PruneFlags {
  readonly maxUnused?: NonNullable<PruneOptions['maxUnused']>
  readonly maxRepackSize?: number
  readonly repackSmall: boolean
  readonly repackUncompressed: boolean
  readonly repackCacheableOnly: boolean
}

export const pruneFlags = {
  maxUnused: {
    kind: 'parsed',
    parse: parseMaxUnused,
    optional: true,
    brief: 'Unused data that may stay: 5%, 2G or "unlimited" (default: 5%)',
    placeholder: 'limit',
  },
  maxRepackSize: {
    kind: 'parsed',
    parse: parseResticSize,
    optional: true,
    brief: 'Copy packs of at most this size together; the rest waits for the next prune',
    placeholder: 'size',
  },
  repackSmall: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Copy packs below 80 % of the target size too',
  },
  repackUncompressed: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Compress whatever is not compressed yet',
  },
  repackCacheableOnly: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Copy packs of directories only, leave those of data',
  },
} as const

/** What the flags ask for. */
export function pruneOptions(flags: PruneFlags): PruneOptions {
  const { maxUnused, maxRepackSize, repackSmall, repackUncompressed, repackCacheableOnly } = flags
  return {
    repackSmall,
    repackUncompressed,
    repackCacheableOnly,
    ...(maxUnused === undefined ? {} : { maxUnused }),
    ...(maxRepackSize === undefined ? {} : { maxRepackBytes: maxRepackSize }),
  }
}

/** restic's `--max-unused`: a share (`5%`), a size (`2G`) or `unlimited`. */
export function parseMaxUnused(text: string): NonNullable<PruneOptions['maxUnused']> {
  if (text === 'unlimited') return text
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)
  if (percent === null) return { bytes: parseResticSize(text) }
  if (Number(percent[1]) <= 100) return { share: Number(percent[1]) / 100 }
  throw new AnlaufError('input-invalid', `${text} is more than everything.`, {
    hint: 'Give a share of at most 100%, a size such as 2G, or "unlimited".',
  })
}

/** The figures of a prune for people. */
export function pruneLines(result: PruneResult, { dryRun }: { dryRun: boolean }): string[] {
  const { used, unused, duplicate, orphaned, repacked, removed, packs } = result
  const amount = ({ blobs, bytes }: { blobs: number; bytes: number }): string =>
    `${counted(blobs, 'blob')} / ${formatBytes(bytes)}`
  const left = used.bytes + result.unusedLeft
  const share = left === 0 ? 0 : (result.unusedLeft / left) * 100
  return [
    `In use     ${amount(used)}, by ${counted(result.snapshots, 'snapshot')}`,
    `Not in use ${amount(unused)}, ${amount(duplicate)} in further copies`,
    ...(orphaned.packs === 0
      ? []
      : [
          `Orphaned   ${counted(orphaned.packs, 'pack')} / ${formatBytes(orphaned.bytes)} that no index names`,
        ]),
    ...(result.absentPacks === 0
      ? []
      : [`Absent     ${counted(result.absentPacks, 'pack')} that nobody needs, taken out of the index`]),
    `${dryRun ? 'To copy   ' : 'Copied    '} ${amount(repacked)} out of ${counted(repacked.packs, 'pack')}`,
    `${dryRun ? 'To remove ' : 'Removed   '} ${amount(removed)}, ${counted(result.removedPacks, 'pack')}`,
    `Left over  ${formatBytes(result.unusedLeft)} unused (${share.toFixed(2)} % of what stays)`,
    dryRun
      ? 'Dry run: nothing was changed.'
      : `Packs      ${formatCount(packs.before)} before, ${formatCount(packs.after)} now`,
  ]
}
