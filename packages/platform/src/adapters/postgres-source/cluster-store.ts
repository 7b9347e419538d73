import { createHash } from 'node:crypto'

import { contentKey, findNode, type Node, readFile, type Repository, type Snapshot } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { type BaseDescription, parseArchivedName, parseBase } from '../../phases/recover/databases/index.ts'

/** Tag of everything that this folder stores. */
export const storeTag = 'anlauf-postgres'

/** A base backup in the repository. */
export interface StoredBase {
  readonly snapshot: Snapshot
  readonly description: BaseDescription
}

/** What a repository holds of one cluster. */
export interface ClusterStore {
  /** By time. */
  readonly bases: readonly StoredBase[]
  /** Archived files by name: segments and histories. */
  readonly files: ReadonlyMap<string, StoredFile>
  /** Names under which different contents lie. */
  readonly conflicts: readonly string[]
}

export interface StoredFile {
  readonly snapshot: Snapshot
  readonly node: Node
}

export const basePath = (cluster: string): string => `/postgres/${cluster}/base`
export const walPath = (cluster: string, name: string): string => `/postgres/${cluster}/wal/${name}`

/** Lists the base backups and archived files of a cluster. Nothing that is stored is believed before it is read. */
export async function readClusterStore(repository: Repository, cluster: string): Promise<ClusterStore> {
  const snapshots = await repository.listSnapshots()
  const bases: StoredBase[] = []
  const files = new Map<string, StoredFile>()
  const conflicts: string[] = []
  for (const snapshot of snapshots) {
    if (snapshot.paths.includes(basePath(cluster))) {
      const description = await describeBase(repository, snapshot, cluster)
      if (description?.cluster === cluster) bases.push({ snapshot, description })
    }
    for (const name of archivedNames(snapshot, cluster)) {
      const node = await findNode(repository, snapshot.tree, walPath(cluster, name))
      const known = files.get(name)
      if (known === undefined) files.set(name, { snapshot, node })
      else if (contentKey(known.node) !== contentKey(node)) conflicts.push(name)
    }
  }
  return { bases, files, conflicts: [...new Set(conflicts)] }
}

/** Names of archived files that a snapshot says it holds, from its paths alone. */
export function archivedNames({ paths }: Snapshot, cluster: string): string[] {
  const folder = walPath(cluster, '')
  return paths
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length))
    .filter((name) => parseArchivedName(name) !== undefined || /^[0-9A-F]{24}$/.test(name))
}

/** A small file of a base backup as text; nothing when there is none or it is too long to be ours. */
export async function readBaseFile(
  repository: Repository,
  snapshot: Snapshot,
  cluster: string,
  name: string,
): Promise<string | undefined> {
  const node = await findNode(repository, snapshot.tree, `${basePath(cluster)}/${name}`).catch(
    () => undefined,
  )
  if (node?.type !== 'file' || (node.size ?? 0) > maxSmallFile) return undefined
  const pieces: Buffer[] = []
  for await (const piece of readFile(repository, node)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const maxSmallFile = 256 * 1024 * 1024

/** SHA-256 of an archived file as it is stored. */
export async function storedHash(repository: Repository, node: Node): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of readFile(repository, node)) hash.update(piece)
  return hash.digest('hex')
}

async function describeBase(
  repository: Repository,
  snapshot: Snapshot,
  cluster: string,
): Promise<BaseDescription | undefined> {
  const text = await readBaseFile(repository, snapshot, cluster, 'base.json')
  return text === undefined ? undefined : parseBase(text)
}

/** The base backup that a person names, or the newest that a filter lets through. Throws `not-found`. */
export function chooseBase(
  { bases }: ClusterStore,
  cluster: string,
  { id, before }: { id?: string | undefined; before?: Date | undefined },
): StoredBase {
  const fitting = bases.filter(({ snapshot }) =>
    id === undefined
      ? before === undefined || new Date(snapshot.time) <= before
      : id !== '' && snapshot.id.startsWith(id),
  )
  const chosen = fitting.at(-1)
  if (chosen !== undefined && (id === undefined || fitting.length === 1)) return chosen
  throw new AnlaufError(
    'not-found',
    id === undefined
      ? `There is no base backup of ${cluster}${before === undefined ? '' : ` that ended before ${before.toISOString()}`}.`
      : `${fitting.length === 0 ? 'No' : 'More than one'} base backup of ${cluster} begins with "${id}".`,
    { hint: `"anlauf protect postgres show --cluster ${cluster}" lists them with their ids and times.` },
  )
}
