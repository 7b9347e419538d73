import { RepositoryError } from '../../error.ts'
import { isId } from '../../id.ts'
import type { HttpAnswer } from '../http/http-client.ts'
import { arrayElements, NoList } from '../http/json-array.ts'
import { maxListed, tooMany } from '../remote/list-limit.ts'
import type { FileList } from '../remote/single-tries.ts'
import { Transient } from '../remote/transient.ts'

/**
 * The files in a list of version 1 (names) or 2 (names and sizes). Names that are no ids are left out; a name
 * that comes twice counts once. Throws `Transient` for a list without end, `read-failed` for anything else.
 */
export async function readFileList(answer: HttpAnswer, place: string): Promise<FileList> {
  const files = new Map<string, number | undefined>()
  try {
    for await (const elements of arrayElements(answer.body)) {
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
