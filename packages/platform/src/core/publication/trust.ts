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

/** More statements than a provider makes in its life. */
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

/**
 * Of statements from anybody those that a reader should remember: genuine, and by a key that the known fingerprint leads
 * to. What strangers sign would only fill his memory.
 */
export function worthRemembering(
  pinned: string,
  statements: readonly SignedStatement[],
): readonly SignedStatement[] {
  const genuine = genuineStatements(statements)
  const roots = new Set(rootsFrom(pinned, genuine))
  const known = { pinned, root: [...roots][0] ?? pinned, genuine, revoked: new Map() }
  return statements.filter(({ bytes }) => {
    const said = readStatement(bytes)
    const isGenuine = genuine.some(
      ({ signedBy, fingerprint, kind, from }) =>
        said?.signedBy === signedBy &&
        said.fingerprint === fingerprint &&
        said.kind === kind &&
        said.from === from,
    )
    return (
      isGenuine &&
      said !== undefined &&
      (roots.has(said.signedBy) || pathTo(said.signedBy, known) !== undefined)
    )
  })
}

/** Statements whose signature fits the key that they name as their signer; keys come from the statements themselves. */
function genuineStatements(statements: readonly SignedStatement[]): readonly KeyStatement[] {
  // Revocations first: nobody can push them out of the list with others.
  const weight = ({ bytes }: SignedStatement): number => (readStatement(bytes)?.kind === 'revoke' ? 0 : 1)
  const some = statements.toSorted((a, b) => weight(a) - weight(b)).slice(0, maxStatements)
  const keys = new Map<string, KeyObject>()
  for (const { bytes } of some) {
    const known = readKey(readStatement(bytes)?.key ?? '')
    if (known !== undefined) keys.set(known.fingerprint, known.key)
  }
  return some.flatMap((signed) => openStatement(signed, keys) ?? [])
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
