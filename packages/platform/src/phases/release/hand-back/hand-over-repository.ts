import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import {
  backup,
  encodeName,
  initRepository,
  localStorage,
  type Node,
  readFile,
  type Repository,
  type Snapshot,
  walkTree,
} from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { ManifestLine } from '../../recover/index.ts'
import type { DataFacts, HandOverOptions } from './data-facts.ts'
import { differs, type Expected, expectedOf } from './expected.ts'
import { hostFolder, refuseStrangers } from './strangers.ts'

export interface TenantRepository {
  /** Opens the new repository, and nothing else does. */
  readonly password: string
  readonly unit: string
  /** Time of its snapshots. */
  readonly at: Date
  /** For tests: a lower cost makes passwords easier to guess. */
  readonly kdf?: { readonly N: number; readonly r: number; readonly p: number }
}

/**
 * Writes a released unit as a new standard repository `<to>/repository` with a master key of its own, one snapshot
 * a machine. Then everything is read back from it, decrypted and compared with the manifest: not a file more, less
 * or other. Begins anew when an earlier call left something. Throws `gate-closed`, `write-failed`.
 */
export async function handOverRepository(
  lines: readonly ManifestLine[],
  from: string,
  to: string,
  options: HandOverOptions & TenantRepository,
): Promise<Extract<DataFacts, { kind: 'repository' }>> {
  refuseStrangers(from, lines)
  const place = join(to, 'repository')
  rmSync(place, { recursive: true, force: true })
  const { password, kdf } = options
  const repository = await initRepository(localStorage(place), { password, ...(kdf && { kdf: { ...kdf } }) })
  const expected = expectedOf(lines)
  for (const host of expected.hosts) await store(repository, host, from, lines, options)
  const snapshots = await repository.listSnapshots()
  const entries = await readBack(repository, snapshots, expected, lines, options)
  return {
    kind: 'repository',
    repositoryId: repository.config.id,
    snapshots: snapshots.map(({ id, hostname = '' }) => ({
      id,
      host: hostname,
      entries: entries.get(id) ?? 0,
    })),
  }
}

async function store(
  repository: Repository,
  host: string,
  from: string,
  lines: readonly ManifestLine[],
  { unit, at, signal, onProgress }: HandOverOptions & TenantRepository,
): Promise<void> {
  const root = hostFolder(from, host).toString()
  const total = lines.length
  const bytesTotal = lines.reduce((sum, { size }) => sum + size, 0)
  await backup(repository, {
    paths: [root],
    asRoot: root,
    hostname: host,
    username: 'anlauf',
    time: at,
    tags: [`tenant:${unit}`],
    force: true,
    ...(signal !== undefined && { signal }),
    onProgress: ({ done, bytesDone }) =>
      onProgress?.({ phase: 'hand over', done: Math.min(done, total), total, bytesDone, bytesTotal }),
    onProblem: ({ path }) => {
      throw differs({ host, path }, 'cannot be read in the released folder')
    },
  })
}

/** Reads all snapshots of the new repository; how many files and links each holds. */
async function readBack(
  repository: Repository,
  snapshots: readonly Snapshot[],
  expected: Expected,
  lines: readonly ManifestLine[],
  { signal, onProgress }: HandOverOptions,
): Promise<ReadonlyMap<string, number>> {
  const progress = {
    phase: 'read back' as const,
    done: 0,
    total: lines.length,
    bytesDone: 0,
    bytesTotal: lines.reduce((sum, { size }) => sum + size, 0),
  }
  const entries = new Map<string, number>()
  for (const { id, tree, hostname: host = '' } of snapshots) {
    for await (const { path, node } of walkTree(repository, tree, { signal })) {
      if (node.type === 'dir') {
        if (!expected.leadsOn(host, path)) throw differs({ host, path }, 'was stored and was not released')
        continue
      }
      const line = expected.lineAt(host, path)
      if (line?.type !== node.type) throw differs({ host, path }, 'was stored and was not released')
      if ((await hashOf(repository, node)) !== line.sha256) throw differs(line, 'is not what was released')
      entries.set(id, (entries.get(id) ?? 0) + 1)
      progress.done += 1
      progress.bytesDone += line.size
      onProgress?.({ ...progress })
    }
  }
  if (progress.done !== lines.length) throw incomplete(lines.length - progress.done)
  return entries
}

async function hashOf(repository: Repository, node: Node): Promise<string> {
  const hash = createHash('sha256')
  if (node.type === 'symlink') return hash.update(encodeName(node.linkTarget ?? '')).digest('hex')
  for await (const piece of readFile(repository, node)) hash.update(piece)
  return hash.digest('hex')
}

function incomplete(missing: number): AnlaufError {
  return new AnlaufError('gate-closed', `${missing} released files are not in the new repository.`, {
    hint: 'Somebody took them away from the released folder. Release the unit again; nothing was handed back.',
  })
}
