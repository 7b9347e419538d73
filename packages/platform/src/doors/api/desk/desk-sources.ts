import type { KeyObject } from 'node:crypto'

import type { Estate, EstateProblem } from '../../../core/estate/index.ts'
import type { RenderDocument } from '../../../core/printed-document.ts'
import type { CaseQueue, ItemView } from '../../../phases/recover/index.ts'

/**
 * What lies on this machine and not in the log, for the screens on which people decide. Each is absent where the
 * server was not told of it: the screens then say so. Whoever starts the server implements it.
 */
export interface DeskSources {
  /** The estate file as it is now, or its mistakes. */
  readonly estate?: () => Promise<EstateReading>
  /** The case's queue with the names of its files; undefined when none was made yet. */
  readonly queue?: (caseId: string) => Promise<CaseQueue | undefined>
  /** Reads the versions of a group's first files from the backup, outside this process. */
  readonly evidence?: (caseId: string, facts: string, signal: AbortSignal) => Promise<readonly ItemView[]>
  /** A finished export as a tar archive; undefined when there is none under this number. */
  /** Makes documents for paper. */
  readonly print?: RenderDocument
  /** Files as one tar archive whose names begin with a folder. */
  readonly archive?: (folder: string, files: ReadonlyMap<string, Uint8Array>, at: Date) => Uint8Array
  /** With what leaves the house is signed. */
  readonly exportKey?: () => { readonly name: string; readonly key: KeyObject; readonly fingerprint: string }
  readonly bundle?: (caseId: string, attempt: number) => AsyncIterable<Uint8Array> | undefined
}

export type EstateReading = { readonly estate: Estate } | { readonly problems: readonly EstateProblem[] }
