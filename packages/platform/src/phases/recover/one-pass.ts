import { type BlobId, type BlobIndex, fetchBlobs, type Repository, RepositoryError } from '@anlauf/repository'

import type { Content } from './contents.ts'
import type { ScanItem, Verdict } from './scanner.ts'
import type { Staging } from './staging.ts'

/** A content with what the engine said of it, or why it could not be read. */
export type JudgedContent =
  | {
      readonly content: Content
      readonly sha256: string
      readonly verdict: Verdict
      readonly from: Uint8Array | string
    }
  | { readonly content: Content; readonly problem: RepositoryError }

export interface PassOptions {
  readonly repository: Repository
  readonly staging: Staging
  readonly judge: (items: readonly ScanItem[]) => Promise<readonly Verdict[]>
  /** Publishes, quarantines or reports; called for one batch at a time. */
  readonly settle: (batch: readonly JudgedContent[]) => Promise<void>
  readonly signal: AbortSignal | undefined
}

/** A batch goes to the scanner when either bound is reached; the next one fills meanwhile. */
const batchBytes = 4 * 1024 * 1024
const batchItems = 256

/**
 * One pass over one window of contents, in storage order: fetch → MAC → decrypt → SHA-256 → scan → settle.
 * Each blob is read once, however many contents share it; scanning runs beside the fetching of what follows.
 * Memory: two batches, the reads in flight, one entry per piece.
 */
export async function onePass(contents: readonly Content[], options: PassOptions): Promise<void> {
  const { repository, staging, signal } = options
  const pending = new Map<BlobId, { work: Work; offset: number }[]>()
  const index = await repository.loadIndex()
  let batch: Ready[] = []
  let bytes = 0
  let running: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    const full = batch
    batch = []
    bytes = 0
    await running
    running = settleBatch(full, options)
    // Awaited by the next flush; a failure until then must not end the process.
    running.catch(() => undefined)
  }
  async function ready(entry: Ready): Promise<void> {
    batch.push(entry)
    bytes += 'from' in entry && typeof entry.from !== 'string' ? entry.from.length : 0
    if (bytes >= batchBytes || batch.length >= batchItems) await flush()
  }

  for (const content of contents) {
    const length = lengthOf(content, index)
    if (length !== undefined && length !== content.size) {
      await ready({ content, problem: wrongSize(content, length) })
      continue
    }
    const work: Work = { ...content, missing: content.blobs.length, content, failed: false }
    let offset = 0
    for (const blob of content.blobs) {
      const places = pending.get(blob)
      if (places === undefined) pending.set(blob, [{ work, offset }])
      else places.push({ work, offset })
      offset += index.sizes(blob)?.plain ?? 0
    }
    if (content.blobs.length === 0) await ready({ content, sha256: emptyHash, from: new Uint8Array(0) })
  }
  for await (const fetched of fetchBlobs(repository, pending.keys(), { signal })) {
    for (const { work, offset } of pending.get(fetched.id) ?? []) {
      if (work.failed) continue
      if ('problem' in fetched) {
        work.failed = true
        staging.drop(work)
        await ready({ content: work.content, problem: fetched.problem })
      } else if (work.blobs.length === 1) {
        await ready({ content: work.content, sha256: fetched.id, from: fetched.bytes })
      } else {
        const staged = await staging.add(work, fetched.bytes, offset)
        if (staged !== undefined)
          await ready({ content: work.content, sha256: staged.sha256, from: staged.file })
      }
    }
  }
  await flush()
  await running
}

/** Bytes of the blobs together; undefined when the index does not know them all. */
function lengthOf({ blobs }: Content, index: BlobIndex): number | undefined {
  let length = 0
  for (const blob of blobs) {
    const sizes = index.sizes(blob)
    if (sizes === undefined) return undefined
    length += sizes.plain
  }
  return length
}

/** A hostile client can write any size into a tree: zeros after the content would be no version of the file. */
function wrongSize({ size }: Content, length: number): RepositoryError {
  return new RepositoryError('damaged', `The backup says ${size} bytes, the content has ${length}.`, {
    hint: 'Compare with an older snapshot; the client that wrote this one is faulty or hostile.',
    context: { size, length },
  })
}

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

interface Work extends Content {
  readonly content: Content
  missing: number
  failed: boolean
}

type Ready =
  | { readonly content: Content; readonly sha256: string; readonly from: Uint8Array | string }
  | { readonly content: Content; readonly problem: RepositoryError }

async function settleBatch(batch: readonly Ready[], options: PassOptions): Promise<void> {
  options.signal?.throwIfAborted()
  const readable = batch.filter((entry) => 'from' in entry)
  const verdicts = await options.judge(readable.map(scanItemOf))
  const judged = readable.map((entry, at) => ({ ...entry, verdict: verdicts[at] }))
  await options.settle([
    ...batch.filter((entry) => 'problem' in entry),
    ...judged.flatMap(({ verdict, ...entry }) => (verdict === undefined ? [] : [{ ...entry, verdict }])),
  ])
  for (const { from, content } of readable) {
    if (typeof from === 'string') options.staging.drop({ ...content, missing: 0 })
  }
}

function scanItemOf({ sha256, from }: { sha256: string; from: Uint8Array | string }): ScanItem {
  return typeof from === 'string' ? { key: sha256, file: from } : { key: sha256, bytes: from }
}
