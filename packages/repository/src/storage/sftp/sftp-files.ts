import { RepositoryError } from '../../error.ts'
import {
  type Attributes,
  type Field,
  folderMode,
  messages,
  openFlags,
  permissionAttributes,
  statusCodes,
} from './packets.ts'
import { type Asked, refusalOf, statusOf, unexpected } from './sftp-failure.ts'
import type { Answer, SftpSession } from './sftp-session.ts'

/** Calls on one session, in the words of files. `missing` where the server knows no such file. */
export function sftpFiles(session: SftpSession, host: string) {
  /** Settles an answer that is either of the wanted type or a status. */
  function settled(answer: Answer, type: number, asked: Asked): Answer | 'missing' {
    if (answer.type === type) return answer
    const status = statusOf(answer)
    if (status === undefined || status.code === statusCodes.ok) throw unexpected(host, answer)
    if (status.code === statusCodes.noSuchFile) return 'missing'
    throw refusalOf(status, asked)
  }

  async function outcome(type: number, fields: readonly Field[], asked: Asked): Promise<'done' | 'missing'> {
    const answer = await session.request(type, fields)
    const status = statusOf(answer)
    if (status === undefined) throw unexpected(host, answer)
    if (status.code === statusCodes.ok) return 'done'
    if (status.code === statusCodes.noSuchFile) return 'missing'
    throw refusalOf(status, asked)
  }

  /** For what must be there: its absence is a failure too. */
  async function done(type: number, fields: readonly Field[], asked: Asked): Promise<void> {
    if ((await outcome(type, fields, asked)) === 'missing') throw refusalOf(gone, asked)
  }

  /** What is no link, or nothing at all, is answered with a failure of few words. */
  function noLink(answer: Answer, asked: Asked): undefined {
    const status = statusOf(answer)
    if (status === undefined) throw unexpected(host, answer)
    if (status.code === statusCodes.noSuchFile || status.code === statusCodes.failure) return undefined
    throw refusalOf(status, asked)
  }

  const files = {
    host,
    session,

    async open(path: string, flags: number, asked: Asked, mode = 0): Promise<Buffer | 'missing'> {
      const attributes = (flags & openFlags.create) === 0 ? [0] : permissionAttributes(mode)
      const answer = settled(
        await session.request(messages.open, [path, flags, ...attributes]),
        messages.handle,
        asked,
      )
      return answer === 'missing' ? answer : answer.fields.bytes()
    },

    close(handle: Buffer, asked: Asked): Promise<void> {
      return done(messages.close, [handle], asked)
    },

    /** Does not follow what a close of a file that was only read comes to. */
    closeLater(handle: Buffer): void {
      session.request(messages.close, [handle]).catch(() => undefined)
    },

    async stat(path: string, asked: Asked): Promise<Attributes | undefined> {
      const answer = settled(await session.request(messages.stat, [path]), messages.attributes, asked)
      return answer === 'missing' ? undefined : answer.fields.attributes()
    },

    async statOpen(handle: Buffer, asked: Asked): Promise<Attributes> {
      const answer = settled(await session.request(messages.fstat, [handle]), messages.attributes, asked)
      if (answer === 'missing') throw refusalOf(gone, asked)
      return answer.fields.attributes()
    },

    /** Bytes from an offset, fewer than asked for or `end`. */
    async readAt(handle: Buffer, offset: number, length: number, asked: Asked): Promise<Buffer | 'end'> {
      const answer = await session.request(messages.read, [handle, BigInt(offset), length])
      if (answer.type === messages.data) return answer.fields.bytes()
      const status = statusOf(answer)
      if (status?.code === statusCodes.endOfFile) return 'end'
      throw status === undefined ? unexpected(host, answer) : refusalOf(status, asked)
    },

    writeAt(handle: Buffer, offset: number, bytes: Uint8Array, asked: Asked): Promise<void> {
      return done(messages.write, [handle, BigInt(offset), bytes], asked)
    },

    /** Asks the server to make the file durable, where it can. */
    async sync(handle: Buffer, asked: Asked): Promise<void> {
      if (session.extensions.has('fsync@openssh.com')) {
        await done(messages.extended, ['fsync@openssh.com', handle], asked)
      }
    },

    remove(path: string, asked: Asked): Promise<'done' | 'missing'> {
      return outcome(messages.remove, [path], asked)
    },

    rename(from: string, to: string, asked: Asked): Promise<void> {
      return done(messages.rename, [from, to], asked)
    },

    /** Puts a file or link in the place of what has that name; in one step where the server can. */
    async replace(from: string, to: string, asked: Asked): Promise<void> {
      if (session.extensions.has('posix-rename@openssh.com')) {
        return done(messages.extended, ['posix-rename@openssh.com', from, to], asked)
      }
      await files.remove(to, asked)
      return files.rename(from, to, asked)
    },

    /** Where a link leads; `undefined` when there is none of that name. */
    async linkTarget(path: string, asked: Asked): Promise<string | undefined> {
      const answer = await session.request(messages.readlink, [path])
      return answer.type === messages.name ? namesOf(answer)[0]?.name : noLink(answer, asked)
    },

    /** OpenSSH wants the target first, and everybody does as OpenSSH does, not as the draft says. */
    makeLink(path: string, target: string, asked: Asked): Promise<void> {
      return done(messages.symlink, [target, path], asked)
    },

    removeFolder(path: string, asked: Asked): Promise<'done' | 'missing'> {
      return outcome(messages.rmdir, [path], asked)
    },

    /** Makes a folder and those above it. */
    async makeFolder(path: string, asked: Asked, mode = folderMode): Promise<void> {
      const status = statusOf(await session.request(messages.mkdir, [path, ...permissionAttributes(mode)]))
      if (status?.code === statusCodes.ok) return
      const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
      if (status?.code === statusCodes.noSuchFile && above !== '' && above !== path) {
        await files.makeFolder(above, asked, mode)
        return files.makeFolder(path, asked, mode)
      }
      // Version 3 has no word for "exists".
      if ((await files.stat(path, asked)) !== undefined) return
      throw refusalOf(status ?? { code: statusCodes.failure, said: '' }, asked)
    },

    /** The entries of a folder in batches; nothing when there is no such folder. */
    async *entries(path: string, asked: Asked): AsyncGenerator<{ name: string; attributes: Attributes }[]> {
      const opened = settled(await session.request(messages.opendir, [path]), messages.handle, asked)
      if (opened === 'missing') return
      const handle = opened.fields.bytes()
      try {
        for (;;) {
          const answer = await session.request(messages.readdir, [handle])
          if (answer.type === messages.name) {
            yield namesOf(answer)
            continue
          }
          const status = statusOf(answer)
          if (status?.code === statusCodes.endOfFile) return
          throw status === undefined ? unexpected(host, answer) : refusalOf(status, asked)
        }
      } finally {
        files.closeLater(handle)
      }
    },

    /** Free bytes for us where the folder lies; `undefined` when the server does not tell. */
    async freeBytes(folder: string): Promise<number | undefined> {
      if (!session.extensions.has('statvfs@openssh.com')) return undefined
      const answer = await session.request(messages.extended, ['statvfs@openssh.com', folder])
      if (answer.type !== messages.extendedReply) return undefined
      const [, fragment = 0, , , available = 0] = [1, 2, 3, 4, 5].map(() => answer.fields.large())
      return fragment * available
    },
  }
  return files
}

const gone = { code: statusCodes.failure, said: 'it has vanished meanwhile' }

export type SftpFiles = ReturnType<typeof sftpFiles>

function namesOf({ fields }: Answer): { name: string; attributes: Attributes }[] {
  const entries: { name: string; attributes: Attributes }[] = []
  for (let left = fields.number(); left > 0; left -= 1) {
    const name = fields.text()
    fields.bytes()
    entries.push({ name, attributes: fields.attributes() })
  }
  return entries
}

/** A server whose answers do not fit their own lengths. */
export function malformed(host: string, cause: RangeError): RepositoryError {
  return new RepositoryError('unsupported', `${host} sends answers that end before their end.`, {
    hint: 'The SFTP server is faulty; try OpenSSH.',
    context: { host },
    cause,
  })
}
