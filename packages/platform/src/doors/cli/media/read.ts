import { localStorage, openRepository, type Repository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  type Missing,
  packsFor,
  type TakenVolume,
  takeVolume,
  whatIsMissing,
} from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { missingJson, missingLines } from './missing.ts'
import {
  findingLines,
  knownSeal,
  mediaSources,
  nameOfVolume,
  readLine,
  recordsOf,
  reportJson,
} from './sources.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { namedPassword, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshot } from '../repo/snapshot-choice.ts'

interface Flags {
  readonly into: string
  readonly metadataOnly: boolean
  readonly for?: string
  readonly passwordFile?: string
  readonly json: boolean
}

export const mediaRead = buildCommand<Flags, string[], AnlaufContext>({
  docs: {
    brief: 'Read volumes into a repository folder; says what is missing. Exit code 1 when something is',
    fullDescription:
      'Each volume is read once, from its beginning to its end, in any order and in as many runs as you like. Afterwards "anlauf repo restore" or stock restic restores from the folder. With the password (as for every repo command) it names the files that cannot be restored; with --for it brings only the packs that a snapshot needs.',
  },
  parameters: {
    flags: {
      into: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder of the repository; made if needed',
        placeholder: 'folder',
      },
      metadataOnly: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Stop before the first pack that the directories do not need (fast look)',
      },
      for: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only the packs for this snapshot; needs what opens the repository in the folder already',
        placeholder: 'snapshot',
      },
      passwordFile: repositoryFlags.passwordFile,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { p: 'passwordFile' },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: String,
        brief: 'Volume, drive, folder with volumes, or "-"',
        placeholder: 'volume',
      },
    },
  },
  async func(flags, ...names) {
    const records = recordsOf(this)
    const target = localStorage(flags.into)
    const only = flags.for === undefined ? undefined : await neededFor(this, flags, flags.for)
    const taken: { name: string; volume: TakenVolume }[] = []
    using progress = progressLine(this, { quiet: flags.json })
    for (const { name, source } of mediaSources(this, names)) {
      const volume = await takeVolume(source, target, {
        only,
        signal: this.signal,
        ...(flags.metadataOnly && { stopBefore: beyondDirectories(this, flags) }),
        expectedCatalogue: knownSeal(records),
        onProgress: ({ bytesDone, files, label }) =>
          progress.update({
            phase: label === undefined ? 'reading' : `volume ${label.volume}/${label.volumes}`,
            done: files,
            bytesDone,
          }),
      })
      progress.end()
      taken.push({ name, volume })
      if (volume.report.errors > 0) this.process.exitCode = 1
      if (!flags.json) printLines(this, takenLines(name, volume))
    }
    const missing = flags.metadataOnly || only !== undefined ? undefined : await missingIn(this, flags)
    if (missing !== undefined && missing.packs.length > 0) this.process.exitCode = 1
    if (flags.json) {
      printJson(this, {
        volumes: taken.map(({ name, volume }) => ({
          ...reportJson(name, volume.report),
          added: volume.added,
          added_bytes: volume.addedBytes,
        })),
        not_read: notRead(taken),
        ...(missing && missingJson(missing)),
      })
      return
    }
    printLines(this, [
      ...notRead(taken).map(({ set, volumes }) => `Not read of ${set}: volume ${volumes.join(', ')}.`),
      ...missingLines(missing, flags.into),
    ])
  },
})

function takenLines(name: string, { report, added, addedBytes }: TakenVolume): string[] {
  return [
    `${nameOfVolume(report, name)}: ${readLine(report)}, ${counted(added, 'file')} new (${formatBytes(addedBytes)})`,
    ...findingLines(report.findings, report.errors),
  ]
}

/** Volumes of the sets that were read here and did not come in this run. */
function notRead(taken: readonly { volume: TakenVolume }[]): { set: string; volumes: number[] }[] {
  const seen = new Map<string, { all: number; read: Set<number> }>()
  for (const { volume } of taken) {
    const { label } = volume.report
    if (label === undefined) continue
    const entry = seen.get(label.set) ?? { all: label.volumes, read: new Set() }
    entry.read.add(label.volume)
    seen.set(label.set, entry)
  }
  return [...seen]
    .map(([set, { all, read }]) => ({
      set,
      // A label is not authenticated: it may name a million volumes.
      volumes: Array.from({ length: Math.min(all, 100_000) }, (_, at) => at + 1).filter(
        (one) => !read.has(one),
      ),
    }))
    .filter(({ volumes }) => volumes.length > 0)
}

async function openInto(context: AnlaufContext, flags: Flags): Promise<Repository> {
  const password = await namedPassword(context, flags)
  return openRepository(localStorage(flags.into), { password, signal: context.signal })
}

async function neededFor(context: AnlaufContext, flags: Flags, id: string): Promise<ReadonlySet<string>> {
  const repository = await openInto(context, flags)
  return packsFor(repository, [await chooseSnapshot(context, repository, id)], { signal: context.signal })
}

/**
 * What opens a repository stands before its packs: at the first pack it can be opened, and its index tells the packs
 * with directories, which come first, from the others. Without a password the first pack ends the look.
 */
function beyondDirectories(
  context: AnlaufContext,
  flags: Flags,
): (file: { kind: string; id: string }) => Promise<boolean> {
  let trees: Promise<ReadonlySet<string>> | undefined
  return async ({ kind, id }) => {
    if (kind !== 'data') return false
    trees ??= openIfPossible(context, flags).then(treePacks)
    return !(await trees).has(id)
  }
}

async function treePacks(repository: Repository | undefined): Promise<ReadonlySet<string>> {
  const index = await repository?.loadIndex()
  if (index === undefined) return new Set()
  return new Set([...index.packs()].filter((pack) => index.blobsOf(pack).some(({ type }) => type === 'tree')))
}

/** Nothing without a password: then nobody can say which packs there should be. */
async function missingIn(context: AnlaufContext, flags: Flags): Promise<Missing | undefined> {
  const repository = await openIfPossible(context, flags)
  return repository === undefined ? undefined : whatIsMissing(repository, { signal: context.signal })
}

async function openIfPossible(context: AnlaufContext, flags: Flags): Promise<Repository | undefined> {
  try {
    return await openInto(context, flags)
  } catch (error) {
    if (error instanceof AnlaufError && error.code === 'input-invalid') return undefined
    throw error
  }
}
