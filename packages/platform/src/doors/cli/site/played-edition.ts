import { checkCopy, folderCopy } from '../../../adapters/site-hosts/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { writeSite } from '../../../phases/inform/index.ts'
import type { Stores } from '../access/stores.ts'
import { makeBundle, type PublishingContext } from './make-bundle.ts'

/** The site of a case that was played, as a reader finds it. */
export interface PlayedEdition {
  readonly folder: string
  readonly sequence: number
  /** Of the exercise's own key. */
  readonly fingerprint: string
  /** What a reader would hold against it; empty when it verifies. */
  readonly problems: readonly string[]
}

/** Nobody renews what was played: each edition of it is its own archive. */
const validForMs = 10 * 365 * 86_400_000

/**
 * Writes the site of an exercise as the next signed edition, by the keys and numbers of its own home, and checks what was
 * written as any reader does. Throws `not-permitted` for a case that is none: a key of an exercise signs nothing real.
 */
export async function writePlayedEdition(
  place: Pick<PublishingContext, 'home' | 'now'>,
  stores: Pick<Stores, 'log' | 'lines'>,
  { caseId, estate, folder }: { readonly caseId: string; readonly estate: Estate; readonly folder: string },
): Promise<PlayedEdition> {
  const quiet = { write: () => undefined }
  const context = { ...place, process: { stdout: quiet, stderr: quiet, env: {} } }
  const { files, manifest, fingerprint } = await makeBundle(context, stores, { caseId, estate, validForMs })
  if (!manifest.exercise) {
    throw new AnlaufError('not-permitted', `The case "${caseId}" is no exercise.`, {
      hint: 'Write the site of a real case with "anlauf site write".',
    })
  }
  writeSite(folder, files)
  const { problems } = await checkCopy(folderCopy(folder), { pinned: fingerprint, now: place.now() })
  return {
    folder,
    sequence: manifest.sequence,
    fingerprint,
    problems: problems.map(({ message }) => message),
  }
}
