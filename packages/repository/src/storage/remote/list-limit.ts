import { RepositoryError } from '../../error.ts'

/** Beyond 4 million packs of 16 MiB (64 TiB) a list takes more than 0.6 GB: no server may fill our memory. */
export const maxListed = 4_000_000

export function tooMany(place: string): RepositoryError {
  return new RepositoryError('limit-exceeded', `${place} lists more than ${maxListed} files of one kind.`, {
    hint: 'The server is faulty or hostile; if the repository really is that large, split it.',
    context: { place },
  })
}
