import { createReadStream } from 'node:fs'

import { firstPrev, type JournalLine, lineHash, maxLine, parseLine } from './line.ts'

/** A line that is not what its place in the chain demands. */
export interface JournalProblem {
  readonly line: number
  readonly message: string
}

/** A line as it stands in the file, and what it says. */
export interface ReadLine {
  readonly text: string
  readonly line: JournalLine
}

export interface JournalEnd {
  /** Number of lines. */
  readonly seq: number
  /** SHA-256 of the last line. */
  readonly head: string
  /** Bytes of whole lines; what stands behind them was being written when the process died. */
  readonly bytes: number
  readonly at: number | undefined
}

/**
 * Every line of a journal in order, chain and times checked. A problem is told and reading goes on, so that one
 * bad line is one problem. The return value says where the chain ends.
 */
export async function* readJournal(
  source: AsyncIterable<Buffer>,
  onProblem: (problem: JournalProblem) => void,
): AsyncGenerator<ReadLine, JournalEnd> {
  let [seq, head, bytes] = [0, firstPrev, 0]
  let at: number | undefined
  for await (const text of linesOf(source)) {
    seq += 1
    bytes += Buffer.byteLength(text) + 1
    const line = parseLine(text)
    const problem = problemWith(line, { seq, head, at })
    if (problem !== undefined) onProblem({ line: seq, message: `line ${seq} ${problem}` })
    head = lineHash(text)
    if (line === undefined) continue
    at = Date.parse(line.at)
    yield { text, line }
  }
  return { seq, head, bytes, at }
}

/** The bytes of a journal file; nothing when there is none. */
export async function* journalBytes(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) yield chunk as Buffer
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function problemWith(
  line: JournalLine | undefined,
  expected: { readonly seq: number; readonly head: string; readonly at: number | undefined },
): string | undefined {
  if (line === undefined) return 'is no line of a journal'
  if (line.seq !== expected.seq) return `carries the number ${line.seq}`
  if (line.prev !== expected.head) return 'does not follow the line before it'
  if (Date.parse(line.at) < (expected.at ?? Number.NEGATIVE_INFINITY))
    return 'is earlier than the line before it'
  if ((line.verb === 'BEGIN') !== (line.seq === 1)) return 'stands where a journal does not begin'
  return undefined
}

/** Whole lines only. One that is too long is cut, so that nothing is kept on its word. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (let end = rest.indexOf(10, from); end >= 0; end = rest.indexOf(10, from)) {
      yield rest.toString('utf8', from, end)
      from = end + 1
    }
    rest = rest.subarray(from)
    if (rest.length > maxLine) {
      yield rest.toString('utf8', 0, maxLine)
      return
    }
  }
}
