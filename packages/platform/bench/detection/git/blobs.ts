import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

import { gitOptions } from './repositories.ts'

/** A blob's bytes, or why there are none. */
export type Blob = Buffer | 'missing' | 'too large'

/** Reads blobs of one repository, in the order in which they were asked for. */
export interface BlobReader {
  read(id: string): Promise<Blob>
  [Symbol.dispose](): void
}

/**
 * One `git cat-file --batch` for many blobs. Contents over `largest` bytes are skipped without being held. Blobs that
 * a partial copy lacks are `missing`. Throws when git dies.
 */
export function openBlobs(gitDir: string, largest: number): BlobReader {
  const git = spawn('git', [...gitOptions(gitDir), 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  git.stdin.on('error', () => undefined)
  const pieces = piecesOf(git)
  let last: Promise<unknown> = Promise.resolve()
  return {
    read(id) {
      git.stdin.write(`${id}\n`)
      const answer = last.then(() => answerOf(pieces, largest))
      last = answer.catch(() => undefined)
      return answer
    },
    [Symbol.dispose]: () => void git.kill(),
  }
}

interface Pieces {
  line(): Promise<string>
  take(length: number): Promise<Buffer>
  skip(length: number): Promise<void>
}

/** "<id> <type> <size>\n<contents>\n" or "<id> missing\n". */
async function answerOf(pieces: Pieces, largest: number): Promise<Blob> {
  const [, type, length] = (await pieces.line()).split(' ')
  if (length === undefined || type !== 'blob') {
    if (length !== undefined) await pieces.skip(Number(length) + 1)
    return 'missing'
  }
  const size = Number(length)
  if (size > largest) {
    await pieces.skip(size + 1)
    return 'too large'
  }
  const bytes = await pieces.take(size)
  await pieces.skip(1)
  return bytes
}

function piecesOf(git: ChildProcessByStdio<Writable, Readable, null>): Pieces {
  const stream: AsyncIterator<Buffer> = git.stdout[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const more = async (): Promise<Buffer> => {
    const next = await stream.next()
    if (next.done === true) throw new Error('git cat-file ended early')
    return next.value
  }
  const take = async (length: number): Promise<Buffer> => {
    if (held.length < length) {
      const parts = [held]
      for (let have = held.length; have < length; have += parts.at(-1)?.length ?? 0) parts.push(await more())
      held = Buffer.concat(parts)
    }
    const taken = held.subarray(0, length)
    held = held.subarray(length)
    return taken
  }
  return {
    take,
    async line() {
      for (let end = held.indexOf(10); ; end = held.indexOf(10)) {
        if (end !== -1) return (await take(end + 1)).toString('latin1', 0, end)
        held = Buffer.concat([held, await more()])
      }
    },
    async skip(length) {
      for (let left = length; left > 0;) {
        if (held.length === 0) held = await more()
        const step = Math.min(left, held.length)
        held = held.subarray(step)
        left -= step
      }
    },
  }
}
