import { type FileKind, RepositoryError, type Storage } from '@anlauf/repository'

/** The files of a repository by `kind/id`; `config/config` is the config. */
export type StoredFiles = Map<string, Buffer>

/** A repository in memory; with `readOnly` it takes no write, so that thousands of checks need no lock. */
export function memoryStorage(files: StoredFiles, { readOnly = false } = {}): Storage {
  const refuse = (): void => {
    if (!readOnly) return
    throw new RepositoryError('write-failed', 'This copy is read-only.', { hint: 'It is a copy for a test.' })
  }
  return {
    async *list(kind) {
      for (const [name, bytes] of files) {
        const [folder, id = ''] = name.split('/')
        if (folder === kind) yield { id, size: bytes.length }
      }
    },
    async read(kind, id, range) {
      const bytes = files.get(`${kind}/${id}`)
      if (bytes === undefined) throw missing(kind, id)
      const { offset, length } = range ?? { offset: 0, length: bytes.length }
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw tooShort(kind, id)
      // Copied, because readers may hand the memory of what they read to a thread.
      return Buffer.from(bytes.subarray(offset, offset + length))
    },
    async write(kind, id, bytes) {
      refuse()
      files.set(`${kind}/${id}`, bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.concat(bytes))
    },
    async remove(kind, id) {
      refuse()
      files.delete(`${kind}/${id}`)
    },
    async stat(kind, id) {
      const bytes = files.get(`${kind}/${id}`)
      return bytes === undefined ? undefined : { size: bytes.length }
    },
  }
}

function missing(kind: FileKind, id: string): RepositoryError {
  return new RepositoryError('missing-object', `${kind}/${id} does not exist.`, { hint: 'It is a test.' })
}

function tooShort(kind: FileKind, id: string): RepositoryError {
  return new RepositoryError('damaged', `${kind}/${id} is shorter than asked.`, { hint: 'It is a test.' })
}
