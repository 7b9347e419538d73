import { buildCommand, buildRouteMap } from '@stricli/core'

import { publicPem } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  publicHalf,
  readStatement,
  type SignedStatement,
  signStatement,
} from '../../../core/publication/index.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  keepStatement,
  newKey,
  publicationKey,
  publicationKeys,
  readOfflineKey,
  readPassphrase,
  replaceKey,
  writeKey,
} from './publication-keys.ts'

const jsonFlag = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const
const rootFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'File of the offline key',
  placeholder: 'file',
} as const
const passphraseFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'File with the passphrase of the offline key',
  placeholder: 'file',
} as const
const reasonFlag = {
  kind: 'parsed',
  parse: parseReason,
  brief: 'Why, in a sentence that everybody may read',
  placeholder: 'text',
} as const

interface RootFlags {
  readonly root: string
  readonly passphraseFile?: string
  readonly json: boolean
}

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
    show(this, json, [
      `The offline key is in ${root}${passphrase === undefined ? ', readable by you alone but not encrypted' : ', encrypted'}. Carry it away from this machine, twice.`,
    ])
  },
})

const keyRotate = buildCommand<{ readonly reason: string; readonly json: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Sign with a new key from now on; the old one says so',
    fullDescription:
      'For a key that is old, not for one that is stolen: a thief could do the same. Then use "site key revoke".',
  },
  parameters: { flags: { reason: reasonFlag, json: jsonFlag } },
  func({ reason, json }) {
    const { folder, file } = publicationKeys(this)
    const old = publicationKey(this)
    const next = newKey()
    keepStatement(folder, signStatement({ kind: 'rotate', about: next, from: this.now(), reason }, old.key))
    const aside = replaceKey(file, next, old)
    show(this, json, [
      `The old key lies in ${aside}. Write and push the site now, or readers see the old edition.`,
    ])
  },
})

interface RevokeFlags extends RootFlags {
  readonly reason: string
}

const keyRevoke = buildCommand<RevokeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take the key back because it may be stolen, and vouch for a new one, with the offline key',
    fullDescription:
      'Readers who know the offline key, or saw the revocation once, refuse every edition that the stolen key signs. Push the site to all hosts at once afterwards, and tell by phone those who decide by it.',
  },
  parameters: {
    flags: { root: rootFlag, passphraseFile: passphraseFlag, reason: reasonFlag, json: jsonFlag },
  },
  func({ root, passphraseFile, reason, json }) {
    const { folder, file, statements } = publicationKeys(this)
    const offline = readOfflineKey(this, root, passphraseFile)
    if (rootOf(statements) !== publicHalf(offline).fingerprint) {
      throw new AnlaufError(
        'input-invalid',
        `The key in ${root} is not the one above the key of this home.`,
        {
          hint: 'Look at the fingerprints: anlauf site key show. Nothing was changed.',
        },
      )
    }
    const old = readPrivateKey(this, file)
    const next = newKey()
    const from = this.now()
    keepStatement(folder, signStatement({ kind: 'revoke', about: old.key, from, reason }, offline))
    keepStatement(folder, signStatement({ kind: 'certify', about: next, from, reason }, offline))
    replaceKey(file, next, old)
    show(this, json, [
      `Revoked: ${old.fingerprint}`,
      'Write and push the site to all hosts now: the revocation travels with it.',
    ])
  },
})

const keyShow = buildCommand<{ readonly json: boolean }, [], AnlaufContext>({
  docs: { brief: 'Fingerprints for contracts, DNS and paper, and what was said of the keys' },
  parameters: { flags: { json: jsonFlag } },
  func({ json }) {
    show(this, json, [])
  },
})

/** `anlauf site key …` */
export const siteKeyRoutes = buildRouteMap({
  docs: { brief: 'Keys that sign the site' },
  routes: { new: keyNew, rotate: keyRotate, revoke: keyRevoke, show: keyShow },
})

function show(context: AnlaufContext, json: boolean, first: readonly string[]): void {
  const { statements, file } = publicationKeys(context)
  const { key, fingerprint } = publicationKey(context)
  const root = rootOf(statements)
  const said = statements.flatMap(({ bytes }) => readStatement(bytes) ?? [])
  if (json)
    return printJson(context, {
      fingerprint,
      root: root ?? null,
      file,
      publicKey: publicPem(key),
      statements: said,
    })
  printLines(context, [
    ...first,
    `Signing key   ${fingerprint} (${file})`,
    root === undefined
      ? 'There is no offline key above it: who steals it can only be stopped by phone. anlauf site key new --root FILE'
      : `Offline key   ${root}`,
    ...said.map(
      ({ kind, fingerprint: whose, signedBy, from, reason }) =>
        `  ${from} ${kind} ${whose.slice(0, 16)}… by ${signedBy.slice(0, 16)}…: ${reason}`,
    ),
    'Hand out before an incident, by contract, letter and DNS:',
    `  _anlauf-site.example.org. TXT "v=anlauf1; sha256=${root ?? fingerprint}"`,
  ])
}

function rootOf(statements: readonly SignedStatement[]): string | undefined {
  return statements.flatMap(({ bytes }) => readStatement(bytes) ?? []).find(({ kind }) => kind === 'root')
    ?.fingerprint
}

/** It is published: one line, no names of customers that we could know of here. */
function parseReason(text: string): string {
  if (text.trim() !== '' && text.length <= 200 && !/\p{Cc}/u.test(text)) return text.trim()
  throw new AnlaufError('input-invalid', 'The reason is empty, too long or has line breaks.', {
    hint: 'One sentence of at most 200 characters; it is published with the site.',
  })
}
