import { RepositoryError } from '../../error.ts'
import { missingObject, outOfRange } from '../remote/object-failure.ts'
import type { FileKind } from '../storage.ts'
import { exactBody, wholeBody } from './body.ts'
import type { HttpAnswer } from './http-client.ts'

/** A part of a file. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/** The header that asks for a range of at least one byte. */
export function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range === undefined ? {} : { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }
}

/** No range header asks for nothing: the size of the file says whether the place exists. */
export function emptyRange(
  stats: { size: number } | undefined,
  kind: FileKind,
  id: string,
  offset: number,
): Buffer {
  if (stats === undefined) throw missingObject(kind, id)
  if (offset > stats.size) throw outOfRange(kind, id, offset, 0)
  return Buffer.alloc(0)
}

/**
 * The bytes asked for, out of an answer 200 or 206. A server that ignores ranges sends the whole file: then
 * what comes before is skipped. Throws `damaged` when the file is shorter, `read-failed` for another range.
 */
export async function contentOf(
  answer: HttpAnswer,
  wanted: { kind: FileKind; id: string; range: ByteRange | undefined; place: string },
): Promise<Buffer> {
  const { kind, id, range, place } = wanted
  if (range === undefined) {
    if (answer.status === 206) throw otherRange(wanted)
    return wholeBody(answer, place)
  }
  const { offset, length } = range
  const stated = answer.header('content-range')
  // Some servers send a range with status 200 (rclone serve s3).
  if (answer.status === 200 && stated === undefined) {
    const size = Number(answer.header('content-length') ?? NaN)
    if (offset + length > size) throw outOfRange(kind, id, offset, length)
    return exactBody(answer, { skip: offset, length, place })
  }
  const [, first, last] = /^bytes (\d+)-(\d+)\/(?:\d+|\*)$/.exec(stated ?? '') ?? []
  if (Number(first) !== offset) throw otherRange(wanted)
  // Servers shorten a range that goes beyond the end.
  if (Number(last) < offset + length - 1) throw outOfRange(kind, id, offset, length)
  if (Number(last) > offset + length - 1) throw otherRange(wanted)
  return exactBody(answer, { skip: 0, length, place })
}

function otherRange({ kind, id, place }: { kind: FileKind; id: string; place: string }): RepositoryError {
  return new RepositoryError(
    'read-failed',
    `${place} sends another part of ${kind}/${id} than was asked for.`,
    {
      hint: 'A server or proxy on the way does not understand ranges; take it out of the way.',
      context: { place, kind, id },
    },
  )
}
