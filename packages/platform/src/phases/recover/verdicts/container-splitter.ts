import type { ScanItem, UnknownCause } from '../scanner.ts'

/** What lay in a container, and where: names of all levels, for people only. */
export type ContainerMember = ScanItem & { readonly place?: string }

/**
 * Port: takes containers apart, so that what lies inside is judged like any other content, once, by its SHA-256.
 * Nothing in a container, however made, makes it throw, take longer or need more than its limits.
 */
export interface ContainerSplitter {
  /** Digest over limits and kinds: a verdict holds only for exactly this way of taking apart. */
  readonly policyDigest: string
  /** True when an item begins, or ends, like a container of a known kind. */
  isContainer(item: ScanItem): boolean
  /**
   * Members at every depth, in batches; a batch's files are gone when the next one is asked for. Returns why
   * something inside could not be looked at; nothing when all of it was.
   */
  split(item: ScanItem): AsyncGenerator<readonly ContainerMember[], readonly UnknownCause[]>
  close(): Promise<void>
}
