import { sealBlob } from '../pack/open-blob.ts'
import { type Observed, observeAll, observerReady } from './observers.ts'
import { open, type OpenAnswer, type OpenJob } from './open-job.ts'
import { createMasterCipher, type RawKey } from './raw-key.ts'

/** Blobs to compress and encrypt, one behind the other in `plain`. */
export interface SealJob {
  readonly kind: 'seal'
  readonly key: RawKey
  readonly plain: Uint8Array
  readonly lengths: readonly number[]
  /** zstd level; absent: not compressed. */
  readonly level: number | undefined
  /** URL of a module that exports a `BlobObserver` as `observeBlob`. */
  readonly observer?: string | undefined
}

export interface SealAnswer {
  /** Sealed blobs one behind the other. */
  readonly sealed: Uint8Array
  readonly lengths: readonly number[]
  /** Absent without an observer. */
  readonly observed: Observed | undefined
}

export type Job = SealJob | OpenJob
export type AnswerOf<Some extends Job> = Some extends SealJob ? SealAnswer : OpenAnswer

/** What has to be loaded before a job can be done; undefined, as a rule, for nothing. */
export function readyFor(job: Job): Promise<void> | undefined {
  return job.kind === 'seal' ? observerReady(job.observer) : undefined
}

/** Does a job on the calling thread. */
export function perform(job: SealJob): SealAnswer
export function perform(job: OpenJob): OpenAnswer
export function perform(job: Job): SealAnswer | OpenAnswer
export function perform(job: Job): SealAnswer | OpenAnswer {
  return job.kind === 'seal' ? seal(job) : open(job)
}

function seal({ key, plain, lengths, level, observer }: SealJob): SealAnswer {
  const observed = observeAll(observer, plain, lengths)
  const cipher = createMasterCipher(key)
  const pieces: Buffer[] = []
  let at = 0
  for (const length of lengths) {
    const blob = plain.subarray(at, at + length)
    pieces.push(level === undefined ? cipher.seal(blob) : sealBlob(cipher, blob, { level }).sealed)
    at += length
  }
  return { sealed: joined(pieces), lengths: pieces.map((piece) => piece.length), observed }
}

/** In memory of its own, so that it can be handed to another thread. */
function joined(pieces: readonly Buffer[]): Buffer {
  const result = Buffer.allocUnsafeSlow(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) at += piece.copy(result, at)
  return result
}
