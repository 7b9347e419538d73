import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { masterKey, type MasterKey } from './master-key.ts'
import {
  type ObjectPlaces,
  objectPlaces,
  placeOnce,
  readIfThere,
  syncFolder,
  writeNew,
} from './object-folder.ts'
import { openStream, sealStream } from './sealed-stream.ts'

/** `missing`: its files are gone. `erased`: its key for this case is gone, or never was. */
export type OriginalState = 'intact' | 'damaged' | 'missing' | 'erased'

export interface PutResult {
  readonly sha256: string
  readonly size: number
  /** `known`: it was there and intact; `repaired`: it was there and damaged, and is whole again. */
  readonly kept: 'new' | 'known' | 'repaired'
}

/** The store of originals of all cases of a home. */
export interface Originals {
  put(caseId: string, content: AsyncIterable<Uint8Array>): Promise<PutResult>
  /** The content, in pieces. Throws `evidence-broken` before the last piece when the whole is not the original. */
  read(caseId: string, sha256: string): AsyncIterable<Uint8Array>
  verify(caseId: string, sha256: string): Promise<OriginalState>
  /** Destroys the key of a case; gives how many other cases can still read the content. */
  erase(caseId: string, sha256: string): Promise<number>
}

/** Opens the store below a home. Throws `not-found` or `input-invalid` when its key is gone or is another one. */
export function openOriginals(home: string): Originals {
  const store = join(home, 'originals')
  const places = objectPlaces(store)
  const master = masterKey(join(home, 'originals.key'), store)
  const originals: Originals = {
    put: (caseId, content) => put({ places, master }, caseId, content).catch(refuseInWords),
    read: (caseId, sha256) => read({ places, master }, caseId, sha256),
    verify: (caseId, sha256) => verify({ places, master }, caseId, sha256),
    erase: (caseId, sha256) => erase(places, caseId, sha256),
  }
  return originals
}

interface Store {
  readonly places: ObjectPlaces
  readonly master: MasterKey
}

async function put(store: Store, caseId: string, content: AsyncIterable<Uint8Array>): Promise<PutResult> {
  const { places, master } = store
  const incoming = places.incoming()
  try {
    const key = randomBytes(32)
    const hash = createHash('sha256')
    let size = 0
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      for await (const bytes of content) {
        hash.update(bytes)
        size += bytes.length
        yield bytes
      }
    }
    await writeNew(join(incoming, 'content'), sealStream(watched(), key))
    const sha256 = hash.digest('hex')
    await writeNew(join(incoming, `${caseId}.key`), [master.wrap(key, bindingOf(caseId, sha256))])
    await syncFolder(incoming)
    return { sha256, size, kept: await place(store, { caseId, sha256, incoming, key }) }
  } finally {
    rmSync(incoming, { recursive: true, force: true })
  }
}

/** One rename makes content and key an object; whoever comes second finds the first one's. */
async function place(
  store: Store,
  { caseId, sha256, incoming, key }: { caseId: string; sha256: string; incoming: string; key: Buffer },
): Promise<PutResult['kept']> {
  const { places, master } = store
  if (existsSync(places.tombstone(sha256, caseId))) throw wasErased(sha256)
  const folder = places.folder(sha256)
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  if (await moved(incoming, folder)) return 'new'
  await shareKey(store, caseId, sha256)
  const state = await verify(store, caseId, sha256)
  if (state === 'intact') return 'known'
  // Damaged, or noise that no case has a key to any more. Other cases that could read it can read the new one.
  for (const other of places.cases(sha256)) {
    if (other === caseId || existsSync(places.tombstone(sha256, other))) continue
    await writeNew(join(incoming, `${other}.key`), [master.wrap(key, bindingOf(other, sha256))])
  }
  await syncFolder(incoming)
  places.setAside(sha256)
  if (!(await moved(incoming, folder))) throw new Error(`${folder} cannot be replaced`)
  return 'repaired'
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    renameSync(from, to)
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
  await syncFolder(dirname(to))
  await syncFolder(dirname(dirname(to)))
  return true
}

/** A second case that secures the same content gets a key of its own: erasing for one leaves the other's. */
async function shareKey({ places, master }: Store, caseId: string, sha256: string): Promise<void> {
  const others = places.cases(sha256)
  if (others.includes(caseId)) return
  for (const other of others) {
    const wrapped = readIfThere(places.key(sha256, other))
    const key = wrapped && master.unwrap(wrapped, bindingOf(other, sha256))
    if (key === undefined) continue
    await placeOnce(places.key(sha256, caseId), master.wrap(key, bindingOf(caseId, sha256)))
    return
  }
}

async function* read(store: Store, caseId: string, sha256: string): AsyncGenerator<Uint8Array> {
  const { places, master } = store
  if (!existsSync(places.content(sha256))) throw notThere(sha256, 'missing')
  const wrapped = readIfThere(places.key(sha256, caseId))
  if (wrapped === undefined) throw notThere(sha256, 'erased')
  const key = master.unwrap(wrapped, bindingOf(caseId, sha256))
  if (key === undefined) throw damaged(sha256)
  const hash = createHash('sha256')
  // The last piece is held back until the whole is known to be the original.
  let held: Buffer | undefined
  for await (const piece of openStream(createReadStream(places.content(sha256)), key)) {
    if (piece === undefined) throw damaged(sha256)
    if (held !== undefined) yield held
    hash.update(piece)
    held = piece
  }
  if (held === undefined || hash.digest('hex') !== sha256) throw damaged(sha256)
  yield held
}

async function verify(store: Store, caseId: string, sha256: string): Promise<OriginalState> {
  if (!existsSync(store.places.content(sha256))) return 'missing'
  if (!existsSync(store.places.key(sha256, caseId))) return 'erased'
  try {
    for await (const _piece of read(store, caseId, sha256));
    return 'intact'
  } catch (error) {
    if (error instanceof AnlaufError && error.code === 'evidence-broken') return 'damaged'
    if ((error as NodeJS.ErrnoException).code === 'EIO') return 'damaged'
    throw error
  }
}

async function erase(places: ObjectPlaces, caseId: string, sha256: string): Promise<number> {
  const files = places.keys(sha256, caseId)
  const isDone = existsSync(places.tombstone(sha256, caseId)) && files.length === 0
  if (isDone) return places.cases(sha256).length
  // First, so that a program that is killed in between has not erased what may come back.
  await placeOnce(places.tombstone(sha256, caseId), Buffer.alloc(0))
  for (const file of files) {
    // Written over first: on a disk that writes in place nothing of the key is left.
    chmodSync(file, 0o600)
    const handle = await open(file, 'r+')
    await handle.write(randomBytes(60), 0, 60, 0)
    await handle.sync()
    await handle.close()
    rmSync(file, { force: true })
    await syncFolder(dirname(file))
  }
  return places.cases(sha256).length
}

/** A key counts for one case and one content only; moved elsewhere it opens nothing. */
function bindingOf(caseId: string, sha256: string): string {
  return `anlauf original ${caseId} ${sha256}`
}

function damaged(sha256: string): AnlaufError {
  return new AnlaufError(
    'evidence-broken',
    `The original ${sha256} is damaged: it is not what was secured.`,
    {
      hint: 'Nothing of it was given out. Leave it as it is, secure the file again from its source or a copy: that repairs it.',
      context: { sha256 },
    },
  )
}

function notThere(sha256: string, state: 'missing' | 'erased'): AnlaufError {
  return new AnlaufError(
    'not-found',
    state === 'missing'
      ? `The original ${sha256} is not in the store.`
      : `The key of the original ${sha256} was erased for this case, or never was there.`,
    {
      hint:
        state === 'missing'
          ? 'Look for it in a copy of the home; "anlauf evidence originals list" shows what the log knows.'
          : '"anlauf evidence originals list" shows who erased it and why. It cannot be read any more.',
      context: { sha256 },
    },
  )
}

function wasErased(sha256: string): AnlaufError {
  return new AnlaufError('input-invalid', `The original ${sha256} was erased for this case.`, {
    hint: 'It was erased on purpose. Secure it in another case if it is needed there.',
    context: { sha256 },
  })
}

function refuseInWords(error: unknown): never {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (error instanceof AnlaufError || typeof code !== 'string') throw error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    throw new AnlaufError('no-space', 'The disk of the originals is full.', {
      hint: 'Free space, then run the command again: nothing of this file was kept.',
      retry: 'later',
      cause: error,
    })
  }
  throw new AnlaufError('write-failed', `The original cannot be kept: ${(error as Error).message}`, {
    hint: 'Check the folder of the originals, its rights and its disk; nothing of this file was kept.',
    cause: error,
  })
}
