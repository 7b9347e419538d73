/** What a long operation reports while it runs; totals appear as soon as they are known. */
export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly bytesDone: number
  readonly bytesTotal?: number
  readonly files: number
  readonly current?: string
}
