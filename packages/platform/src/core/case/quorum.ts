/** Somebody's word with a key. */
export interface Word {
  readonly person: string
  readonly role: string
  readonly keyId: string
}

/** What has to come together. */
export interface Needed {
  readonly quorum: number
  readonly roles: readonly string[]
  readonly distinctRoles?: true
}

/**
 * How many signatures are missing, and whose count. One person counts once, whatever roles and keys; one key counts
 * once, whatever names; with distinct roles each of them counts once. Looks for the largest set: who could sign for two
 * roles fills the one that nobody else does.
 */
export function standing(
  { quorum, roles, distinctRoles }: Needed,
  words: readonly Word[],
): { readonly missing: number; readonly counted: readonly Word[] } {
  const able = words.filter(({ role }) => roles.length === 0 || roles.includes(role))
  const counted = largest(able, distinctRoles === true, quorum)
  return { missing: Math.max(0, quorum - counted.length), counted }
}

/** A case has few signers, a request fewer: every way is tried until one is enough. */
function largest(words: readonly Word[], distinctRoles: boolean, enough: number): readonly Word[] {
  const [first, ...rest] = words
  if (first === undefined || enough === 0) return []
  const fitting = rest.filter(
    (other) =>
      other.person !== first.person &&
      other.keyId !== first.keyId &&
      (!distinctRoles || other.role !== first.role),
  )
  const withFirst = [first, ...largest(fitting, distinctRoles, enough - 1)]
  if (withFirst.length >= enough) return withFirst
  const without = largest(rest, distinctRoles, enough)
  return without.length > withFirst.length ? without : withFirst
}
