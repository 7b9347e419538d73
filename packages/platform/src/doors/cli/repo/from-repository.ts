import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import {
  namedPassword,
  namedStorage,
  openAndTell,
  type RepositoryFlags,
} from '../access/repository-access.ts'

/** The flags with which a command names the other repository, the one that is only read. */
export interface FromRepositoryFlags {
  readonly fromRepo?: string
  readonly fromRepositoryFile?: string
  readonly fromPasswordFile?: string
}

export const fromRepositoryFlags = {
  fromRepo: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Repository to copy from (default: RESTIC_FROM_REPOSITORY)',
    placeholder: 'location',
  },
  fromRepositoryFile: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'File that holds its location (default: RESTIC_FROM_REPOSITORY_FILE)',
    placeholder: 'file',
  },
  fromPasswordFile: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'File with its password (default: RESTIC_FROM_PASSWORD_FILE, RESTIC_FROM_PASSWORD)',
    placeholder: 'file',
  },
} as const

/** Opens the repository to copy from. Throws `input-invalid` when flags and environment name none. */
export async function openFromRepository(
  context: AnlaufContext,
  flags: FromRepositoryFlags & RepositoryFlags,
): Promise<Repository> {
  const other = otherContext(context)
  const { option, cacert, tlsClientCert } = flags
  const named: RepositoryFlags = {
    ...(flags.fromRepo === undefined ? {} : { repo: flags.fromRepo }),
    ...(flags.fromRepositoryFile === undefined ? {} : { repositoryFile: flags.fromRepositoryFile }),
    ...(flags.fromPasswordFile === undefined ? {} : { passwordFile: flags.fromPasswordFile }),
    ...(option === undefined ? {} : { option }),
    ...(cacert === undefined ? {} : { cacert }),
    ...(tlsClientCert === undefined ? {} : { tlsClientCert }),
  }
  try {
    const storage = await namedStorage(other, named)
    return await openAndTell(context, storage, await namedPassword(other, named))
  } catch (error) {
    if (!(error instanceof AnlaufError) || error.code !== 'input-invalid') throw error
    throw new AnlaufError('input-invalid', `The repository to copy from: ${error.message}`, {
      hint: 'Give --from-repo and --from-password-file, or set RESTIC_FROM_REPOSITORY and RESTIC_FROM_PASSWORD_FILE.',
      cause: error,
    })
  }
}

/** The same environment, with restic's FROM variables in the place of the plain ones. */
function otherContext(context: AnlaufContext): AnlaufContext {
  const { env } = context.process
  const from: Partial<Record<string, string>> = { ...env }
  for (const name of ['REPOSITORY', 'REPOSITORY_FILE', 'PASSWORD', 'PASSWORD_FILE', 'PASSWORD_COMMAND']) {
    const value = env[`RESTIC_FROM_${name}`]
    if (value === undefined) delete from[`RESTIC_${name}`]
    else from[`RESTIC_${name}`] = value
  }
  return {
    ...context,
    process: Object.assign(Object.create(context.process) as object, { env: from }) as typeof context.process,
  }
}
