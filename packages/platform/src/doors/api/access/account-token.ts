import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'

/** The beginning lets scanners for leaked secrets recognise it. */
const shape = /^anlauf_[A-Za-z0-9_-]{43}$/

/**
 * The token of the account that runs the server, made at its first use and kept in `<home>/api.token` with mode
 * 0600: who can read the home could use the command line, and the database, as well. Deleting the file and
 * starting again makes a new one.
 */
export async function accountToken(home: string): Promise<{ readonly file: string; readonly token: string }> {
  const file = join(home, 'api.token')
  const known = await readFile(file, 'utf8').catch(absent)
  if (known !== undefined) return { file, token: checked(known, file) }
  await mkdir(home, { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  const token = `anlauf_${randomBytes(32).toString('base64url')}`
  await writeFile(fresh, `${token}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    // Two servers that start at once agree on one token, and none is half there.
    await link(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(fresh, { force: true })
  }
  return { file, token: checked(await readFile(file, 'utf8'), file) }
}

/** SHA-256 of a token: what is kept and compared. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Takes the same time wherever they differ. */
export function isSameToken(token: string, hash: Uint8Array): boolean {
  return timingSafeEqual(tokenHash(token), hash)
}

function checked(text: string, file: string): string {
  const token = text.trim()
  if (shape.test(token)) return token
  throw new AnlaufError('api-failed', `${file} does not hold a token.`, {
    hint: 'Delete the file and start again: a new one is made.',
  })
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
