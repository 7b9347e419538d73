import type { UnknownCause } from '../../../phases/recover/index.ts'
import type { Budget } from './limits.ts'
import type { Scratch, Unpacked } from './scratch.ts'
import type { Source } from './source.ts'

/** A member with the name that its container gives it, or why something could not be taken out. */
export type Found =
  | { readonly content: Unpacked; readonly name?: string | undefined }
  | { readonly problem: UnknownCause }

export interface OpenerContext {
  readonly budget: Budget
  readonly scratch: Scratch
}

/**
 * Takes one container of one kind apart. Total: whatever the bytes are, it ends, within the budget. Who takes a
 * member releases it. Throws `SplitStop`, and what the scratch folder's disk says.
 */
export type Opener = (source: Source, context: OpenerContext) => AsyncGenerator<Found>
