import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs'

import { RepositoryError } from '../error.ts'
import { systemCode } from '../storage/index.ts'

interface Mark {
  readonly file: string
  /** What the file must start with; empty when its presence is enough. */
  readonly header: Buffer
}

/**
 * Leaves out what lies beside a marking file, the marking file itself excepted: restic's
 * `--exclude-if-present`. A mark with the wrong header is named and leaves nothing out.
 * Throws `invalid-argument` for a mark without a file name.
 */
export function markedFolders(
  specifications: readonly string[],
  ground: {
    toReal: (path: string) => Buffer
    onNotice: (notice: { path: string; message: string }) => void
  },
): (path: string) => boolean {
  if (specifications.length === 0) return () => false
  const marks = specifications.map((specification) => ({ mark: markOf(specification), known: lastFolder() }))
  return (path) => {
    const cut = path.lastIndexOf('/')
    const [folder, name] = [path.slice(0, cut), path.slice(cut + 1)]
    return marks.some(({ mark, known }) => {
      if (name === mark.file) return false
      return known(folder, () => isMarkedBy(`${folder}/${mark.file}`, mark, ground))
    })
  }
}

function markOf(specification: string): Mark {
  const colon = specification.indexOf(':')
  const file = colon === -1 ? specification : specification.slice(0, colon)
  if (file !== '' && !file.includes('/')) {
    return { file, header: Buffer.from(colon === -1 ? '' : specification.slice(colon + 1)) }
  }
  throw new RepositoryError('invalid-argument', `"${specification}" names no file that marks a folder.`, {
    hint: 'Write filename or filename:header, for instance .nobackup.',
  })
}

/** The entries of a folder follow each other, apart from its subfolders: one answer a depth is enough. */
function lastFolder(): (folder: string, answer: () => boolean) => boolean {
  const byDepth = new Map<number, { folder: string; answer: boolean }>()
  return (folder, answer) => {
    const depth = folder.split('/').length
    const last = byDepth.get(depth)
    if (last?.folder === folder) return last.answer
    const fresh = { folder, answer: answer() }
    byDepth.set(depth, fresh)
    return fresh.answer
  }
}

function isMarkedBy(path: string, mark: Mark, ground: Parameters<typeof markedFolders>[1]): boolean {
  try {
    const place = ground.toReal(path)
    if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return false
    if (mark.header.length === 0 || startsWith(place, mark.header)) return true
    ground.onNotice({ path, message: 'it does not start with the expected header, so it marks nothing' })
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return false
    ground.onNotice({ path, message: 'it cannot be read, so it marks nothing' })
  }
  return false
}

function startsWith(place: Buffer, header: Buffer): boolean {
  const handle = openSync(place, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = Buffer.alloc(header.length)
    for (let length = 0; length < found.length;) {
      const read = readSync(handle, found, length, found.length - length, null)
      if (read === 0) return false
      length += read
    }
    return found.equals(header)
  } finally {
    closeSync(handle)
  }
}
