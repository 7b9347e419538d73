import { RepositoryError } from '../error.ts'

/** A rule asked for a part of something that has no parts. */
export function unsupportedPlace(path: string): RepositoryError {
  return new RepositoryError(
    'unsupported',
    `Only a part of "${path}" is wanted, but it is no readable folder.`,
    {
      hint: 'The snapshot was written by another program or is damaged; take another snapshot.',
    },
  )
}

/** Somebody's data are there; mixing them with a tenant's would be worse than stopping. */
export function targetTaken(why: string): RepositoryError {
  return new RepositoryError(
    'repository-exists',
    `The target is a repository already: ${why}. Nothing was changed.`,
    {
      hint: 'Name an empty folder, or the one in which the same split was begun.',
    },
  )
}
