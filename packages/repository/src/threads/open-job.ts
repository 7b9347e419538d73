import { type WholeFiles, wholeFileWriter } from '../files/index.ts'
import { type BlobId, sha256 } from '../id.ts'
import type { BlobType } from '../index/blob-type.ts'
import { type BlobMemory, openBlob } from '../pack/open-blob.ts'
import { createMasterCipher, type RawKey } from './raw-key.ts'

/** Stored blobs to authenticate, decrypt, decompress and hash. Offsets count from the start of `sealed`. */
export interface OpenJob {
  readonly kind: 'open'
  readonly key: RawKey
  readonly sealed: Uint8Array
  /** The answer carries the plain bytes, apart from those that `stay`; without them it is a check. */
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
  /** Files that consist of one of the blobs each: the thread makes them. */
  readonly files?: WholeFiles
}

export interface OpenAnswer {
  /** Verified plain bytes one behind the other. */
  readonly plain: Uint8Array
  /** Per blob its length; −1 for one that does not pass, whose bytes are left out. */
  readonly lengths: readonly number[]
  /** What is wrong with the blobs that do not pass, by their place in the job. */
  readonly problems: ReadonlyMap<number, string>
  readonly hash: string | undefined
  /** What became of each of the job's files: a `wholeFile` number. */
  readonly outcomes: Uint8Array
}

/** Answers are gathered where they were opened up to this size; the index may claim any. */
const maxGathered = 64 * 1024 * 1024

/** Opens every blob; a bad one is a problem of its own. */
export function open(job: OpenJob): OpenAnswer {
  const cipher = createMasterCipher(job.key)
  const files = wholeFileWriter(job.files)
  const output = outputFor(job)
  const problems = new Map<number, string>()
  const lengths = job.blobs.map((blob, place) => {
    try {
      const sealed = job.sealed.subarray(blob.offset, blob.offset + blob.length)
      const stays = job.files?.stays[place] === 1
      const plain = openBlob(cipher, blob, sealed, stays ? memory : output.memory)
      files.write(place, plain)
      if (!stays) output.keep(plain)
      return plain.length
    } catch (error) {
      problems.set(place, error instanceof Error ? error.message : String(error))
      return -1
    }
  })
  const hash = job.wantsHash === true ? sha256(job.sealed) : undefined
  return { plain: output.all(), lengths, problems, hash, outcomes: files.outcomes }
}

interface Output {
  readonly memory: BlobMemory
  keep(plain: Buffer): void
  /** In memory of its own, so that it can be handed to another thread. */
  all(): Uint8Array
}

function outputFor(job: OpenJob): Output {
  if (!job.wantsPlain) return { memory, keep: () => undefined, all: () => Buffer.alloc(0) }
  let claimed = 0
  for (const [place, blob] of job.blobs.entries()) {
    if (job.files?.stays[place] !== 1) claimed += blob.uncompressedLength || blob.length
  }
  return claimed <= maxGathered ? gathered(claimed) : joined()
}

/** Each blob is opened where it will lie in the answer. */
function gathered(bytes: number): Output {
  const result = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  return {
    memory: { stored: memory.stored, plain: () => result.subarray(at) },
    keep(plain) {
      const isInPlace = plain.buffer === result.buffer && plain.byteOffset === result.byteOffset + at
      if (!isInPlace) plain.copy(result, at)
      at += plain.length
    },
    all: () => result.subarray(0, at),
  }
}

function joined(): Output {
  const pieces: Buffer[] = []
  return {
    memory: { stored: memory.stored, plain: () => undefined },
    keep: (plain) => void pieces.push(plain),
    all() {
      const result = Buffer.allocUnsafeSlow(pieces.reduce((sum, piece) => sum + piece.length, 0))
      let at = 0
      for (const piece of pieces) at += piece.copy(result, at)
      return result
    },
  }
}

/** The largest chunk has 8 MiB; what is larger gets new memory. */
const scratchBytes = 9 * 1024 * 1024
let scratch: { stored: Buffer; plain: Buffer } | undefined

function scratchOf(part: 'stored' | 'plain', length: number): Buffer | undefined {
  if (length > scratchBytes) return undefined
  scratch ??= { stored: Buffer.allocUnsafeSlow(scratchBytes), plain: Buffer.allocUnsafeSlow(scratchBytes) }
  return scratch[part]
}

/** For all blobs of the thread: what nobody wants to have is overwritten by the next one. */
const memory: BlobMemory = {
  stored: (length) => scratchOf('stored', length),
  plain: (length) => scratchOf('plain', length),
}
