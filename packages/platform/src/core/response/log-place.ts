/** Where something stands in the log of its case. */
export interface LogPlace {
  readonly seq: number
  readonly at: string
}
