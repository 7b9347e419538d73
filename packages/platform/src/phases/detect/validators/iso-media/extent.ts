export interface Extent {
  readonly start: number
  readonly end: number
}
