/** The folders of a repository; `config` is a single file and its id is ignored. */
export type FileKind = 'config' | 'keys' | 'data' | 'index' | 'snapshots' | 'locks'

export const fileKinds: readonly FileKind[] = ['config', 'keys', 'data', 'index', 'snapshots', 'locks']

/**
 * Where the files of a repository live. Names are 64 hex digits, contents never change.
 * Errors: `missing-object`, `no-space`, `write-failed`, `read-failed`, `damaged` (shorter than asked).
 */
export interface Storage {
  /** Every file of a kind in no particular order; names that are not ids are left out. */
  list(kind: FileKind): AsyncIterable<{ id: string; size: number }>
  /** All bytes, or exactly `length` bytes from `offset`; fewer is an error. */
  read(kind: FileKind, id: string, range?: { offset: number; length: number }): Promise<Buffer>
  /** Durable and atomic when it resolves; an existing file is never replaced (`write-failed`). */
  write(kind: FileKind, id: string, bytes: Uint8Array | readonly Uint8Array[]): Promise<void>
  /** Removing what is not there succeeds. */
  remove(kind: FileKind, id: string): Promise<void>
  stat(kind: FileKind, id: string): Promise<{ size: number } | undefined>
}
