/** One judged change of one file, in the order in which things happened. */
export interface FileEvent {
  /** Of the snapshot that holds it: nanoseconds since 1970. */
  readonly time: bigint
  readonly snapshot: string
  /** Milli-nats; see `weights.ts`. A file that was hit before counts nothing again. */
  readonly score: number
  /** The first conviction of a file. */
  readonly isHit: boolean
}
