import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { isId } from '../id.ts'
import { readFailure, systemCode, writeFailure } from './failure.ts'
import { legacyFolder, legacyPathOf, pathOf } from './paths.ts'
import { missingObject, outOfRange } from './remote/object-failure.ts'
import { createSmallReads, smallRead, type SmallReads } from './small-reads.ts'
import type { FileKind, Storage } from './storage.ts'

/**
 * A repository in a folder of this machine: `config`, `keys/`, `data/xx/`, `index/`, `snapshots/`, `locks/`.
 * The flat layout of old S3 buckets (`data/<id>`, singular folder names) is read, never written.
 */
export function localStorage(folder: string): Storage {
  const smallReads = createSmallReads()
  return {
    list: (kind) => listFiles(folder, kind),
    read: async (kind, id, range) =>
      (kind === 'data' && range !== undefined && range.length <= smallRead
        ? readSmall(smallReads, folder, id, range)
        : undefined) ?? readRange(folder, kind, id, range),
    write: (kind, id, bytes) =>
      writeOnce(pathsOf(folder, kind, id)[0], bytes instanceof Uint8Array ? [bytes] : bytes),
    remove: (kind, id) => removeFile(pathsOf(folder, kind, id)),
    stat: async (kind, id) => (await firstExisting(pathsOf(folder, kind, id)))?.stats,
  }
}

async function* listFiles(folder: string, kind: FileKind): AsyncGenerator<{ id: string; size: number }> {
  if (kind === 'config') {
    const size = (await sizeOf(join(folder, 'config')))?.size
    if (size !== undefined) yield { id: 'config', size }
    return
  }
  if (kind === 'data') {
    for await (const name of namesIn(join(folder, 'data'))) {
      if (/^[0-9a-f]{2}$/.test(name)) yield* idsIn(join(folder, 'data', name))
    }
  } else {
    yield* idsIn(join(folder, kind))
  }
  if (legacyFolder[kind] !== kind || kind === 'data') yield* idsIn(join(folder, legacyFolder[kind]))
}

async function* idsIn(folder: string): AsyncGenerator<{ id: string; size: number }> {
  for await (const name of namesIn(folder)) {
    if (!isId(name)) continue
    const stats = await sizeOf(join(folder, name))
    // Locks and packs may vanish between the listing and the look.
    if (stats !== undefined) yield { id: name, size: stats.size }
  }
}

async function* namesIn(folder: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) yield entry.name
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw readFailure(error, folder)
  }
}

/** Undefined when anything is unusual: the careful way then finds the words for it. */
function readSmall(
  reads: SmallReads,
  folder: string,
  id: string,
  range: { offset: number; length: number },
): Buffer | undefined {
  try {
    return reads.read(pathsOf(folder, 'data', id)[0], range.offset, range.length)
  } catch {
    return undefined
  }
}

async function readRange(
  folder: string,
  kind: FileKind,
  id: string,
  range: { offset: number; length: number } | undefined,
): Promise<Buffer> {
  const found = await openFirst(pathsOf(folder, kind, id), kind, id)
  try {
    const offset = range?.offset ?? 0
    const length = range?.length ?? (await found.stat()).size
    if (offset < 0 || length < 0) throw outOfRange(kind, id, offset, length)
    return await readExactly(found, kind, id, offset, length)
  } catch (error) {
    throw readFailure(error, `${kind}/${id}`)
  } finally {
    await found.close()
  }
}

async function readExactly(
  file: FileHandle,
  kind: FileKind,
  id: string,
  offset: number,
  length: number,
): Promise<Buffer> {
  // A forged index may ask for 4 GiB of a small file: look before allocating.
  if (offset + length > (await file.stat()).size) throw outOfRange(kind, id, offset, length)
  const buffer = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) throw outOfRange(kind, id, offset, length)
    filled += bytesRead
  }
  return buffer
}

async function writeOnce(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}-tmp-${randomBytes(6).toString('hex')}`
  try {
    const file = await createIn(dirname(path), temporary)
    try {
      // writev may write less than asked; the loop of writeFile does not.
      for (const piece of pieces) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw writeFailure(error, path)
  }
}

async function createIn(folder: string, temporary: string): Promise<FileHandle> {
  try {
    return await open(temporary, 'wx', 0o400)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await syncFolder(dirname(folder))
  return open(temporary, 'wx', 0o400)
}

/** `link` refuses an existing name, `rename` would replace it; file systems without links get the check. */
async function publish(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
    await unlink(temporary)
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EOPNOTSUPP') throw error
    if ((await sizeOf(path)) !== undefined) throw Object.assign(new Error('exists'), { code: 'EEXIST' })
    await rename(temporary, path)
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems cannot sync folders; they order renames themselves.
    const code = systemCode(error)
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error
  } finally {
    await handle.close()
  }
}

async function removeFile(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      await unlink(path)
      await syncFolder(dirname(path))
    } catch (error) {
      const code = systemCode(error)
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw writeFailure(error, path)
    }
  }
}

async function openFirst(paths: readonly string[], kind: FileKind, id: string): Promise<FileHandle> {
  for (const path of paths) {
    try {
      // A pipe under the name of a pack would otherwise be waited for without end.
      return await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    } catch (error) {
      const code = systemCode(error)
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw readFailure(error, path)
    }
  }
  throw missingObject(kind, id)
}

async function firstExisting(paths: readonly string[]): Promise<{ stats: { size: number } } | undefined> {
  for (const path of paths) {
    const stats = await sizeOf(path)
    if (stats !== undefined) return { stats }
  }
  return undefined
}

async function sizeOf(path: string): Promise<{ size: number } | undefined> {
  try {
    const stats = await stat(path)
    return stats.isFile() ? { size: stats.size } : undefined
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw readFailure(error, path)
  }
}

/** The path a file has, then the path it may have in an old bucket. Refuses names that are no ids. */
function pathsOf(folder: string, kind: FileKind, id: string): [string, ...string[]] {
  const legacy = legacyPathOf(kind, id)
  return legacy === undefined
    ? [join(folder, pathOf(kind, id))]
    : [join(folder, pathOf(kind, id)), join(folder, legacy)]
}
