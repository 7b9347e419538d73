import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { incomingName, type ObjectName, objectFolder, objectPath } from './object-path.ts'

/** An upload whose bytes are all on disk under a name that nobody reads. */
export interface StagedObject {
  readonly size: number
  readonly sha256: string
  /** Where the bytes lie until they are published. */
  readonly path: string
  /** Gives the object its name, durably. False when there is one already; nothing was changed then. */
  publish(): Promise<boolean>
  /** Takes the name back: the journal could not keep the line, so nothing was accepted. */
  retract(): Promise<void>
  /** Removes the working name; the object stays if it was published. */
  clear(): Promise<void>
}

/**
 * Writes an upload beside its place, hashing on the way, and makes it durable. What it is called by then says who
 * sends it and what it shall be: as long as that second name is there, a crash can be told from a planted file.
 * Throws what the file system says; nothing stays behind.
 */
export async function stageObject(
  vault: string,
  name: ObjectName,
  client: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StagedObject> {
  const folder = objectFolder(vault, name)
  const path = join(folder, incomingName(client, name.id, randomBytes(6).toString('hex')))
  const hash = createHash('sha256')
  let size = 0
  try {
    const file = await createFile(path)
    try {
      for await (const chunk of chunks) {
        hash.update(chunk)
        await writeAll(file, chunk)
        size += chunk.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    await remove(path)
    throw error
  }
  const target = objectPath(vault, name)
  return {
    size,
    sha256: hash.digest('hex'),
    path,
    async publish() {
      try {
        // A link refuses an existing name where a rename would replace it.
        await link(path, target)
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false
        throw error
      }
      try {
        await syncFolder(folder)
      } catch (error) {
        await remove(target)
        throw error
      }
      return true
    },
    async retract() {
      await remove(target)
      await remove(path)
      await syncFolder(folder)
    },
    clear: () => remove(path),
  }
}

/** Removes an object durably; removing what is not there succeeds. */
export async function removeObject(vault: string, name: ObjectName): Promise<void> {
  try {
    await unlink(objectPath(vault, name))
    await syncFolder(objectFolder(vault, name))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Makes the folders of a repository, durably. */
export async function createRepository(folder: string, vault: string): Promise<void> {
  for (const kind of ['keys', 'data', 'index', 'snapshots', 'locks']) {
    await mkdir(join(folder, kind), { recursive: true, mode: 0o700 })
  }
  for (let at = folder; at.startsWith(vault) && at !== vault; at = dirname(at)) await syncFolder(at)
  await syncFolder(vault)
}

/** Makes names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function createFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o400)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  // Only the folder of the first two digits may be new: a repository is made by its provisioner.
  await mkdir(dirname(path), { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  await syncFolder(dirname(dirname(path)))
  return open(path, 'wx', 0o400)
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await file.write(chunk, written, chunk.length - written)).bytesWritten
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    // A disk that became read-only keeps the working name; the next start removes it.
    if (!['ENOENT', 'EROFS'].includes(codeOf(error))) throw error
  })
}

/** `ENOENT` and its family; an empty text when the value came from elsewhere. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
