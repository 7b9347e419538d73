import { backup, type BackupOptions, type Compression, type Repository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { type BackupNotes, notesOfBackup, openFeatures } from '../../../phases/detect/index.ts'
import { backupReport } from './backup-report.ts'
import { namedSources, type SourceFlags, sourceFlags } from './backup-sources.ts'
import { chosenCompression, compressionFlag } from './compression-flag.ts'
import type { AnlaufContext } from '../context.ts'
import { featuresFlag } from '../detect/features.ts'
import { type ExcludeFlags, excludeFlags, exclusions } from './exclude-flags.ts'
import { parseResticTime, parseTags } from '../flags/flag-values.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshot } from './snapshot-choice.ts'

interface BackupFlags extends RepositoryFlags, SourceFlags, ExcludeFlags {
  readonly host?: string
  readonly tag?: readonly (readonly string[])[]
  readonly time?: Date
  readonly parent?: string
  readonly force: boolean
  readonly ignoreInode: boolean
  readonly ignoreCtime: boolean
  readonly withAtime: boolean
  readonly stdin: boolean
  readonly stdinFilename?: string
  readonly compression?: Compression
  readonly asRoot?: string
  readonly features?: string
  readonly dryRun: boolean
  readonly quiet: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const
const text = { kind: 'parsed', parse: String, optional: true } as const

export const repoBackup = buildCommand<BackupFlags, string[], AnlaufContext>({
  docs: { brief: 'Back up folders and files as one snapshot' },
  parameters: {
    flags: {
      ...repositoryFlags,
      host: { ...text, brief: 'Host name in the snapshot (default: RESTIC_HOST, this host)' },
      tag: {
        kind: 'parsed',
        parse: parseTags,
        optional: true,
        variadic: true,
        brief: 'Tags: a,b (repeatable)',
        placeholder: 'tags',
      },
      time: {
        kind: 'parsed',
        parse: parseResticTime,
        optional: true,
        brief: 'Time of the snapshot: "2026-11-23 03:00:00" (local) or ISO 8601 with zone',
      },
      ...sourceFlags,
      ...excludeFlags,
      parent: {
        ...text,
        brief: 'Snapshot whose unchanged files are not read again',
        placeholder: 'snapshot',
      },
      force: { ...off, brief: 'Read every file again' },
      ignoreInode: { ...off, brief: 'A file with another inode and change time may be unchanged' },
      ignoreCtime: { ...off, brief: 'A file with another change time may be unchanged' },
      withAtime: { ...off, brief: 'Store access times' },
      stdin: { ...off, brief: 'Store standard input as one file' },
      stdinFilename: { ...text, brief: 'Its name in the snapshot (default: stdin)', placeholder: 'filename' },
      compression: compressionFlag,
      asRoot: {
        ...text,
        brief: 'Store paths as if this folder were "/" (for mounted file-system snapshots)',
        placeholder: 'folder',
      },
      features: {
        ...featuresFlag,
        optional: true,
        brief: 'Folder for records of what is stored, measured on the way; "detect triage" reads them',
      },
      dryRun: { ...off, brief: 'Show what would be stored, store nothing' },
      quiet: { ...off, brief: 'Say only what went wrong' },
      json: { ...off, brief: "restic's JSON messages on stdout, one a line" },
    },
    aliases: {
      r: 'repo',
      p: 'passwordFile',
      H: 'host',
      e: 'exclude',
      x: 'oneFileSystem',
      f: 'force',
      n: 'dryRun',
      q: 'quiet',
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Folder or file to back up', placeholder: 'path' },
    },
  },
  async func(flags, ...args) {
    const { paths, missing, stdin } = await sources(this, flags, args)
    const excluded = await exclusions(this, flags)
    const compression = chosenCompression(this, flags.compression)
    const repository = await openNamedRepository(this, flags)
    const hostname = flags.host ?? this.process.env['RESTIC_HOST'] ?? ''
    const parent =
      flags.parent === undefined ? undefined : await chooseSnapshot(this, repository, flags.parent)
    using report = backupReport(this, flags)
    using notes = notesFor(this, repository, flags)
    const result = await backup(repository, {
      ...(notes === undefined ? {} : { observer: notes.observer }),
      paths,
      ...stdin,
      ...excluded,
      compression,
      force: flags.force,
      ignoreInode: flags.ignoreInode,
      ignoreCtime: flags.ignoreCtime,
      withAtime: flags.withAtime,
      dryRun: flags.dryRun,
      signal: this.signal,
      ...(hostname === '' ? {} : { hostname }),
      ...(flags.tag === undefined ? {} : { tags: tagsOf(flags.tag) }),
      ...(flags.time === undefined ? {} : { time: flags.time }),
      ...(flags.asRoot === undefined ? {} : { asRoot: flags.asRoot }),
      ...(parent === undefined ? {} : { parent: parent.id }),
      onProgress: (figures) => report.onProgress(figures),
      onProblem: (problem) => report.onProblem(problem),
      onNotice: (notice) => report.onNotice(notice),
    })
    // 3 is restic's exit code for "snapshot stored, but some files could not be read".
    if (result.problems + missing > 0) this.process.exitCode = 3
    report.end(result, missing)
  },
})

/** A folder that cannot be used is said before the backup, trouble on the way does not stop it. */
function notesFor(
  context: AnlaufContext,
  repository: Repository,
  { features, dryRun }: BackupFlags,
): BackupNotes | undefined {
  if (features === undefined || dryRun) return undefined
  return notesOfBackup(openFeatures(features, repository), (error) => {
    const reason = error instanceof Error ? error.message : String(error)
    context.process.stderr.write(
      `The records in ${features} are incomplete (${reason}); "anlauf detect features" makes the rest.\n`,
    )
  })
}

async function sources(
  context: AnlaufContext,
  flags: BackupFlags,
  args: readonly string[],
): Promise<{ paths: readonly string[]; missing: number; stdin?: Pick<BackupOptions, 'stdin'> }> {
  if (!flags.stdin) return namedSources(context, flags, args)
  const lists = [flags.filesFrom, flags.filesFromVerbatim, flags.filesFromRaw]
  const stream = context.process.stdin
  if (args.length > 0 || lists.some((list) => list !== undefined) || stream === undefined) {
    throw new AnlaufError('input-invalid', '--stdin stores standard input and nothing else.', {
      hint: 'Leave out the paths and lists of paths, or back them up with a command of their own.',
    })
  }
  return { paths: [], missing: 0, stdin: { stdin: { stream, filename: flags.stdinFilename ?? 'stdin' } } }
}

function tagsOf(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.flat().filter((tag) => tag !== '')
}
