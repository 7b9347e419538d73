/** SHA-256 of files of several blobs, by content key: such a file's hash stands in no tree. */
export interface KnownHashes {
  find(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  store(rows: readonly { readonly key: string; readonly sha256: string }[]): Promise<void>
}

/** Known for as long as the process lives: for single runs without a database. */
export function memoryKnownHashes(): KnownHashes {
  const known = new Map<string, string>()
  return {
    async find(keys) {
      return new Map(
        keys.flatMap((key) => {
          const sha256 = known.get(key)
          return sha256 === undefined ? [] : [[key, sha256] as const]
        }),
      )
    },
    async store(rows) {
      for (const { key, sha256 } of rows) known.set(key, sha256)
    },
  }
}
