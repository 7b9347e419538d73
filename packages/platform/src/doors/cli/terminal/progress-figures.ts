/** A long step as the progress line sees it. Counts are absolute; bytes are logical bytes. */
export interface ProgressFigures {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly bytesDone?: number
  readonly bytesTotal?: number
  readonly note?: string
}

/** With how fast it goes; without `secondsLeft` nobody knows. */
export interface PacedFigures extends ProgressFigures {
  readonly bytesPerSecond: number
  readonly secondsLeft?: number
}
