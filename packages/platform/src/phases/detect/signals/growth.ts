/** A changed file as metadata shows it. */
export interface Growth {
  /** New size − old size. */
  readonly bytes: number
  /** What the file was: type by content or name. */
  readonly kind: string
}

/** A growth that many changed files share. */
export interface CommonGrowth {
  readonly bytes: number
  readonly files: number
  readonly kinds: number
}

/** Footers hold a wrapped key: 32 bytes for an elliptic curve, some thousand for long RSA keys and a name. */
const mostFooter = 64 * 1024

/**
 * Signal T9: families append a footer of fixed length, so files of different kinds grow by the same number
 * of bytes. One edit of many files of one kind (a new licence line) does that too; many kinds together do not.
 */
export function commonGrowth(
  changes: readonly Growth[],
  limits: { growthFiles: number; growthKinds: number },
): CommonGrowth | undefined {
  const groups = Map.groupBy(
    changes.filter(({ bytes }) => bytes > 0 && bytes <= mostFooter),
    ({ bytes }) => bytes,
  )
  const common = [...groups]
    .map(([bytes, members]) => ({
      bytes,
      files: members.length,
      kinds: new Set(members.map(({ kind }) => kind)).size,
    }))
    .filter(({ files, kinds }) => files >= limits.growthFiles && kinds >= limits.growthKinds)
  return common.sort((a, b) => b.files - a.files || a.bytes - b.bytes)[0]
}

/** True when a file of this size can have become that size by encryption: it never shrinks, a footer is short. */
export function isEncryptionGrowth(before: number, after: number): boolean {
  return after >= before && after - before <= mostFooter + before / 100
}
