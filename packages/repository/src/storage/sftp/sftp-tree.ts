import { randomBytes } from 'node:crypto'

import { RepositoryError } from '../../error.ts'
import { withRetries, type Contact, defaultPatience } from '../remote/retry.ts'
import { createSlots } from '../remote/slots.ts'
import { defaultConnections, defaultSilenceMs } from '../remote/remote-storage.ts'
import { isFile, isFolder } from './packets.ts'
import { sftpConnection } from './sftp-connection.ts'
import type { Asked } from './sftp-failure.ts'
import { malformed, type SftpFiles, sftpFiles } from './sftp-files.ts'
import type { SftpOptions, SftpPlace } from './sftp-storage.ts'
import { readBounded, writeNewFile } from './sftp-transfer.ts'

/** Everybody may read what is published; only we write it. */
const publicFile = 0o644
const publicFolder = 0o755

/** Plain files below a folder of an SSH server, for what is published there. Paths are relative to that folder. */
export interface SftpTree extends AsyncDisposable {
  /** A file, or `undefined`; `too-long` when it has more than `most` bytes, of which none is read. */
  read(path: string, most: number): Promise<Buffer | 'too-long' | undefined>
  /** Writes a file beside its name, then puts it in its place; folders are made. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Sizes of all files below a folder by their path from it; links are left out. */
  sizes(folder: string): Promise<ReadonlyMap<string, number>>
  rename(from: string, to: string): Promise<void>
  /** Removes a folder with everything in it. */
  removeTree(folder: string): Promise<void>
  removeFile(path: string): Promise<void>
  linkTarget(path: string): Promise<string | undefined>
  /** Lets a link lead elsewhere: in one step where the server knows `posix-rename@openssh.com`. */
  pointLink(path: string, target: string): Promise<void>
  makeFolder(path: string): Promise<void>
}

/** Opens the tree; connects when it is first used. Errors as of `sftpStorage`. */
export function sftpTree(where: SftpPlace, options: SftpOptions = {}): SftpTree {
  const contact: Contact = { reached: false }
  const { args, command, env, signal } = options
  const connection = sftpConnection(
    { ...where, args, command, env },
    { silenceMs: options.silenceMs ?? defaultSilenceMs, contact, signal },
  )
  const inSlot = createSlots(options.connections ?? defaultConnections)
  const patience = { ...defaultPatience, ...options.patience }
  const { host, path: root } = where
  const at = (path: string): string => (path === '' ? root : root === '/' ? `/${path}` : `${root}/${path}`)

  function on<T>(
    verb: Asked['verb'],
    object: string,
    work: (files: SftpFiles, asked: Asked) => Promise<T>,
  ): Promise<T> {
    const asked: Asked = { verb, object, host }
    const once = (): Promise<T> =>
      connection.use(async (session) => {
        try {
          return await work(sftpFiles(session, host), asked)
        } catch (error) {
          throw error instanceof RangeError ? malformed(host, error) : error
        }
      })
    return withRetries(() => inSlot(once, signal), { patience, contact, signal, onRetry: options.onRetry })
  }

  const tree: SftpTree = {
    read: (path, most) => on('read', path, (files, asked) => readBounded(files, at(path), most, asked)),

    write: (path, bytes) =>
      on('write', path, async (files, asked) => {
        const fresh = `${at(path)}.${randomBytes(6).toString('hex')}`
        const write = (): Promise<'written' | 'no-folder'> =>
          writeNewFile(files, fresh, [bytes], { asked, mode: publicFile })
        if ((await write()) === 'no-folder') {
          await files.makeFolder(above(at(path)), asked, publicFolder)
          await write()
        }
        await files.replace(fresh, at(path), asked)
      }),

    async sizes(folder) {
      const found = new Map<string, number>()
      await on('list', folder, async (files, asked) => {
        found.clear()
        for await (const { path, size } of below(files, at(folder), '', asked)) found.set(path, size)
      })
      return found
    },

    rename: (from, to) => on('write', to, (files, asked) => files.rename(at(from), at(to), asked)),

    removeTree: (folder) => on('remove', folder, (files, asked) => removeBelow(files, at(folder), asked)),

    removeFile: (path) =>
      on('remove', path, async (files, asked) => {
        await files.remove(at(path), asked)
      }),

    linkTarget: (path) => on('read', path, (files, asked) => files.linkTarget(at(path), asked)),

    pointLink: (path, target) =>
      on('write', path, async (files, asked) => {
        const fresh = `${at(path)}.${randomBytes(6).toString('hex')}`
        await files.makeLink(fresh, target, asked)
        try {
          await files.replace(fresh, at(path), asked)
        } catch (error) {
          await files.remove(fresh, asked).catch(() => undefined)
          throw error
        }
      }),

    makeFolder: (path) =>
      on('write', path, (files, asked) => files.makeFolder(at(path), asked, publicFolder)),

    [Symbol.asyncDispose]: () => Promise.resolve(connection.close()),
  }
  return tree
}

/** More files than any site has; a server that lists more leads us in circles. */
const maxFiles = 100_000

async function* below(
  files: SftpFiles,
  folder: string,
  prefix: string,
  asked: Asked,
): AsyncGenerator<{ path: string; size: number }> {
  const folders: string[] = []
  let count = 0
  for await (const entries of files.entries(folder, asked)) {
    for (const { name, attributes } of entries) {
      if (name === '.' || name === '..' || name.includes('/')) continue
      count += 1
      if (count > maxFiles) throw tooMany(files.host)
      if (isFolder(attributes)) folders.push(name)
      else if (isFile(attributes)) yield { path: `${prefix}${name}`, size: attributes.size ?? -1 }
    }
  }
  for (const name of folders) yield* below(files, `${folder}/${name}`, `${prefix}${name}/`, asked)
}

async function removeBelow(files: SftpFiles, folder: string, asked: Asked): Promise<void> {
  for await (const entries of files.entries(folder, asked)) {
    for (const { name, attributes } of entries) {
      if (name === '.' || name === '..' || name.includes('/')) continue
      if (isFolder(attributes)) await removeBelow(files, `${folder}/${name}`, asked)
      else await files.remove(`${folder}/${name}`, asked)
    }
  }
  await files.removeFolder(folder, asked)
}

function above(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

function tooMany(host: string): RepositoryError {
  return new RepositoryError('limit-exceeded', `${host} lists more than ${maxFiles} files in one folder.`, {
    hint: 'Name a folder of its own for the site.',
    context: { host },
  })
}
