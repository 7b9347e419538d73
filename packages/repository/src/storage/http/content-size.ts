import { RepositoryError } from '../../error.ts'
import type { HttpAnswer } from './http-client.ts'

/** The size of a file by the answer to HEAD. Throws `read-failed` when the answer does not say it. */
export function contentSize(answer: HttpAnswer, object: string, place: string): { size: number } {
  const size = Number(answer.header('content-length') ?? NaN)
  if (Number.isSafeInteger(size) && size >= 0) return { size }
  throw new RepositoryError('read-failed', `${place} does not say how large ${object} is.`, {
    hint: 'A proxy on the way takes the header Content-Length out of answers to HEAD; take it out of the way.',
    context: { place, object },
  })
}
