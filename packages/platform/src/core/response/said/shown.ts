import type { ShownAs } from '../../messages/index.ts'
import type { Signer } from '../../updates/index.ts'
import type { LogPlace } from '../log-place.ts'

/** A fact and the entry of the log that has it. */
export interface ShownBy extends LogPlace {
  readonly fact: ShownAs
}

/** What the log shows of something that a stage asks: what it does not show, and the entries that show the rest. */
export interface Shown {
  /** Ids of tenants, or whatever else it is asked of; empty when all of it is shown. */
  readonly open: readonly string[]
  readonly by: readonly ShownBy[]
  /** Who signed each thing that is shown; for stages that count the signatures under the text itself. */
  readonly signed: readonly (readonly Pick<Signer, 'person' | 'role' | 'keyId'>[])[]
}

export const nothingShown: Shown = { open: [], by: [], signed: [] }

/** Shown for all of them together. */
export function together(parts: readonly Shown[]): Shown {
  return {
    open: parts.flatMap(({ open }) => open),
    by: parts.flatMap(({ by }) => by),
    signed: parts.flatMap(({ signed }) => signed),
  }
}
