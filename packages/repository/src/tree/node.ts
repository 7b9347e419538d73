import type { BlobId } from '../id.ts'

export type NodeType = 'file' | 'dir' | 'symlink' | 'dev' | 'chardev' | 'fifo' | 'socket' | 'irregular'

/** A JSON field this library does not know, as it was written; kept when the object is written again. */
export interface RawField {
  readonly name: string
  readonly json: string
}

export interface ExtendedAttribute {
  readonly name: string
  readonly value: Buffer
}

/**
 * One entry of a directory. `name` and `linkTarget` are byte strings, `mode` holds Go's FileMode bits
 * (not `st_mode`, see `mode.ts`), times are RFC 3339 with nanoseconds exactly as stored.
 */
export interface Node {
  readonly name: string
  readonly type: NodeType
  readonly mode: number
  readonly mtime: string
  readonly atime: string
  readonly ctime: string
  readonly uid: number
  readonly gid: number
  readonly user?: string
  readonly group?: string
  readonly inode?: bigint
  /** Only written for hard links. */
  readonly deviceId?: bigint
  /** Bytes. */
  readonly size?: number
  readonly links?: number
  readonly linkTarget?: string
  readonly extendedAttributes?: readonly ExtendedAttribute[]
  /** The raw JSON object, keys sorted (Windows attributes). */
  readonly genericAttributes?: string
  /** `st_rdev` of a device node. */
  readonly device?: bigint
  /** Files only: the blobs in order, empty for an empty file. */
  readonly content?: readonly BlobId[] | null
  readonly subtree?: BlobId
  readonly error?: string
  readonly unknown?: readonly RawField[]
}
