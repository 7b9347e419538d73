import type { Node } from '../tree/index.ts'

/** A file whose content is on its way. */
export interface FileJob {
  readonly path: string
  readonly node: Node
  /** Where a thread may make it in one go: one piece, nothing that needs to be looked at. */
  readonly wholePath: string | undefined
  missing: number
  handle: number | undefined
  isCreated: boolean
  failed: boolean
}

/** Where a piece belongs, and how long it must be. */
export interface Place {
  readonly job: FileJob
  readonly offset: number
  readonly length: number
}
