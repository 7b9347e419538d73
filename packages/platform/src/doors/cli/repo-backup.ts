import { backup } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { parseTime } from './flag-values.ts'
import { formatBytes, formatCount, formatSeconds, printJson, printLines, progressLine } from './output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'

interface BackupFlags extends RepositoryFlags {
  readonly host?: string
  readonly tag?: readonly string[]
  readonly exclude?: readonly string[]
  readonly time?: Date
  readonly asRoot?: string
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoBackup = buildCommand<BackupFlags, string[], AnlaufContext>({
  docs: { brief: 'Back up folders and files as one snapshot' },
  parameters: {
    flags: {
      ...repositoryFlags,
      host: { kind: 'parsed', parse: String, optional: true, brief: 'Host name in the snapshot' },
      tag: { kind: 'parsed', parse: String, optional: true, variadic: true, brief: 'Tag (repeatable)' },
      exclude: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Pattern to leave out',
      },
      time: { kind: 'parsed', parse: parseTime, optional: true, brief: 'Time of the snapshot (ISO 8601)' },
      asRoot: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Store paths as if this folder were "/" (for mounted file-system snapshots)',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Show what would be stored, store nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Folder or file to back up', placeholder: 'path' },
      minimum: 1,
    },
  },
  async func(flags, ...paths) {
    const repository = await openNamedRepository(this, flags)
    const startedAt = performance.now()
    using progress = progressLine(this, { quiet: flags.json })
    const { snapshot, summary, problems } = await backup(repository, {
      paths,
      dryRun: flags.dryRun,
      signal: this.signal,
      ...(flags.host === undefined ? {} : { hostname: flags.host }),
      ...(flags.tag === undefined ? {} : { tags: flags.tag }),
      ...(flags.exclude === undefined ? {} : { excludes: flags.exclude }),
      ...(flags.time === undefined ? {} : { time: flags.time }),
      ...(flags.asRoot === undefined ? {} : { asRoot: flags.asRoot }),
      onProgress: (figures) => progress.update(figures),
      onProblem: (problem) => this.process.stderr.write(`not stored: ${problem.path}: ${problem.message}\n`),
    })
    progress.end()
    // 3 is restic's exit code for "snapshot stored, but some files could not be read".
    if (problems > 0) this.process.exitCode = 3
    if (flags.json) {
      printJson(this, {
        message_type: 'summary',
        snapshot_id: snapshot?.id,
        dry_run: flags.dryRun,
        problems,
        ...summary,
      })
      return
    }
    const seconds = (performance.now() - startedAt) / 1000
    const total = summary.totalBytesProcessed
    printLines(this, [
      `Files   ${formatCount(summary.filesNew)} new, ${formatCount(summary.filesChanged)} changed, ${formatCount(summary.filesUnmodified)} unmodified`,
      `Read    ${formatCount(summary.totalFilesProcessed)} files, ${formatBytes(total)} in ${formatSeconds(seconds)} (${formatBytes(total / seconds)}/s)`,
      `Stored  ${formatBytes(summary.dataAdded)} new data, ${formatBytes(summary.dataAddedPacked)} in the repository`,
      problems > 0 ? `Not stored: ${formatCount(problems)} entries, named above` : 'All entries stored',
      snapshot === undefined ? 'Dry run: nothing was written' : `Snapshot ${snapshot.id.slice(0, 8)} saved`,
    ])
  },
})
