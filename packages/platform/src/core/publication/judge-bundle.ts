import { type KeyObject, verify } from 'node:crypto'

import { openCheckpoint } from '../evidence/index.ts'
import { type SignedStatement, readKey } from './key-statement.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { recollect, type Recollection, type SeenBundle } from './seen.ts'
import { digest, publicationName, sealNames, siteOrigin, sumsOf } from './seals.ts'
import { maxStatements, type Standing, standingOf } from './trust.ts'

/** What vouches for a bundle, as it was found; `undefined` where it is missing. */
export interface FoundSeals {
  readonly manifest: Uint8Array
  readonly signature: Uint8Array | undefined
  readonly note: Uint8Array | undefined
  readonly sums: Uint8Array | undefined
  readonly sumsSignature: Uint8Array | undefined
  /** Public keys in PEM that came with it; only those that the known fingerprint leads to count. */
  readonly keys: readonly string[]
  readonly statements: readonly SignedStatement[]
}

/** One reason not to rely on a copy. */
export interface BundleProblem {
  readonly kind:
    | 'bad-signature'
    | 'unknown-key'
    | 'revoked-key'
    | 'replaced-key'
    | 'disputed-root'
    | 'broken-seal'
    | 'rolled-back'
    | 'forked'
    | 'frozen'
    | 'from-the-future'
    | 'missing-file'
    | 'changed-file'
    | 'extra-file'
    /** Each file is genuine, of one of two editions: a push is under way, or broke off. */
    | 'mixed'
  readonly message: string
}

export interface JudgedBundle {
  readonly manifest: Manifest
  readonly sha256: string
  /** Fingerprint of the key whose signature fits, if one of those at hand did. */
  readonly signedBy: string | undefined
  readonly standing: Standing
  readonly problems: readonly BundleProblem[]
  /** What the reader saw and need not mind any more: it was signed with a key that was taken back. */
  readonly discounted: readonly SeenBundle[]
}

/** Two clocks may differ by this much before one of them is called wrong. */
const clockToleranceMs = 10 * 60_000

/**
 * Judges a bundle by its seals, without its files. Throws `input-invalid` for a manifest that cannot be read at all.
 * The first problem is the one that matters most.
 */
export function judgeSeals(
  found: FoundSeals,
  {
    pinned,
    now,
    seen = [],
    remembered = [],
  }: {
    readonly pinned: string
    readonly now: Date
    readonly seen?: readonly SeenBundle[]
    /** Statements that the reader knows from elsewhere: a host may hide a revocation. */
    readonly remembered?: readonly SignedStatement[]
  },
): JudgedBundle {
  const manifest = readManifest(found.manifest)
  const sha256 = digest(found.manifest)
  const signer = signerOf(found)
  const statements = [...remembered, ...found.statements]
  const standing: Standing =
    signer === undefined
      ? { kind: 'unknown' }
      : standingOf(signer.fingerprint, manifest.generatedAt, { pinned, statements })
  const memory = recollect(seen, { pinned, statements })
  const problems = [
    ...keyProblems(signer?.fingerprint, standing, pinned),
    ...(signer === undefined ? [] : sealProblems(found, manifest, signer.key)),
    ...timeProblems(manifest, sha256, now, memory),
  ]
  const { discounted } = memory
  return { manifest, sha256, signedBy: signer?.fingerprint, standing, problems, discounted }
}

/**
 * What is wrong with the key of a judged bundle now that more was said of keys than when it was judged: another place,
 * read later, may hold the revocation that this one hid.
 */
export function laterKeyProblems(
  { signedBy, manifest, standing }: JudgedBundle,
  known: { readonly pinned: string; readonly statements: readonly SignedStatement[] },
): readonly BundleProblem[] {
  if (signedBy === undefined || standing.kind !== 'trusted') return []
  return keyProblems(signedBy, standingOf(signedBy, manifest.generatedAt, known), known.pinned)
}

function signerOf({
  manifest,
  signature,
  keys,
}: FoundSeals): { key: KeyObject; fingerprint: string } | undefined {
  if (signature === undefined) return undefined
  return keys
    .slice(0, maxStatements)
    .flatMap((pem) => readKey(pem) ?? [])
    .find(({ key }) => verify(undefined, manifest, key, signature))
}

function keyProblems(
  signedBy: string | undefined,
  standing: Standing,
  pinned: string,
): readonly BundleProblem[] {
  if (signedBy === undefined) {
    return [
      {
        kind: 'bad-signature',
        message: 'No key of this bundle signed its bundle.json: somebody changed one of them.',
      },
    ]
  }
  const key = short(signedBy)
  switch (standing.kind) {
    case 'trusted':
      return []
    case 'revoked': {
      const { from, reason, signedBy: by } = standing.by
      const who = by === signedBy ? 'by itself' : `by the offline key ${short(by)}`
      const message = `Signed with the key ${key}, which was revoked on ${from} ${who}: ${reason}`
      return [{ kind: 'revoked-key', message }]
    }
    case 'replaced': {
      const { from, fingerprint } = standing.by
      const message = `Signed with the key ${key}, which handed over to ${short(fingerprint)} on ${from}.`
      return [{ kind: 'replaced-key', message }]
    }
    case 'disputed': {
      const message = `The key ${short(pinned)} names ${standing.roots.length} offline keys: ${standing.roots.map(short).join(', ')}. One of them is a thief's; ask by phone which.`
      return [{ kind: 'disputed-root', message }]
    }
    case 'unknown':
      return [
        {
          kind: 'unknown-key',
          message: `Signed with the key ${key}; the fingerprint you know (${short(pinned)}) does not lead to it.`,
        },
      ]
  }
}

function sealProblems(found: FoundSeals, manifest: Manifest, key: KeyObject): readonly BundleProblem[] {
  const wanted = Buffer.from(sumsOf(manifest, found.manifest))
  const { sums, sumsSignature, note } = found
  const opened =
    note === undefined
      ? undefined
      : openCheckpoint(Buffer.from(note).toString('utf8'), { name: publicationName, publicKey: key })
  const isNote =
    opened?.origin === siteOrigin(manifest.incident) &&
    opened.size === manifest.sequence &&
    opened.root.toString('hex') === digest(found.manifest)
  const broken = [
    ...(sums !== undefined && wanted.equals(sums) ? [] : [sealNames.sums]),
    ...(sumsSignature !== undefined && verify(undefined, wanted, key, sumsSignature)
      ? []
      : [sealNames.sumsSignature]),
    ...(isNote ? [] : [sealNames.note]),
  ]
  return broken.map((name) => ({
    kind: 'broken-seal' as const,
    message: `${name} is missing or does not fit bundle.json.`,
  }))
}

function timeProblems(
  { incident, sequence, generatedAt, validUntil }: Manifest,
  sha256: string,
  now: Date,
  { counts: seen, discounted, revokedAt }: Recollection,
): readonly BundleProblem[] {
  const same = newestOf(seen, incident)
  const later = seen.find((one) => one.incident !== incident && one.generatedAt > generatedAt)
  const problems: BundleProblem[] = []
  const isReset = discounted.some((one) => one.incident === incident)
  if (isReset && revokedAt !== undefined && isBefore(generatedAt, revokedAt)) {
    // The marks of the taken key are gone; what lies before the taking back must not come in their place.
    const message = `It is of ${generatedAt}; a key of this site was revoked on ${revokedAt}, and only what was made after counts. This is an old copy.`
    problems.push({ kind: 'rolled-back', message })
  }
  if (same !== undefined && sequence < same.sequence) {
    const message = `It has the number ${sequence}; number ${same.sequence} of ${same.generatedAt} was seen before. This is an old copy.`
    problems.push({ kind: 'rolled-back', message })
  } else if (same !== undefined && sequence === same.sequence && sha256 !== same.sha256) {
    const message = `Two different bundles have the number ${sequence}. One of them was not made by the provider's own series.`
    problems.push({ kind: 'forked', message })
  } else if (same !== undefined && isBefore(generatedAt, same.generatedAt)) {
    // Whoever has a key that was handed over can only sign for the time before.
    const message = `It has the number ${sequence} and says that it was made on ${generatedAt}, before number ${same.sequence} of ${same.generatedAt} that was seen. It was not made by the provider's own series.`
    problems.push({ kind: 'forked', message })
  }
  if (same === undefined && later !== undefined) {
    const message = `It is of ${generatedAt} and of the incident ${incident}; a bundle of ${later.incident} of ${later.generatedAt} was seen before.`
    problems.push({ kind: 'rolled-back', message })
  }
  if (Date.parse(validUntil) < now.getTime()) {
    problems.push({
      kind: 'frozen',
      message: `It was valid until ${validUntil} and was not renewed. Do not take it for the present state.`,
    })
  }
  if (Date.parse(generatedAt) > now.getTime() + clockToleranceMs) {
    problems.push({
      kind: 'from-the-future',
      message: `It says that it was made on ${generatedAt}, which is still to come. Check the clock of this machine first.`,
    })
  }
  return problems
}

/** One mark for each key is kept; the highest number is the one to hold a copy against. */
function newestOf(seen: readonly SeenBundle[], incident: string): SeenBundle | undefined {
  return seen
    .filter((one) => one.incident === incident)
    .toSorted((a, b) => b.sequence - a.sequence)
    .at(0)
}

function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other) - clockToleranceMs
}

/** Enough of a fingerprint to compare by eye in a sentence; whole ones stand in the list of keys. */
function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 16)}…`
}
