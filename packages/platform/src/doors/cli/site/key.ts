import { buildCommand, buildRouteMap } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { signStatement } from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'
import { requirePublicReason } from './public-reason.ts'
import { jsonFlag, namesFlag, passphraseFlag, reasonFlag, rootFlag, type RootFlags } from './key-flags.ts'
import { siteKeyRevoke } from './key-revoke.ts'
import { rootKeyOf, rootOf, showKeys } from './key-shown.ts'
import {
  newKey,
  publicationKey,
  publicationKeys,
  readPassphrase,
  replaceKey,
  writeKey,
} from './publication-keys.ts'
import { keepStatement } from './kept-statements.ts'

const keyNew = buildCommand<RootFlags, [], AnlaufContext>({
  docs: {
    brief: 'Make the key that signs sites, and the offline key above it',
    fullDescription:
      'Do it long before an incident. The offline key is written to the file of --root: carry it away, keep it in two places, never on this machine. Its fingerprint goes into contracts, a DNS TXT record and onto paper.',
  },
  parameters: { flags: { root: rootFlag, passphraseFile: passphraseFlag, json: jsonFlag } },
  func({ root, passphraseFile, json }) {
    const { folder, statements } = publicationKeys(this)
    if (rootOf(statements) !== undefined) {
      throw new AnlaufError('input-invalid', 'The key of this home has an offline key above it already.', {
        hint: 'Look at both: anlauf site key show. A second one would make every reader doubt both.',
      })
    }
    const passphrase = passphraseFile === undefined ? undefined : readPassphrase(passphraseFile)
    const offline = newKey()
    // First: were it lost now, nothing names it yet.
    writeKey(root, offline, { passphrase })
    const { key } = publicationKey(this)
    const from = this.now()
    keepStatement(folder, signStatement({ kind: 'root', about: offline, from, reason: 'made together' }, key))
    keepStatement(
      folder,
      signStatement({ kind: 'certify', about: key, from, reason: 'made together' }, offline),
    )
    showKeys(this, json, [
      `The offline key is in ${root}${passphrase === undefined ? ', readable by you alone but not encrypted' : ', encrypted'}. Carry it away from this machine, twice.`,
    ])
  },
})

const keyRotate = buildCommand<
  { readonly reason: string; readonly estate?: string; readonly json: boolean },
  [],
  AnlaufContext
>({
  docs: {
    brief: 'Sign with a new key from now on; the old one says so',
    fullDescription:
      'For a key that is old, not for one that is stolen: a thief could do the same. Then use "site key revoke".',
  },
  parameters: { flags: { reason: reasonFlag, estate: namesFlag, json: jsonFlag } },
  func({ reason, estate, json }) {
    requirePublicReason(this, reason, estate)
    const { folder, file, statements } = publicationKeys(this)
    const old = publicationKey(this)
    const next = newKey()
    const from = this.now()
    keepStatement(folder, signStatement({ kind: 'rotate', about: next, from, reason }, old.key))
    // Who knows only the new key has to believe the offline key too, when it takes the new one back.
    const root = rootKeyOf(statements)
    if (root !== undefined)
      keepStatement(folder, signStatement({ kind: 'root', about: root, from, reason }, next))
    const aside = replaceKey(file, next, old)
    showKeys(this, json, [
      `The old key lies in ${aside}. Write and push the site now, or readers see the old edition.`,
    ])
  },
})

const keyShow = buildCommand<{ readonly json: boolean }, [], AnlaufContext>({
  docs: { brief: 'Fingerprints for contracts, DNS and paper, and what was said of the keys' },
  parameters: { flags: { json: jsonFlag } },
  func({ json }) {
    showKeys(this, json, [])
  },
})

/** `anlauf site key …` */
export const siteKeyRoutes = buildRouteMap({
  docs: { brief: 'Keys that sign the site' },
  routes: { new: keyNew, rotate: keyRotate, revoke: siteKeyRevoke, show: keyShow },
})
