import type { FileHandle } from 'node:fs/promises'

import type { MerkleTree } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type JournalLine, type LineDraft, lineHash, lineText } from './line.ts'
import type { JournalEnd } from './read-journal.ts'
import type { VaultClock } from './vault-clock.ts'

/** A line that is on disk, with its exact text. */
export interface KeptLine {
  readonly line: JournalLine
  readonly text: string
}

export interface Journal {
  /** Resolves when the line is on disk. Throws `vault-failed`; the line is then not part of the journal. */
  append(draft: LineDraft): Promise<KeptLine>
  /** How many lines are on disk, and the Merkle root over them. */
  state(): { readonly size: number; readonly root: Buffer }
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Lines that arrive while the disk works are written together; more than this would delay the first one. */
const maxBatch = 256

interface Waiting {
  readonly draft: LineDraft
  readonly resolve: (kept: KeptLine) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes lines behind the end that was read. One `fdatasync` serves all lines that came while the one before ran.
 * `onLine` sees each line once it is on disk, in order, before the one who wrote it does.
 */
export function openJournal(options: {
  readonly file: FileHandle
  readonly name: string
  readonly end: JournalEnd
  readonly tree: MerkleTree
  readonly clock: VaultClock
  readonly onLine: (kept: KeptLine) => void
}): Journal {
  const { file, name, tree, clock, onLine } = options
  let { seq, head, bytes } = options.end
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  let broken: unknown

  async function writeAll(): Promise<void> {
    // One turn of the event loop lets requests that ended together share the disk's work.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch)
      waiting = waiting.slice(maxBatch)
      await writeBatch(batch)
    }
    writing = undefined
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    if (broken !== undefined) {
      for (const { reject } of batch) reject(failed(name, broken))
      return
    }
    const sealed: (KeptLine & Waiting)[] = []
    let [nextSeq, nextHead] = [seq, head]
    for (const one of batch) {
      let line: JournalLine
      let text: string
      try {
        line = seal(one.draft, nextSeq + 1, nextHead, clock)
        text = lineText(line)
      } catch (error) {
        // What no line can say fails alone; the others of the batch have done nothing wrong.
        one.reject(error)
        continue
      }
      nextSeq += 1
      nextHead = lineHash(text)
      sealed.push({ ...one, line, text })
    }
    const buffer = Buffer.from(sealed.map(({ text }) => `${text}\n`).join(''))
    try {
      await writeExactly(file, buffer, bytes)
      await file.datasync()
    } catch (error) {
      await cutBack(error)
      for (const { reject } of sealed) reject(failed(name, error))
      return
    }
    ;[seq, head, bytes] = [nextSeq, nextHead, bytes + buffer.length]
    for (const { line, text, resolve } of sealed) {
      tree.add(text)
      onLine({ line, text })
      resolve({ line, text })
    }
  }

  /** Half a batch must not stay: the next line would not follow it. */
  async function cutBack(cause: unknown): Promise<void> {
    try {
      await file.truncate(bytes)
    } catch {
      broken = cause
    }
  }

  async function settled(): Promise<void> {
    if (writing === undefined) return
    await writing
    await settled()
  }

  return {
    append(draft) {
      return new Promise((resolve, reject) => {
        waiting.push({ draft, resolve, reject })
        writing ??= writeAll()
      })
    },
    state: () => ({ size: seq, root: tree.root() }),
    settled,
    async close() {
      await settled()
      await file.close()
    },
  }
}

function seal(draft: LineDraft, seq: number, prev: string, clock: VaultClock): JournalLine {
  const { at, wall, isTrusted } = clock.now()
  return {
    ...draft,
    seq,
    at: new Date(at).toISOString(),
    ...(isTrusted ? {} : { wall: new Date(wall).toISOString() }),
    prev,
  }
}

async function writeExactly(file: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let written = 0; written < buffer.length;) {
    const { bytesWritten } = await file.write(buffer, written, buffer.length - written, position + written)
    written += bytesWritten
  }
}

function failed(name: string, cause: unknown): AnlaufError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return new AnlaufError(
    'vault-failed',
    `The journal of ${name} cannot be written (${code || String(cause)}).`,
    {
      hint: 'Free space on the disk of the vault, or mount it writable. Nothing is accepted without a line in the journal.',
      retry: 'later',
      context: { system: code },
      cause,
    },
  )
}
