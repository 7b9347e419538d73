import { type CountMode, countSnapshots, type SnapshotCounts } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { formatBytes, formatCount, printJsonLine, printLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshots } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface StatsFlags extends RepositoryFlags, SnapshotFilterFlags {
  readonly mode: CountMode
  readonly json: boolean
}

export const repoStats = buildCommand<StatsFlags, string[], AnlaufContext>({
  docs: { brief: 'Count files and bytes of snapshots' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      mode: {
        kind: 'enum',
        values: ['restore-size', 'files-by-contents', 'blobs-per-file', 'raw-data'],
        default: 'restore-size',
        brief:
          'What to count: as restored, each content once, each blob of each path once, as stored in the repository',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host' },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
    },
  },
  async func(flags, ...wanted) {
    const repository = await openNamedRepository(this, flags)
    const snapshots = await chooseSnapshots(this, repository, wanted, snapshotFilter(flags))
    const counts = await countSnapshots(repository, snapshots, { mode: flags.mode, signal: this.signal })
    if (flags.json) printJsonLine(this, fieldsOf(counts, flags.mode))
    else printLines(this, linesOf(counts, flags.mode))
  },
})

function fieldsOf({ size, files, blobs, snapshots, plainSize }: SnapshotCounts, mode: CountMode): object {
  return {
    total_size: size,
    ...(mode === 'raw-data' ? { total_uncompressed_size: plainSize } : {}),
    total_file_count: files,
    ...(blobs === 0 ? {} : { total_blob_count: blobs }),
    snapshots_count: snapshots,
  }
}

function linesOf({ size, files, blobs, snapshots, plainSize }: SnapshotCounts, mode: CountMode): string[] {
  const isRaw = mode === 'raw-data'
  return [
    `Counted by ${mode}`,
    `Snapshots  ${formatCount(snapshots)}`,
    ...(isRaw ? [] : [`Entries    ${formatCount(files)}`]),
    ...(blobs > 0 ? [`Blobs      ${formatCount(blobs)}`] : []),
    `Size       ${formatBytes(size)}`,
    ...(isRaw && size > 0
      ? [`Plain      ${formatBytes(plainSize)}, ${(plainSize / size).toFixed(2)} times as much`]
      : []),
  ]
}
