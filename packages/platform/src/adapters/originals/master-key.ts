import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'

/** Wraps the keys of single objects; nothing else is encrypted with it. */
export interface MasterKey {
  wrap(key: Buffer, binding: string): Buffer
  /** Undefined for what was not wrapped with this key under this binding. */
  unwrap(wrapped: Buffer, binding: string): Buffer | undefined
}

/**
 * The key in `file`, made at its first use. A store that was made with another key, or whose key is gone, is never
 * given a new one: everything in it would be lost unnoticed. `mark` says in the store which key it was.
 */
export function masterKey(file: string, store: string): MasterKey {
  const mark = join(store, 'key-mark')
  if (!existsSync(file)) {
    if (existsSync(mark)) throw keyGone(file)
    create(file, `${randomBytes(32).toString('hex')}\n`)
  }
  const text = readFileSync(file, 'utf8')
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw otherKey(file, 'holds no key')
  const key = Buffer.from(text.trim(), 'hex')
  const own = createHash('sha256')
    .update(Buffer.from(hkdfSync('sha256', key, '', 'anlauf originals mark', 32)))
    .digest('hex')
  mkdirSync(store, { recursive: true, mode: 0o700 })
  if (!existsSync(mark)) create(mark, `${own}\n`)
  if (readFileSync(mark, 'utf8').trim() !== own) throw otherKey(file, 'is not the key of these originals')
  return {
    wrap: (plain, binding) => wrap(key, plain, binding),
    unwrap: (box, binding) => unwrap(key, box, binding),
  }
}

/** A random nonce for every wrapping: 2^32 objects stay far below what AES-GCM allows. */
function wrap(key: Buffer, plain: Buffer, binding: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(binding))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unwrap(key: Buffer, box: Buffer, binding: string): Buffer | undefined {
  if (box.length !== 12 + 32 + 16) return undefined
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 })
    cipher.setAAD(Buffer.from(binding))
    cipher.setAuthTag(box.subarray(-16))
    return Buffer.concat([cipher.update(box.subarray(12, -16)), cipher.final()])
  } catch {
    return undefined
  }
}

/** Written beside it and linked: two that start at once agree on one. */
function create(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, text, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

function keyGone(file: string): AnlaufError {
  return new AnlaufError('not-found', `The key of the originals, ${file}, is gone.`, {
    hint: 'Bring it back from your copy; without it no original can be read. No new one is made, nothing was changed.',
    context: { file },
  })
}

function otherKey(file: string, why: string): AnlaufError {
  return new AnlaufError('input-invalid', `${file} ${why}.`, {
    hint: 'Put the right key back from your copy. Nothing was changed.',
    context: { file },
  })
}
