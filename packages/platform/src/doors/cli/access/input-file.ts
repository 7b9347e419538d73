import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

import { AnlaufError } from '../../../core/failure.ts'

/**
 * Reads a file that somebody names. Throws `not-found` when it cannot be opened and `input-invalid` when it is no
 * regular file, empty, or larger than `maxBytes`. `what` is the file in words: "estate file".
 */
export function readInputFile(file: string, { what, maxBytes }: { what: string; maxBytes: number }): Buffer {
  const handle = open(file, what)
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw unfit(file, what, 'is no regular file', 'Name a file.')
    if (stat.size === 0) throw unfit(file, what, 'is empty', 'Check that you named the right file.')
    if (stat.size > maxBytes) {
      throw unfit(file, what, `has more than ${maxBytes} bytes`, 'Check that you named the right file.')
    }
    return readFileSync(handle)
  } catch (error) {
    throw error instanceof AnlaufError ? error : unreadable(file, what, error)
  } finally {
    closeSync(handle)
  }
}

function open(file: string, what: string): number {
  try {
    // Without O_NONBLOCK a named pipe would let the command wait for ever.
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw unreadable(file, what, error)
  }
}

function unreadable(file: string, what: string, cause: unknown): AnlaufError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
  return new AnlaufError('not-found', `The ${what} ${file} ${why}.`, {
    hint: 'Check the path, and that this account may read the file.',
    cause,
  })
}

function unfit(file: string, what: string, why: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `The ${what} ${file} ${why}.`, { hint })
}
