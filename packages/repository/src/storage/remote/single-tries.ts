import type { FileKind } from '../storage.ts'

/** Files by name; the size is `undefined` where the other side did not say it. */
export type FileList = ReadonlyMap<string, number | undefined>

/**
 * What a back end has to bring: each call is one try and knows nothing of waiting, limits or repetition.
 * It throws `Transient` for what may pass by itself and a `RepositoryError` for what is final.
 */
export interface SingleTries {
  /** The function is one try; what it keeps between two tries need not be asked for again. */
  list(kind: FileKind): () => Promise<FileList>
  read(kind: FileKind, id: string, range?: { offset: number; length: number }): Promise<Buffer>
  /** `exists` when the name is taken, whatever its content. */
  write(kind: FileKind, id: string, pieces: readonly Uint8Array[]): Promise<'written' | 'exists'>
  /** Removing a lock works even after the signal of the storage has fired, and does not take long then. */
  remove(kind: FileKind, id: string): Promise<void>
  stat(kind: FileKind, id: string): Promise<{ size: number } | undefined>
}

/** The list of the one file of its kind. */
export function configList(stats: { size: number } | undefined): FileList {
  return new Map(stats === undefined ? [] : [['config', stats.size]])
}
