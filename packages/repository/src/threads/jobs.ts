import { createMasterCipher, type RawKey } from './raw-key.ts'
import { type BlobId, sha256 } from '../id.ts'
import type { BlobType } from '../index/blob-index.ts'
import { openBlob, sealBlob } from '../pack/index.ts'

/** Blobs to compress and encrypt, one behind the other in `plain`. */
export interface SealJob {
  readonly kind: 'seal'
  readonly key: RawKey
  readonly plain: Uint8Array
  readonly lengths: readonly number[]
  /** zstd level; absent: not compressed. */
  readonly level: number | undefined
}

export interface SealAnswer {
  /** Sealed blobs one behind the other. */
  readonly sealed: Uint8Array
  readonly lengths: readonly number[]
}

/** Stored blobs to authenticate, decrypt, decompress and hash. Offsets count from the start of `sealed`. */
export interface OpenJob {
  readonly kind: 'open'
  readonly key: RawKey
  readonly sealed: Uint8Array
  /** The answer carries the plain bytes; without them it is a check. */
  readonly wantsPlain: boolean
  /** The answer carries the SHA-256 of `sealed`. */
  readonly wantsHash?: boolean
  readonly blobs: readonly {
    readonly id: BlobId
    readonly type: BlobType
    readonly offset: number
    readonly length: number
    readonly uncompressedLength: number
  }[]
}

export interface OpenAnswer {
  /** Verified plain bytes one behind the other. */
  readonly plain: Uint8Array
  /** Per blob its length; −1 for one that does not pass, whose bytes are left out. */
  readonly lengths: readonly number[]
  /** What is wrong with the blobs that do not pass, by their place in the job. */
  readonly problems: ReadonlyMap<number, string>
  readonly hash: string | undefined
}

export type Job = SealJob | OpenJob
export type AnswerOf<Some extends Job> = Some extends SealJob ? SealAnswer : OpenAnswer

/** Does a job on the calling thread. */
export function perform(job: SealJob): SealAnswer
export function perform(job: OpenJob): OpenAnswer
export function perform(job: Job): SealAnswer | OpenAnswer
export function perform(job: Job): SealAnswer | OpenAnswer {
  return job.kind === 'seal' ? seal(job) : open(job)
}

function seal({ key, plain, lengths, level }: SealJob): SealAnswer {
  const cipher = createMasterCipher(key)
  const pieces: Buffer[] = []
  let at = 0
  for (const length of lengths) {
    const blob = plain.subarray(at, at + length)
    pieces.push(level === undefined ? cipher.seal(blob) : sealBlob(cipher, blob, { level }).sealed)
    at += length
  }
  return { sealed: joined(pieces), lengths: pieces.map((piece) => piece.length) }
}

function open(job: OpenJob): OpenAnswer {
  const cipher = createMasterCipher(job.key)
  const pieces: Buffer[] = []
  const problems = new Map<number, string>()
  const lengths = job.blobs.map((blob, place) => {
    try {
      const plain = openBlob(cipher, blob, job.sealed.subarray(blob.offset, blob.offset + blob.length))
      if (job.wantsPlain) pieces.push(plain)
      return plain.length
    } catch (error) {
      problems.set(place, error instanceof Error ? error.message : String(error))
      return -1
    }
  })
  const hash = job.wantsHash === true ? sha256(job.sealed) : undefined
  return { plain: joined(pieces), lengths, problems, hash }
}

/** In memory of its own, so that it can be handed to another thread. */
function joined(pieces: readonly Buffer[]): Buffer {
  const result = Buffer.allocUnsafeSlow(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) at += piece.copy(result, at)
  return result
}
