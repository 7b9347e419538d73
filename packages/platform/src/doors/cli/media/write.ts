import { lockIfPossible, openRepository, type Repository, type Storage } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  chooseFiles,
  chooseUnopened,
  isSetName,
  type MediaRecords,
  planVolumes,
  type SetRecord,
  startSet,
  type Target,
  targetAt,
  writeSet,
} from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseSize } from '../flags/flag-values.ts'
import { recordsOf } from './sources.ts'
import { writtenJson, writtenLines } from './written.ts'
import { printJson, printLines, progressLine, writeOut } from '../terminal/output.ts'
import {
  namedPassword,
  namedPlace,
  namedStorage,
  type RepositoryFlags,
  repositoryFlags,
} from '../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly to: string
  readonly set?: string
  readonly name?: string
  readonly volumeSize?: number
  readonly withoutKeys: boolean
  readonly withoutPassword: boolean
  readonly overwriteDevice: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const

export const mediaWrite = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Write a repository to a set of offline volumes',
    fullDescription:
      'A folder takes as many volumes as fit, as files; a tape drive or "-" takes one each time. Stopped or out of space, load the next medium and go on with --set. Every volume can be read with tar, sha256sum and stock restic; its first entry says how.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      to: { kind: 'parsed', parse: String, brief: 'Folder, tape drive, or "-" for standard output' },
      set: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Go on with this set',
        placeholder: 'set',
      },
      name: {
        kind: 'parsed',
        parse: parseSetName,
        optional: true,
        brief: 'Name of the new set (default: made from repository and time)',
      },
      volumeSize: {
        kind: 'parsed',
        parse: parseSize,
        optional: true,
        brief: 'Largest volume: 500GB, 2TB (default: one volume for everything)',
        placeholder: 'size',
      },
      withoutKeys: { ...off, brief: 'Leave the key files out: they are kept elsewhere' },
      withoutPassword: { ...off, brief: 'Write without opening the repository, for instance on a vault' },
      overwriteDevice: { ...off, brief: 'The device may be overwritten from its beginning' },
      dryRun: { ...off, brief: 'Show the volumes, write nothing' },
      json: { ...off, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', n: 'dryRun' },
  },
  async func(flags) {
    const target = targetOf(this, flags)
    const records = recordsOf(this)
    const storage = await namedStorage(this, flags)
    const { record, repository } = await setToWrite(this, flags, { records, storage })
    // Standard output carries the volume; words go to stderr.
    const quiet = flags.json || flags.to === '-'
    if (flags.dryRun) {
      const planned = { record, written: [], leftOut: [], left: record.volumes.length }
      if (flags.json) printJson(this, { dry_run: true, ...writtenJson(planned) })
      else printLines(this, writtenLines(planned, { dryRun: true }))
      return
    }
    using progress = progressLine(this, { quiet })
    await using _lock = repository === undefined ? undefined : await lockIfPossible(repository)
    const result = await writeSet(storage, records, record, {
      target,
      now: this.now,
      signal: this.signal,
      onProgress: ({ volume, volumes, ...figures }) =>
        progress.update({ phase: `volume ${volume}/${volumes}`, ...figures }),
    })
    progress.end()
    if (result.leftOut.length > 0) this.process.exitCode = 1
    if (flags.to === '-') this.process.stderr.write(writtenLines(result, {}).join('\n') + '\n')
    else if (flags.json) printJson(this, writtenJson(result))
    else printLines(this, writtenLines(result, {}))
  },
})

function parseSetName(text: string): string {
  if (isSetName(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no name for a media set.`, {
    hint: 'Use lower-case letters, digits and "-", at most 40 characters, for instance offsite-2026-11.',
  })
}

function targetOf(context: AnlaufContext, flags: Flags): Target {
  if (flags.to === '-') return { kind: 'stream', write: (bytes) => writeOut(context, bytes) }
  // A dry run writes nothing: no device has to be given away for it.
  return targetAt(flags.to, { overwriteDevice: flags.overwriteDevice || flags.dryRun })
}

/** The set to go on with, or a new one; a dry run keeps nothing. */
async function setToWrite(
  context: AnlaufContext,
  flags: Flags,
  { records, storage }: { records: MediaRecords; storage: Storage },
): Promise<{ record: SetRecord; repository: Repository | undefined }> {
  const repository = flags.withoutPassword
    ? undefined
    : await openRepository(storage, { password: await namedPassword(context, flags), signal: context.signal })
  if (flags.set !== undefined) {
    const record = records.get(flags.set)
    if (repository !== undefined && record.repository !== '' && record.repository !== repository.id) {
      throw new AnlaufError('input-invalid', `The set ${flags.set} is of another repository.`, {
        hint: `It was begun from ${record.location}. Name that repository, or begin a new set without --set.`,
      })
    }
    return { record, repository }
  }
  const keys = !flags.withoutKeys
  const files =
    repository === undefined
      ? await chooseUnopened(storage, { keys })
      : await chooseFiles(repository, { keys, signal: context.signal })
  if (!files.head.some(({ kind }) => kind === 'config')) {
    throw new AnlaufError('not-found', 'There is no repository at this place.', {
      hint: 'Check --repo; a repository has a file "config".',
    })
  }
  const plan = planVolumes(files, { volumeBytes: flags.volumeSize })
  const createdAt = context.now().toISOString()
  const about = {
    set: flags.name ?? nameOf(repository?.id ?? 'unopened', createdAt),
    repository: repository?.id ?? '',
    location: await namedPlace(context, flags),
    createdAt,
    keys: keys ? ('here' as const) : ('elsewhere' as const),
  }
  return { record: startSet(flags.dryRun ? undefined : records, plan, about), repository }
}

/** "3f2a91bc-20261128-030000": which repository, when. */
function nameOf(repository: string, time: string): string {
  return `${repository.slice(0, 8)}-${time.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`
}
