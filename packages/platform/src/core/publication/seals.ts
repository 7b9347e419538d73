import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto'

import { keyFingerprint, publicPem, signCheckpoint } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { bundleLimits, type Manifest, manifestBytes } from './manifest.ts'
import { isPublicPath } from './plain-names.ts'

/** What seals a bundle and is therefore in no list of its files. */
export const sealNames = {
  manifest: 'bundle.json',
  signature: 'bundle.json.sig',
  note: 'bundle.note',
  sums: 'SHA256SUMS',
  sumsSignature: 'SHA256SUMS.sig',
} as const

/** Where a reader finds keys and what is said of them: `*.pem`, and `statement-N.json` with `statement-N.json.sig`. */
export const keyFolder = 'keys'

/** The signer's name in `bundle.note`. */
export const publicationName = 'anlauf-site'

/** Everything of a bundle but its files. */
export type Edition = Omit<Manifest, 'files'>

/**
 * Seals a site: path → bytes of all its files and of the five that vouch for them. `bundle.json.sig` and
 * `SHA256SUMS.sig` are bare Ed25519 signatures, for `openssl pkeyutl -verify -rawin`; `bundle.note` is a C2SP signed
 * note that a witness can sign too. Deterministic. Throws `input-invalid` for a path or a size that no reader takes.
 */
export function sealBundle(
  site: ReadonlyMap<string, Uint8Array>,
  edition: Edition,
  key: KeyObject,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly manifest: Manifest; readonly sha256: string } {
  refuseUnreadable(site)
  const files = new Map(
    [...site].map(([path, bytes]) => [path, { sha256: digest(bytes), bytes: bytes.length }] as const),
  )
  const manifest: Manifest = { ...edition, files }
  const bytes = manifestBytes(manifest)
  const sums = sumsOf(manifest, bytes)
  const seals: readonly (readonly [string, Uint8Array])[] = [
    [sealNames.sums, sums],
    [sealNames.sumsSignature, sign(undefined, sums, key)],
    [sealNames.note, Buffer.from(noteOf(manifest, bytes, key))],
    [sealNames.manifest, bytes],
    [sealNames.signature, sign(undefined, bytes, key)],
  ]
  return { files: new Map([...site, ...seals]), manifest, sha256: digest(bytes) }
}

/** `SHA256SUMS`: every file and `bundle.json`, as `sha256sum -c` reads it. */
export function sumsOf({ files }: Manifest, manifest: Uint8Array): Uint8Array {
  const lines = [...files]
    .map(([path, { sha256 }]) => [path, sha256] as const)
    .concat([[sealNames.manifest, digest(manifest)]])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sha256]) => `${sha256}  ${path}\n`)
  return Buffer.from(lines.join(''))
}

/** Name of a site's line of bundles, in its note. */
export function siteOrigin(incident: string): string {
  return `anlauf/site/${incident}`
}

/** The form of a checkpoint: origin, sequence, SHA-256 of `bundle.json`. */
function noteOf({ incident, sequence }: Manifest, bytes: Uint8Array, key: KeyObject): string {
  const root = createHash('sha256').update(bytes).digest()
  const checkpoint = { origin: siteOrigin(incident), size: sequence, root }
  return signCheckpoint(checkpoint, { name: publicationName, key })
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A public half with its fingerprint, as it lies in the bundle. */
export function publicHalf(key: KeyObject): { readonly pem: string; readonly fingerprint: string } {
  const half = key.type === 'public' ? key : createPublicKey(key)
  return { pem: publicPem(half), fingerprint: keyFingerprint(half) }
}

function refuseUnreadable(site: ReadonlyMap<string, Uint8Array>): void {
  const seals = new Set<string>(Object.values(sealNames))
  const bad = [...site].find(
    ([path, bytes]) => !isPublicPath(path) || seals.has(path) || bytes.length > bundleLimits.fileBytes,
  )
  const total = [...site.values()].reduce((sum, { length }) => sum + length, 0)
  const isTooMuch = total > bundleLimits.totalBytes || site.size > bundleLimits.files
  if (bad === undefined && !isTooMuch) return
  throw new AnlaufError(
    'input-invalid',
    bad === undefined
      ? `${site.size} files with ${total} bytes are more than a reader takes.`
      : `The file ${JSON.stringify(bad[0])} cannot be part of a signed site.`,
    {
      hint: 'Names of files have letters, digits, ".", "_", "-" and "/", at most 16 MiB each, 512 MiB in all. Give the service another id.',
    },
  )
}
