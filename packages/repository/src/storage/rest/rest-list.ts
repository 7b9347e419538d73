import { RepositoryError } from '../../error.ts'
import { isId } from '../../id.ts'
import type { HttpAnswer } from '../http/http-client.ts'
import { arrayElements, NoList } from '../http/json-array.ts'
import { maxListed, tooMany } from '../remote/list-limit.ts'
import type { FileList } from '../remote/single-tries.ts'
import { Transient } from '../remote/transient.ts'

/** A name and a size take about 90 bytes. Blanks and junk without end are no names, and would never be too many. */
const maxListBytes = maxListed * 128

/**
 * The files in a list of version 1 (names) or 2 (names and sizes). Names that are no ids are left out; a name
 * that comes twice counts once. Throws `Transient` for a list that breaks off, `limit-exceeded` for one of too many
 * files or bytes, `read-failed` for anything else.
 */
export async function readFileList(
  answer: Pick<HttpAnswer, 'body'>,
  place: string,
  { mostBytes = maxListBytes } = {},
): Promise<FileList> {
  const files = new Map<string, number | undefined>()
  try {
    for await (const elements of arrayElements(bounded(answer.body, mostBytes, place))) {
      for (const element of elements) {
        const { name, size } = entryOf(element)
        if (name === undefined || !isId(name) || files.has(name)) continue
        if (files.size === maxListed) throw tooMany(place)
        files.set(name, size)
      }
    }
  } catch (error) {
    if (!(error instanceof NoList)) throw error
    const failure = garbage(place, error)
    throw error.isCut ? new Transient(failure) : failure
  }
  return files
}

async function* bounded(
  pieces: AsyncIterable<Buffer>,
  mostBytes: number,
  place: string,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > mostBytes) throw tooMany(place)
    yield piece
  }
}

function entryOf(element: unknown): { name?: string | undefined; size?: number | undefined } {
  if (typeof element === 'string') return { name: element }
  if (typeof element !== 'object' || element === null) return {}
  const { name, size } = element as { name?: unknown; size?: unknown }
  return {
    name: typeof name === 'string' ? name : undefined,
    // A size that is none is asked for again, one file at a time.
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : undefined,
  }
}

function garbage(place: string, cause: NoList): RepositoryError {
  return new RepositoryError(
    'read-failed',
    `${place} answers with something that is no list of files: ${cause.message}.`,
    {
      hint: 'Check that the address is that of a repository server and not of a proxy or a web site.',
      retry: cause.isCut ? 'later' : 'never',
      context: { place },
      cause,
    },
  )
}
