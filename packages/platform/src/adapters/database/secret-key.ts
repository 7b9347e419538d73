import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'

import { AnlaufError } from '../../core/failure.ts'

const keyBytes = 32

/**
 * Reads the key in `file`, or creates it (32 random bytes in hex, mode 0600). Two processes that create it at
 * once agree on one. Throws `database-failed` for a file that holds no key.
 */
export async function secretKey(file: string): Promise<Buffer> {
  const known = await readFile(file, 'utf8').catch(absent)
  if (known !== undefined) return decodeKey(known, file)
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(fresh, `${randomBytes(keyBytes).toString('hex')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  })
  try {
    await link(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(fresh, { force: true })
  }
  return decodeKey(await readFile(file, 'utf8'), file)
}

function decodeKey(text: string, file: string): Buffer {
  if (/^[0-9a-f]{64}\n?$/.test(text)) return Buffer.from(text.trim(), 'hex')
  throw new AnlaufError('database-failed', `${file} does not hold a key`, {
    hint: 'Delete the file: a new key is made, and every content is scanned once more.',
    context: { file },
  })
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
