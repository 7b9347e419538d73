import { RepositoryError } from '../../error.ts'
import { sha256 } from '../../id.ts'
import type { FileKind } from '../storage.ts'
import type { SingleTries } from './single-tries.ts'

/** Bytes that differ in every reading are damaged on the way; three readings are enough to say so. */
const readings = 3

/**
 * A whole file whose content fits its name. What arrives otherwise is read again; the same wrong bytes twice
 * are damage where they are stored. The config has no name to fit. Throws `damaged`.
 */
export async function readVerified(
  tries: SingleTries,
  kind: FileKind,
  id: string,
  options: { place: string; run: <T>(attempt: () => Promise<T>) => Promise<T> },
): Promise<Buffer> {
  let wrong: string | undefined
  for (let reading = 1; ; reading += 1) {
    const bytes = await options.run(() => tries.read(kind, id))
    if (kind === 'config') return bytes
    const found = sha256(bytes)
    if (found === id) return bytes
    if (found === wrong || reading === readings) throw doesNotFit(kind, id, options.place, found === wrong)
    wrong = found
  }
}

function doesNotFit(kind: FileKind, id: string, place: string, isStored: boolean): RepositoryError {
  return isStored
    ? new RepositoryError('damaged', `${kind}/${id}: the content does not fit the name.`, {
        hint: 'It is damaged where it is stored. Run "anlauf repo check --read-data" to see what else is hit; use another copy of the repository or an older snapshot.',
        context: { kind, id, place },
      })
    : new RepositoryError('damaged', `${kind}/${id} arrives differently each time it is read.`, {
        hint: 'Something between here and the storage changes bytes: look for a failing disk, memory or network device.',
        context: { kind, id, place },
      })
}
