/** What lies beside a receipt, and how somebody else can tell that it is that. */
export type DataFacts =
  | {
      readonly kind: 'files'
      /** Of `files.sha256`, the list that `sha256sum -c` reads. */
      readonly sumsDigest: string
    }
  | {
      readonly kind: 'tar'
      readonly file: string
      readonly size: number
      readonly sha256: string
    }
  | {
      readonly kind: 'repository'
      readonly repositoryId: string
      readonly snapshots: readonly {
        readonly id: string
        readonly host: string
        readonly entries: number
      }[]
    }

/** The two kinds of progress that a hand-back shows, as counts of entries and bytes. */
export interface HandBackProgress {
  readonly phase: 'hand over' | 'read back'
  readonly done: number
  readonly total: number
  readonly bytesDone: number
  readonly bytesTotal: number
}

/** What all ways to hand over get. */
export interface HandOverOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: HandBackProgress) => void) | undefined
}
