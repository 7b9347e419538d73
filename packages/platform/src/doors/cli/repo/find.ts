import {
  findObjects,
  findPaths,
  type FoundObject,
  type FoundPath,
  idsInPacks,
  type Repository,
  type Snapshot,
} from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { parseMoment } from '../flags/flag-values.ts'
import { localTime, nodeJson, nodeLine } from './node-line.ts'
import { printJsonLine, printLines, writeOut } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshots } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface FindFlags extends RepositoryFlags, SnapshotFilterFlags {
  readonly snapshot?: readonly string[]
  readonly blob: boolean
  readonly tree: boolean
  readonly pack: boolean
  readonly showPackId: boolean
  readonly ignoreCase: boolean
  readonly long: boolean
  readonly newest?: Date
  readonly oldest?: Date
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const

export const repoFind = buildCommand<FindFlags, string[], AnlaufContext>({
  docs: { brief: 'Find files in snapshots, or what uses a blob, tree or pack' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      snapshot: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Search only this snapshot (repeatable)',
        placeholder: 'id',
      },
      blob: { ...off, brief: 'What is looked for are blob ids' },
      tree: { ...off, brief: 'What is looked for are tree ids' },
      pack: { ...off, brief: 'What is looked for are pack ids' },
      showPackId: { ...off, brief: 'Also the packs that hold the blobs or trees' },
      ignoreCase: { ...off, brief: 'Whatever the case of the names' },
      long: { ...off, brief: 'Also mode, owner, size and time' },
      newest: {
        kind: 'parsed',
        parse: parseMoment,
        optional: true,
        brief: 'Modified at or before: "2026-11-23", "2026-11-23 03:00" or ISO 8601',
        placeholder: 'time',
      },
      oldest: {
        kind: 'parsed',
        parse: parseMoment,
        optional: true,
        brief: 'Modified at or after',
        placeholder: 'time',
      },
      json: { ...off, brief: 'JSON on stdout' },
    },
    aliases: {
      r: 'repo',
      p: 'passwordFile',
      H: 'host',
      s: 'snapshot',
      i: 'ignoreCase',
      l: 'long',
      N: 'newest',
      O: 'oldest',
    },
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        brief: 'Pattern, or id with --blob, --tree, --pack',
        placeholder: 'pattern',
      },
      minimum: 1,
    },
  },
  async func(flags, ...wanted) {
    const byId = [flags.blob, flags.tree, flags.pack].filter(Boolean).length
    if (byId > 1) {
      throw new AnlaufError('input-invalid', '--blob, --tree and --pack look for different things.', {
        hint: 'Give one of them.',
      })
    }
    const repository = await openNamedRepository(this, flags)
    const filter = snapshotFilter(flags)
    const snapshots = await chooseSnapshots(this, repository, flags.snapshot ?? [], filter)
    await repository.loadIndex()
    if (byId === 1) await printObjects(this, repository, snapshots, flags, wanted)
    else await printPaths(this, repository, snapshots, flags, wanted)
  },
})

async function printPaths(
  context: AnlaufContext,
  repository: Repository,
  snapshots: readonly Snapshot[],
  flags: FindFlags,
  patterns: readonly string[],
): Promise<void> {
  const matches = findPaths(repository, snapshots, {
    patterns,
    ignoreCase: flags.ignoreCase,
    ...(flags.oldest === undefined ? {} : { oldest: nanoseconds(flags.oldest) }),
    ...(flags.newest === undefined ? {} : { newest: nanoseconds(flags.newest) }),
    signal: context.signal,
    onProblem: (problem) => unreadable(context, problem),
  })
  if (flags.json) return printPathsJson(context, matches)
  let last: Snapshot | undefined
  for await (const { snapshot, path, node } of matches) {
    if (snapshot !== last) {
      const heading = `Found in snapshot ${snapshot.id.slice(0, 8)} of ${localTime(snapshot.time)}`
      await writeOut(context, `${last === undefined ? '' : '\n'}${heading}\n`)
    }
    last = snapshot
    await writeOut(context, `${nodeLine(path, node, flags)}\n`)
  }
  if (last === undefined) printLines(context, ['Nothing was found.'])
}

/** restic's list: one object a snapshot, with its matches. */
async function printPathsJson(context: AnlaufContext, matches: AsyncIterable<FoundPath>): Promise<void> {
  const found: { matches: Record<string, unknown>[]; hits: number; snapshot: string }[] = []
  for await (const { snapshot, path, node } of matches) {
    if (found.at(-1)?.snapshot !== snapshot.id) found.push({ matches: [], hits: 0, snapshot: snapshot.id })
    const { struct_type: _, name: _name, ...fields } = nodeJson(path, node)
    const group = found.at(-1)
    group?.matches.push({
      ...fields,
      ...(node.user ? { user: node.user } : {}),
      ...(node.group ? { group: node.group } : {}),
      ...(node.links ? { links: node.links } : {}),
    })
    if (group !== undefined) group.hits += 1
  }
  printJsonLine(context, found)
}

async function printObjects(
  context: AnlaufContext,
  repository: Repository,
  snapshots: readonly Snapshot[],
  flags: FindFlags,
  ids: readonly string[],
): Promise<void> {
  const wanted = flags.pack ? await idsInPacks(repository, ids) : flags.tree ? { tree: ids } : { data: ids }
  const objects = findObjects(repository, snapshots, wanted, {
    signal: context.signal,
    onProblem: (problem) => unreadable(context, problem),
  })
  const index = await repository.loadIndex()
  const packsOf = ({ id }: FoundObject): string[] =>
    flags.showPackId ? index.locations(id).map(({ pack }) => pack) : []
  const found: Record<string, unknown>[] = []
  for await (const object of objects) {
    const { type, id, snapshot, path, parent } = object
    const kind = type === 'data' ? 'blob' : 'tree'
    const packs = packsOf(object)
    found.push({
      object_type: kind,
      id,
      path,
      ...(type === 'tree' || parent === undefined ? {} : { parent_tree: parent }),
      snapshot: snapshot.id,
      time: snapshot.time,
      ...(packs.length === 0 ? {} : { packs }),
    })
    if (flags.json) continue
    const where = type === 'data' ? `file ${path}\n     (tree ${parent ?? ''})` : `path ${path}`
    const packLines = packs.map((pack) => ` ... in pack ${pack}\n`).join('')
    const when = `${snapshot.id.slice(0, 8)} (${localTime(snapshot.time)})`
    await writeOut(context, `Found ${kind} ${id}\n ... in ${where}\n ... in snapshot ${when}\n${packLines}`)
  }
  if (flags.json) printJsonLine(context, found)
  else if (found.length === 0) printLines(context, ['Nothing was found.'])
}

function unreadable(
  context: AnlaufContext,
  { snapshot, path, error }: { snapshot: Snapshot; path: string; error: Error },
): void {
  context.process.exitCode = 1
  context.process.stderr.write(`not searched: ${snapshot.id.slice(0, 8)}:${path}: ${error.message}\n`)
}

function nanoseconds(time: Date): bigint {
  return BigInt(time.getTime()) * 1_000_000n
}
