import type { Scanner } from '../scanner.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import type { ContainerSplitter } from '../verdicts/container-splitter.ts'
import type { KnownHead } from './danger.ts'
import type { KnownHashes } from './known-hashes.ts'
import type { KnownInsides } from './known-insides.ts'

export interface HuntOptions {
  /** SHA-256 of files and of members of containers, in lower-case hex. */
  readonly hashes?: readonly string[]
  /** Judges every different content once; reads all data that is not known. */
  readonly engine?: { readonly scanner: Scanner; readonly verdicts: VerdictCache }
  /** Finds hashes of members; without it only whole files are found. */
  readonly inside?: {
    readonly known: KnownInsides
    readonly splitter: ContainerSplitter
    /** Reads and takes apart what nobody has looked into; without it that stays open. */
    readonly looks: boolean
  }
  /** Reads files of several blobs whose hash nobody knows; without it they stay open. */
  readonly readsLarge?: boolean
  readonly known: KnownHashes
  /** Beginnings of files, from records: they say what a file is whose name does not. */
  readonly headOf?: KnownHead
  /** Folder for contents on their way; emptied before and after. */
  readonly staging: string
  readonly hosts?: readonly string[]
  readonly place?: (host: string, path: string) => { tenant: string } | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; bytesDone: number }) => void
}
