import type { KeyObject } from 'node:crypto'

import {
  type KeyStatement,
  openStatement,
  readKey,
  readStatement,
  type SignedStatement,
} from './key-statement.ts'

/** Why a key may, or may not, sign a bundle for somebody who knows one fingerprint. */
export type Standing =
  | { readonly kind: 'trusted'; readonly because: readonly KeyStatement[] }
  | { readonly kind: 'revoked'; readonly by: KeyStatement }
  | { readonly kind: 'replaced'; readonly by: KeyStatement }
  | { readonly kind: 'unknown' }
  /** Two offline keys claim to be the one above the same key: one of them is a thief's. */
  | { readonly kind: 'disputed'; readonly roots: readonly string[] }

/** More statements than a provider makes in its life; a reader of a copy takes no more files of keys than follow from it. */
export const maxStatements = 64

/**
 * Where a key stands at a time, seen from one known fingerprint, by the signed statements at hand. A revoked key vouches
 * for nothing: what it handed over to counts only when the offline key vouches for it too, or a thief would name his
 * successor. Not guaranteed: a revocation that nobody shows to the reader is not known to him.
 */
export function standingOf(
  fingerprint: string,
  at: string,
  { pinned, statements }: { readonly pinned: string; readonly statements: readonly SignedStatement[] },
): Standing {
  const genuine = genuineStatements(statements)
  const roots = rootsFrom(pinned, genuine)
  if (roots.length > 1) return { kind: 'disputed', roots }
  const [root = pinned] = roots
  const revoked = new Map(
    genuine
      .filter(
        ({ kind, signedBy, fingerprint: whose }) =>
          kind === 'revoke' && (signedBy === root || signedBy === whose),
      )
      .map((statement) => [statement.fingerprint, statement]),
  )
  const taken = revoked.get(fingerprint)
  if (taken !== undefined) return { kind: 'revoked', by: taken }
  const because = pathTo(fingerprint, { pinned, root, genuine, revoked })
  if (because === undefined) return { kind: 'unknown' }
  const next = genuine.find(
    ({ kind, signedBy, from }) => kind === 'rotate' && signedBy === fingerprint && from <= at,
  )
  return next === undefined ? { kind: 'trusted', because } : { kind: 'replaced', by: next }
}

/** What the offline key took back, seen from the known fingerprint; in a dispute of two offline keys nothing. */
export function revocationsByRoot({
  pinned,
  statements,
}: {
  readonly pinned: string
  readonly statements: readonly SignedStatement[]
}): readonly KeyStatement[] {
  const genuine = genuineStatements(statements)
  const roots = rootsFrom(pinned, genuine)
  const [root = pinned] = roots
  if (roots.length > 1) return []
  return genuine.filter(
    ({ kind, signedBy, fingerprint }) => kind === 'revoke' && signedBy === root && fingerprint !== root,
  )
}

/**
 * Of statements from anybody those that a reader should remember: genuine, and by a key that the known fingerprint leads
 * to. What strangers sign would only fill his memory.
 */
export function worthRemembering(
  pinned: string,
  statements: readonly SignedStatement[],
): readonly SignedStatement[] {
  const opened = openedStatements(statements)
  const genuine = opened.map(({ statement }) => statement)
  const roots = new Set(rootsFrom(pinned, genuine))
  const known = { pinned, root: [...roots][0] ?? pinned, genuine, revoked: new Map() }
  // Each by its own signature: a copy of a good statement with a bad one would take its place in the memory.
  return opened
    .filter(({ statement: { signedBy } }) => roots.has(signedBy) || pathTo(signedBy, known) !== undefined)
    .map(({ signed }) => signed)
}

/** Statements whose signature fits the key that they name as their signer; keys come from the statements themselves. */
function genuineStatements(statements: readonly SignedStatement[]): readonly KeyStatement[] {
  return openedStatements(statements).map(({ statement }) => statement)
}

/**
 * All of them, never the first so many: whoever floods a copy would push out what takes his key back, or what makes
 * the taking back count. Whoever reads a copy reads no more than so many files of it.
 */
function openedStatements(
  statements: readonly SignedStatement[],
): readonly { readonly signed: SignedStatement; readonly statement: KeyStatement }[] {
  const keys = new Map<string, KeyObject>()
  for (const { bytes } of statements) {
    const known = readKey(readStatement(bytes)?.key ?? '')
    if (known !== undefined) keys.set(known.fingerprint, known.key)
  }
  return statements.flatMap((signed) => {
    const statement = openStatement(signed, keys)
    return statement === undefined ? [] : [{ signed, statement }]
  })
}

/** The known key itself may be the offline one; else the one that it, or its forerunner, named. */
function rootsFrom(pinned: string, genuine: readonly KeyStatement[]): readonly string[] {
  const named = genuine.filter(({ kind, signedBy }) => kind === 'root' && signedBy === pinned)
  return [...new Set(named.map(({ fingerprint }) => fingerprint))]
}

interface Known {
  readonly pinned: string
  readonly root: string
  readonly genuine: readonly KeyStatement[]
  readonly revoked: ReadonlyMap<string, KeyStatement>
}

/** The statements that lead from the known key to another one; none for the known key itself. */
function pathTo(
  fingerprint: string,
  { pinned, root, genuine, revoked }: Known,
): readonly KeyStatement[] | undefined {
  const paths = new Map<string, readonly KeyStatement[]>([[pinned, []]])
  if (root !== pinned)
    paths.set(
      root,
      genuine.filter(({ kind, signedBy }) => kind === 'root' && signedBy === pinned),
    )
  for (let grew = true; grew;) {
    grew = false
    for (const statement of genuine) {
      const { kind, signedBy, fingerprint: next } = statement
      const before = paths.get(signedBy)
      const leads = (kind === 'certify' && signedBy === root) || (kind === 'rotate' && !revoked.has(signedBy))
      if (before === undefined || !leads || paths.has(next)) continue
      paths.set(next, [...before, statement])
      grew = true
    }
  }
  return paths.get(fingerprint)
}
