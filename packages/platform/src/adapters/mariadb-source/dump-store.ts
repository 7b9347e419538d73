import { findNode, type Node, readFile, type Repository, type Snapshot } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { type Inventory, parseInventory } from '../../phases/recover/databases/index.ts'
import { type DumpManifest, parseManifest } from '../../phases/recover/databases/mariadb/index.ts'

/** Tag of everything that this folder stores. */
export const storeTag = 'anlauf-mariadb'

export const dumpPath = (server: string): string => `/mariadb/${server}`

/** A dump in the repository. */
export interface StoredDump {
  readonly snapshot: Snapshot
  readonly manifest: DumpManifest
}

/** A list of ours is not longer; what is, is not read into memory. */
const maxSmallFile = 256 * 1024 * 1024

/** The dumps of a server by time. Nothing that is stored is believed before it is read. */
export async function listDumps(repository: Repository, server: string): Promise<readonly StoredDump[]> {
  const dumps: StoredDump[] = []
  for (const snapshot of await repository.listSnapshots()) {
    if (!snapshot.paths.includes(dumpPath(server))) continue
    const manifest = parseManifest((await smallFile(repository, { snapshot, server }, 'manifest.json')) ?? '')
    if (manifest?.server === server) dumps.push({ snapshot, manifest })
  }
  return dumps.sort((a, b) => Date.parse(a.snapshot.time) - Date.parse(b.snapshot.time))
}

/** The dump that a person names, or the newest that was begun before a moment. Throws `not-found`. */
export function chooseDump(
  dumps: readonly StoredDump[],
  server: string,
  { id, before }: { readonly id?: string | undefined; readonly before?: Date | undefined },
): StoredDump {
  const fitting = dumps.filter(({ snapshot, manifest }) =>
    id === undefined
      ? before === undefined || manifest.schemas.every(({ moment }) => new Date(moment) < before)
      : id !== '' && snapshot.id.startsWith(id),
  )
  const chosen = fitting.at(-1)
  if (chosen !== undefined && (id === undefined || fitting.length === 1)) return chosen
  throw new AnlaufError(
    'not-found',
    id === undefined
      ? `There is no dump of ${server}${before === undefined ? '' : ` from before ${before.toISOString()}`}.`
      : `${fitting.length === 0 ? 'No' : 'More than one'} dump of ${server} begins with "${id}".`,
    { hint: `"anlauf protect mariadb show --server ${server}" lists them with their ids and times.` },
  )
}

/** The inventory of a dump. Throws `input-invalid`. */
export async function readInventory(
  repository: Repository,
  { snapshot, manifest: { server } }: StoredDump,
): Promise<Inventory> {
  const inventory = parseInventory(
    (await smallFile(repository, { snapshot, server }, 'inventory.json')) ?? '',
  )
  if (inventory !== undefined) return inventory
  throw new AnlaufError('input-invalid', `The dump ${snapshot.id.slice(0, 8)} holds no inventory.`, {
    hint: 'Choose another dump: this one is not as "anlauf protect mariadb dump" writes it.',
  })
}

/** One file of a dump. Throws `not-found`. */
export async function dumpNode(
  repository: Repository,
  { snapshot, manifest: { server } }: StoredDump,
  file: string,
): Promise<Node> {
  const node = await findNode(repository, snapshot.tree, `${dumpPath(server)}/${file}`)
  if (node.type === 'file') return node
  throw new AnlaufError('not-found', `${file} is no file in ${snapshot.id.slice(0, 8)}.`, {
    hint: 'Choose another dump: this one is not as "anlauf protect mariadb dump" writes it.',
  })
}

async function smallFile(
  repository: Repository,
  { snapshot, server }: { readonly snapshot: Snapshot; readonly server: string },
  name: string,
): Promise<string | undefined> {
  const node = await findNode(repository, snapshot.tree, `${dumpPath(server)}/${name}`).catch(() => undefined)
  if (node?.type !== 'file' || (node.size ?? 0) > maxSmallFile) return undefined
  const pieces: Buffer[] = []
  for await (const piece of readFile(repository, node)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
