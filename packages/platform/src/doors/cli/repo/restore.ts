import { type Overwrite, restore, type RestoreResult } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import {
  formatBytes,
  formatCount,
  formatSeconds,
  printJsonLine,
  printLines,
  progressLine,
} from '../terminal/output.ts'
import { type NoLockFlag, noLockFlag, readingLock } from './reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { choosePlace } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface RestoreFlags extends RepositoryFlags, NoLockFlag, SnapshotFilterFlags {
  readonly target: string
  readonly include?: readonly string[]
  readonly iinclude?: readonly string[]
  readonly exclude?: readonly string[]
  readonly iexclude?: readonly string[]
  readonly overwrite?: Overwrite
  readonly sparse: boolean
  readonly devices: boolean
  readonly verify: boolean
  readonly dryRun: boolean
  readonly quiet: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const
const patterns = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  placeholder: 'pattern',
} as const

export const repoRestore = buildCommand<RestoreFlags, [string], AnlaufContext>({
  docs: { brief: 'Restore a snapshot; every byte is verified before it is written' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      target: { kind: 'parsed', parse: String, brief: 'Folder to restore into', placeholder: 'folder' },
      include: { ...patterns, brief: 'Only what fits, and all below it (repeatable)' },
      iinclude: { ...patterns, brief: 'The same, whatever the case of the names' },
      exclude: { ...patterns, brief: 'Not what fits (repeatable)' },
      iexclude: { ...patterns, brief: 'The same, whatever the case of the names' },
      overwrite: {
        kind: 'enum',
        values: ['always', 'if-changed', 'if-newer', 'never'],
        optional: true,
        brief: 'What to do with files that exist (default: always, where the content differs)',
      },
      sparse: { ...off, brief: 'Make holes of zeros' },
      devices: { ...off, brief: 'Make device nodes too (as root)' },
      verify: { ...off, brief: 'Read every file again afterwards' },
      noLock: noLockFlag,
      dryRun: { ...off, brief: 'Show what would be restored, write nothing' },
      quiet: { ...off, brief: 'Say only what went wrong' },
      json: { ...off, brief: 'JSON on stdout' },
    },
    aliases: {
      r: 'repo',
      p: 'passwordFile',
      H: 'host',
      t: 'target',
      i: 'include',
      e: 'exclude',
      n: 'dryRun',
      q: 'quiet',
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          brief: 'Snapshot id, its beginning, "latest", or SNAPSHOT:/folder',
          placeholder: 'snapshot',
        },
      ],
    },
  },
  async func(flags, wanted) {
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const { snapshot, subfolder } = await choosePlace(this, repository, wanted, snapshotFilter(flags))
    const startedAt = performance.now()
    using progress = progressLine(this, { quiet: flags.json || flags.quiet })
    const result = await restore(repository, snapshot, {
      target: flags.target,
      subfolder,
      include: flags.include ?? [],
      insensitiveInclude: flags.iinclude ?? [],
      exclude: flags.exclude ?? [],
      insensitiveExclude: flags.iexclude ?? [],
      overwrite: flags.overwrite ?? 'always',
      sparse: flags.sparse,
      devices: flags.devices,
      verify: flags.verify,
      dryRun: flags.dryRun,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    if (result.problems.length > 0) this.process.exitCode = 1
    const seconds = (performance.now() - startedAt) / 1000
    for (const { path, code, message } of result.problems) {
      const error = { message_type: 'error', error: { message, code }, during: 'restore', item: path }
      this.process.stderr.write(
        flags.json ? `${JSON.stringify(error)}\n` : `not restored: ${path}: ${message}\n`,
      )
    }
    if (flags.json) printJsonLine(this, summaryOf(result, { id: snapshot.id, dryRun: flags.dryRun, seconds }))
    else if (!flags.quiet) printLines(this, linesOf(result, flags, seconds))
  },
})

function summaryOf(
  result: RestoreResult,
  { id, dryRun, seconds }: { id: string; dryRun: boolean; seconds: number },
): Record<string, unknown> {
  return {
    message_type: 'summary',
    seconds_elapsed: Math.floor(seconds),
    total_files: result.files + result.skippedFiles,
    files_restored: result.files,
    files_skipped: result.skippedFiles,
    files_verified: result.verifiedFiles,
    directories_restored: result.directories,
    bytes_restored: result.bytes,
    snapshot_id: id,
    dry_run: dryRun,
    problems: result.problems,
    damaged_copies: result.badCopies,
  }
}

function linesOf(result: RestoreResult, flags: RestoreFlags, seconds: number): string[] {
  const { files, bytes, skippedFiles, verifiedFiles, problems } = result
  return [
    `${flags.dryRun ? 'Would restore' : 'Restored'} ${formatCount(files)} files, ${formatBytes(bytes)} in ${formatSeconds(seconds)} (${formatBytes(bytes / seconds)}/s) to ${flags.target}`,
    ...(skippedFiles > 0 ? [`Kept ${formatCount(skippedFiles)} files that were there.`] : []),
    ...(flags.verify ? [`Read ${formatCount(verifiedFiles)} files again: their content is right.`] : []),
    problems.length === 0
      ? 'Every file was verified while it was written.'
      : `${formatCount(problems.length)} entries were not restored or not completely; they are named above.`,
  ]
}
