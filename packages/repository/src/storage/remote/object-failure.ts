import { RepositoryError } from '../../error.ts'
import type { FileKind } from '../storage.ts'

/** A range that the file does not have: the same words in every back end. */
export function outOfRange(kind: FileKind, id: string, offset: number, length: number): RepositoryError {
  return new RepositoryError('damaged', `${kind}/${id} ends before offset ${offset + length}.`, {
    hint: 'The file is truncated or the index points to a wrong place; other copies of the blob are tried.',
    context: { kind, id, offset, length },
  })
}

/** A file that is not there: the same words in every back end. */
export function missingObject(kind: FileKind, id: string): RepositoryError {
  return new RepositoryError('missing-object', `${kind}/${id} does not exist in the repository.`, {
    hint: 'It was deleted or never arrived; look for it in another copy of the repository.',
    context: { kind, id },
  })
}
