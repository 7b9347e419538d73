import { RepositoryError } from '../../error.ts'
import { Transient } from '../remote/transient.ts'
import type { HttpAnswer } from './http-client.ts'

/** Nothing in a repository is larger: packs have 16 to 128 MiB, with rustic up to 4 GiB read in ranges. */
const maxWholeFile = 1024 * 1024 * 1024

/**
 * The body in one buffer. Memory grows with what really arrives, never with what a header promises.
 * Throws `limit-exceeded` beyond 1 GiB.
 */
export async function wholeBody(answer: HttpAnswer, place: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer.body) {
    bytes += piece.length
    if (bytes > maxWholeFile) throw tooLarge(place)
    pieces.push(piece)
  }
  return joined(pieces, bytes)
}

/**
 * Exactly `length` bytes after the first `skip` ones. Throws `Transient` when the body ends before: the answer
 * promised them. What comes after them is left unread.
 */
export async function exactBody(
  answer: HttpAnswer,
  { skip, length, place }: { skip: number; length: number; place: string },
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let toSkip = skip
  let bytes = 0
  for await (const piece of answer.body) {
    const useful = piece.subarray(Math.min(toSkip, piece.length))
    toSkip -= piece.length - useful.length
    const wanted = useful.subarray(0, length - bytes)
    bytes += wanted.length
    if (wanted.length > 0) pieces.push(wanted)
    if (bytes === length) return joined(pieces, bytes)
  }
  throw endedEarly(place, bytes, length)
}

/** Up to 4 KiB of an error's text. */
export async function shortBody(answer: HttpAnswer): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer.body) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= 4_096) break
  }
  return Buffer.concat(pieces).subarray(0, 4_096).toString('utf8')
}

/** A body that has been read already, for whoever wants to read it again. */
export function bodyOf(words: string): AsyncIterable<Buffer> {
  return {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(words)
    },
  }
}

/** Memory of its own, no part of a pool: threads take it over. */
function joined(pieces: readonly Buffer[], bytes: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  for (const piece of pieces) at += piece.copy(whole, at)
  return whole
}

function endedEarly(place: string, bytes: number, length: number): Transient {
  return new Transient(
    new RepositoryError('unreachable', `${place} broke off after ${bytes} of ${length} bytes.`, {
      hint: 'The connection was lost in the middle of a file. Look at the network and the log of the server; then start again.',
      retry: 'later',
      context: { place, bytes, length },
    }),
  )
}

function tooLarge(place: string): RepositoryError {
  return new RepositoryError('limit-exceeded', `${place} sends more than 1 GiB for one file.`, {
    hint: 'No repository file is that large: the server is faulty or hostile, or the address is wrong.',
    context: { place },
  })
}

/** A whole text of at most `most` bytes. Throws `limit-exceeded`. */
export async function textBody(
  answer: HttpAnswer,
  { most, place }: { most: number; place: string },
): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer.body) {
    bytes += piece.length
    if (bytes > most) throw tooLarge(place)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
