import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import type { SignedStatement } from '../../../core/publication/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { readPrivateKey, type SigningKey } from '../access/private-key-file.ts'
import type { AnlaufContext } from '../context.ts'
import { readStatements } from './kept-statements.ts'

/** The keys of a home that sign sites, and what was said of them. */
export interface PublicationKeys {
  readonly file: string
  readonly folder: string
  /** Oldest first. */
  readonly statements: readonly SignedStatement[]
}

export function publicationKeys(context: Pick<AnlaufContext, 'home'>): PublicationKeys {
  const folder = join(context.home, 'site')
  return { folder, file: join(folder, 'publication.key'), statements: readStatements(folder) }
}

/** The key that signs now, made at its first use. */
export function publicationKey(
  context: Pick<AnlaufContext, 'home' | 'process'>,
): SigningKey & { readonly isNew: boolean } {
  const { file, folder } = publicationKeys(context)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const isNew = !existsSync(file) && writeKey(file, newKey(), { mayLose: true })
  return { ...readPrivateKey(context, file), isNew }
}

export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

/**
 * Writes a private key that only its owner may read, encrypted when a passphrase is given. Of two that write at once one
 * wins; the loser gets `false` with `mayLose`, else `unsafe-target`.
 */
export function writeKey(
  file: string,
  key: KeyObject,
  {
    passphrase,
    mayLose = false,
  }: { readonly passphrase?: string | undefined; readonly mayLose?: boolean } = {},
): boolean {
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 })
  const pem = key.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
  })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, pem, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (mayLose) return false
    throw new AnlaufError('unsafe-target', `${file} exists already.`, {
      hint: 'Name a new file; a key is never written over.',
    })
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Puts a new key in the place of the old one, which stays beside it under its fingerprint. */
export function replaceKey(file: string, key: KeyObject, old: SigningKey): string {
  const aside = join(dirname(file), `old-${old.fingerprint}.key`)
  if (!existsSync(aside)) linkSync(file, aside)
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeKey(fresh, key)
  renameSync(fresh, file)
  return aside
}

/** Keys that signed here before, as far as their files can still be read; who reads them is told of those that cannot. */
export function oldKeys(context: Pick<AnlaufContext, 'home' | 'process'>): readonly KeyObject[] {
  const { folder } = publicationKeys(context)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^old-[0-9a-f]{64}\.key$/.test(name))
    .flatMap((name) => {
      try {
        return readPrivateKey(context, join(folder, name)).key
      } catch (error) {
        context.process.stderr.write(
          `Warning: ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`,
        )
        return []
      }
    })
}

/** The offline key, which may be encrypted; its passphrase comes from a file, never from the command line. */
export function readOfflineKey(
  context: AnlaufContext,
  file: string,
  passphraseFile: string | undefined,
): KeyObject {
  if (passphraseFile === undefined) return readPrivateKey(context, file).key
  const pem = readInputFile(file, { what: 'private key', maxBytes: 64 * 1024 }).toString('utf8')
  try {
    const key = createPrivateKey({ key: pem, passphrase: readPassphrase(passphraseFile) })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    if (cause instanceof AnlaufError) throw cause
  }
  throw new AnlaufError('input-invalid', `${file} is no Ed25519 key that this passphrase opens.`, {
    hint: 'Check both files; a line break at the end of the passphrase does not count.',
  })
}

export function readPassphrase(file: string): string {
  const text = readInputFile(file, { what: 'passphrase', maxBytes: 4096 })
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text.length >= 12) return text
  throw new AnlaufError('input-invalid', `The passphrase in ${file} is shorter than 12 characters.`, {
    hint: 'Use five or more words that nobody else puts together.',
  })
}
