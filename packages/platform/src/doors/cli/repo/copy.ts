import { copySnapshots, type Snapshot } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { type FromRepositoryFlags, fromRepositoryFlags, openFromRepository } from './from-repository.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface Flags extends RepositoryFlags, FromRepositoryFlags, SnapshotFilterFlags {
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoCopy = buildCommand<Flags, string[], AnlaufContext>({
  docs: { brief: 'Copy snapshots from another repository into this one' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...fromRepositoryFlags,
      ...snapshotFilterFlags,
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would be copied, write nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host', n: 'dryRun' },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
    },
  },
  async func(flags, ...ids) {
    const from = await openFromRepository(this, flags)
    const to = await openNamedRepository(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const result = await copySnapshots(from, to, {
      ids,
      filter: snapshotFilter(flags),
      dryRun: flags.dryRun,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    const { copied, skipped, failed, moved } = result
    for (const { from: snapshot, error } of failed) {
      this.process.stderr.write(`not copied: ${snapshot.id.slice(0, 8)}: ${error.message}\n`)
    }
    if (failed.length > 0) this.process.exitCode = 1
    if (flags.json) {
      const pair = ({ from: source, to: copy }: { from: Snapshot; to?: Snapshot }) => ({
        source: source.id,
        ...(copy === undefined ? {} : { snapshot_id: copy.id }),
      })
      printJson(this, {
        message_type: 'summary',
        dry_run: flags.dryRun,
        copied: copied.map(pair),
        skipped: skipped.map(pair),
        failed: failed.map(({ from: source, error }) => ({
          source: source.id,
          code: error.code,
          message: error.message,
        })),
        damaged_copies: result.badCopies,
        same_polynomial: result.samePolynomial,
        ...moved,
      })
      return
    }
    printLines(this, [
      ...copied.map(({ from: source, to: copy }) =>
        copy === undefined
          ? `would copy ${source.id.slice(0, 8)}`
          : `snapshot ${copy.id.slice(0, 8)} saved, copy of ${source.id.slice(0, 8)}`,
      ),
      `${counted(copied.length, 'snapshot')} ${flags.dryRun ? 'to copy' : 'copied'}, ${skipped.length} there already, ${failed.length} failed`,
      `${counted(moved.blobs, 'blob')} / ${formatBytes(moved.bytes)} ${flags.dryRun ? 'to bring over; nothing was changed' : 'brought over, each verified'}`,
      ...(result.samePolynomial
        ? []
        : [
            'The repositories cut files at different places: backups of the same files will share no data with these copies.',
          ]),
    ])
  },
})
