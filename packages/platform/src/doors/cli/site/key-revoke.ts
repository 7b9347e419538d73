import type { KeyObject } from 'node:crypto'
import { requirePublicReason } from './public-reason.ts'

import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  publicHalf,
  readKey,
  readStatement,
  signStatement,
  type SignedStatement,
} from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted } from '../terminal/output.ts'
import {
  passphraseFlag,
  jsonFlag,
  parseFingerprint,
  namesFlag,
  reasonFlag,
  rootFlag,
  type RootFlags,
} from './key-flags.ts'
import { rootOf, showKeys } from './key-shown.ts'
import {
  newKey,
  oldKeys,
  publicationKey,
  publicationKeys,
  readOfflineKey,
  replaceKey,
} from './publication-keys.ts'
import { keepStatement } from './kept-statements.ts'

interface RevokeFlags extends RootFlags {
  readonly reason: string
  readonly estate?: string
  readonly key?: string
}

export const siteKeyRevoke = buildCommand<RevokeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take keys back because they may be stolen, and vouch for a new one, with the offline key',
    fullDescription:
      'Takes back every key that this home ever signed with, rotated ones too: they lay in one place. With --key only that one; the present key then stays unless it is the one. A revoked key vouches for nothing any more, whatever time its editions name, and numbers that it gave no longer count for readers. Push the site to all hosts at once afterwards, and tell by phone those who decide by it.',
  },
  parameters: {
    flags: {
      root: rootFlag,
      passphraseFile: passphraseFlag,
      reason: reasonFlag,
      estate: namesFlag,
      key: {
        kind: 'parsed',
        parse: parseFingerprint,
        optional: true,
        brief: 'Fingerprint of the only key to take back (default: all that were ever used here)',
        placeholder: 'hash',
      },
      json: jsonFlag,
    },
  },
  func({ root, passphraseFile, reason, estate, key, json }) {
    requirePublicReason(this, reason, estate)
    const { folder, file, statements } = publicationKeys(this)
    const offline = readOfflineKey(this, root, passphraseFile)
    if (rootOf(statements) !== publicHalf(offline).fingerprint) {
      throw new AnlaufError(
        'input-invalid',
        `The key in ${root} is not the one above the key of this home.`,
        { hint: 'Look at the fingerprints: anlauf site key show. Nothing was changed.' },
      )
    }
    const current = publicationKey(this)
    const used = usedKeys(statements, [...oldKeys(this), current.key], rootOf(statements))
    if (key !== undefined && !used.has(key)) {
      throw new AnlaufError('not-found', `No key ${key.slice(0, 16)}… was ever used here.`, {
        hint: 'Look at the fingerprints: anlauf site key show. Nothing was changed.',
      })
    }
    const gone = revokedKeys(statements, offline)
    const taken = [...used].filter(([hash]) => (key ?? hash) === hash && !gone.has(hash))
    const from = this.now()
    for (const [, about] of taken) {
      keepStatement(folder, signStatement({ kind: 'revoke', about, from, reason }, offline))
    }
    // Also after a command that broke off here: a key that was taken back signs nothing, and needs a successor.
    const isTaken = gone.has(current.fingerprint) || taken.some(([hash]) => hash === current.fingerprint)
    const signer = isTaken ? newKey() : current.key
    // What a revoked key handed over to counts only when the offline key vouches for it too.
    keepStatement(folder, signStatement({ kind: 'certify', about: signer, from, reason }, offline))
    if (isTaken) {
      keepStatement(folder, signStatement({ kind: 'root', about: offline, from, reason }, signer))
      replaceKey(file, signer, current)
    }
    showKeys(this, json, [
      ...taken.map(([hash]) => `Revoked: ${hash}`),
      ...(taken.length === 0 ? ['Every key that was meant had been taken back before.'] : []),
      `${counted(taken.length, 'key')} taken back. Write and push the site to all hosts now: the revocation travels with it.`,
    ])
  },
})

/** Fingerprint → public or private half of every key that signed, or was to sign, sites here; the offline one is none. */
function usedKeys(
  statements: readonly SignedStatement[],
  files: readonly KeyObject[],
  root: string | undefined,
): ReadonlyMap<string, KeyObject> {
  const said = statements
    .flatMap(({ bytes }) => readStatement(bytes) ?? [])
    .filter(({ kind }) => kind === 'certify' || kind === 'rotate' || kind === 'revoke')
    .flatMap(({ key }) => readKey(key)?.key ?? [])
  const keys = new Map([...said, ...files].map((key) => [publicHalf(key).fingerprint, key]))
  if (root !== undefined) keys.delete(root)
  return keys
}

function revokedKeys(statements: readonly SignedStatement[], offline: KeyObject): ReadonlySet<string> {
  const by = publicHalf(offline).fingerprint
  return new Set(
    statements
      .flatMap(({ bytes }) => readStatement(bytes) ?? [])
      .filter(({ kind, signedBy }) => kind === 'revoke' && signedBy === by)
      .map(({ fingerprint }) => fingerprint),
  )
}
