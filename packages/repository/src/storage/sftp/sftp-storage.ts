import { randomBytes } from 'node:crypto'

import { RepositoryError } from '../../error.ts'
import { isId } from '../../id.ts'
import type { RepositoryLocation } from '../location.ts'
import { pathOf } from '../paths.ts'
import { maxListed, tooMany } from '../remote/list-limit.ts'
import { forManyWaiters } from '../remote/many-waiters.ts'
import { defaultSilenceMs, type RemoteOptions, remoteStorage } from '../remote/remote-storage.ts'
import { configList, type FileList, type SingleTries } from '../remote/single-tries.ts'
import type { Storage } from '../storage.ts'
import { fileMode, isFile } from './packets.ts'
import { type SftpConnection, sftpConnection } from './sftp-connection.ts'
import { type Asked, noSpace } from './sftp-failure.ts'
import { malformed, type SftpFiles, sftpFiles } from './sftp-files.ts'
import type { SftpSession } from './sftp-session.ts'
import { readFile, writeNewFile } from './sftp-transfer.ts'

/** A repository on an SSH server. */
export type SftpPlace = Omit<Extract<RepositoryLocation, { scheme: 'sftp' }>, 'scheme'>

export interface SftpOptions extends RemoteOptions {
  /** Further arguments for ssh, or a whole command instead of it, as with restic. */
  readonly args?: string | undefined
  readonly command?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

/** The 256 folders of packs are listed this many at a time: their requests overlap on one connection. */
const foldersAtOnce = 16

/**
 * A repository behind `ssh -s sftp`: version 3 of the protocol over one ssh process, whose configuration, keys
 * and agent are used as they are. Written under a temporary name, made durable where the server offers
 * `fsync@openssh.com`, then renamed; a name that exists is never replaced. Not guaranteed: that the folder's
 * entry survives a power cut, SFTP has no word for that. Errors in addition to those of `Storage`:
 * `unreachable`, `untrusted` (host key), `access-denied`, `unsupported`, `aborted`.
 */
export function sftpStorage(where: SftpPlace, options: SftpOptions = {}): Storage & AsyncDisposable {
  const contact = { reached: false }
  const signal = forManyWaiters(options.signal)
  const { args, command, env } = options
  const connection = sftpConnection(
    { ...where, args, command, env },
    { silenceMs: options.silenceMs ?? defaultSilenceMs, contact, signal },
  )
  const tries = sftpTries(connection, where)
  return {
    ...remoteStorage(tries, { ...options, signal, place: where.host, contact }),
    [Symbol.asyncDispose]: () => Promise.resolve(connection.close()),
  }
}

function sftpTries(connection: SftpConnection, { host, path: root }: SftpPlace): SingleTries {
  const at = (path: string): string => (root === '/' ? `/${path}` : `${root}/${path}`)

  const on = <T>(work: (files: SftpFiles) => Promise<T>, run = connection.use): Promise<T> =>
    run(async (session: SftpSession) => {
      try {
        return await work(sftpFiles(session, host))
      } catch (error) {
        throw error instanceof RangeError ? malformed(host, error) : error
      }
    })

  /** Temporary files of tries whose connection broke; the next try that gets through removes them. */
  const leftovers = new Set<string>()
  async function removeLeftovers(files: SftpFiles, asked: Asked): Promise<void> {
    for (const path of leftovers) {
      leftovers.delete(path)
      await files.remove(path, asked).catch(() => undefined)
    }
  }

  const tries: SingleTries = {
    list: (kind) => async () => {
      if (kind === 'config') return configList(await tries.stat(kind, 'config'))
      const asked: Asked = { verb: 'list', object: kind, host }
      return on((files) =>
        kind === 'data' ? listPacks(files, at('data'), asked) : listFolders(files, [at(kind)], asked),
      )
    },

    async read(kind, id, range) {
      const asked: Asked = { verb: 'read', object: `${kind}/${id}`, host }
      return on((files) => readFile(files, at(pathOf(kind, id)), { kind, id, range, asked }))
    },

    async write(kind, id, pieces) {
      const asked: Asked = { verb: 'write', object: `${kind}/${id}`, host }
      return on(async (files) => {
        await removeLeftovers(files, asked)
        return publish(files, at(pathOf(kind, id)), pieces, { asked, leftovers })
      })
    },

    async remove(kind, id) {
      const asked: Asked = { verb: 'remove', object: `${kind}/${id}`, host }
      const run = kind === 'locks' ? connection.cleanup : connection.use
      await on((files) => files.remove(at(pathOf(kind, id)), asked), run)
    },

    async stat(kind, id) {
      const asked: Asked = { verb: 'read', object: `${kind}/${id}`, host }
      const attributes = await on((files) => files.stat(at(pathOf(kind, id)), asked))
      if (attributes?.size === undefined || !isFile(attributes)) return undefined
      return { size: attributes.size }
    },
  }
  return tries
}

async function publish(
  files: SftpFiles,
  path: string,
  pieces: readonly Uint8Array[],
  { asked, leftovers }: { asked: Asked; leftovers: Set<string> },
): Promise<'written' | 'exists'> {
  const temporary = `${path}-tmp-${randomBytes(6).toString('hex')}`
  const folder = path.slice(0, path.lastIndexOf('/')) || '/'
  const write = (): Promise<'written' | 'no-folder'> =>
    writeNewFile(files, temporary, pieces, { asked, mode: fileMode })
  try {
    if ((await write()) === 'no-folder') {
      await files.makeFolder(folder, asked)
      await write()
    }
    // Plain rename refuses a name that exists; OpenSSH links and unlinks, so of two writers one wins.
    await files.rename(temporary, path, asked)
    return 'written'
  } catch (error) {
    await files.remove(temporary, asked).catch(() => leftovers.add(temporary))
    if (!(error instanceof RepositoryError) || error.code !== 'write-failed') throw error
    if ((await files.stat(path, asked)) !== undefined) return 'exists'
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
    // A full disk is a plain failure in version 3. The temporary file is gone and its space free again.
    const free = await files.freeBytes(folder)
    throw free !== undefined && free < size ? noSpace(files.host, asked.object) : error
  }
}

async function listPacks(files: SftpFiles, folder: string, asked: Asked): Promise<FileList> {
  const folders: string[] = []
  for await (const entries of files.entries(folder, asked)) {
    for (const { name } of entries) if (/^[0-9a-f]{2}$/.test(name)) folders.push(`${folder}/${name}`)
  }
  return listFolders(files, folders, asked)
}

async function listFolders(files: SftpFiles, folders: string[], asked: Asked): Promise<FileList> {
  const list = new Map<string, number | undefined>()
  const lane = async (): Promise<void> => {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for await (const entries of files.entries(folder, asked)) {
        for (const { name, attributes } of entries) {
          if (!isId(name) || !isFile(attributes)) continue
          if (list.size === maxListed) throw tooMany(files.host)
          list.set(name, attributes.size)
        }
      }
    }
  }
  await Promise.all(Array.from({ length: foldersAtOnce }, lane))
  return list
}
