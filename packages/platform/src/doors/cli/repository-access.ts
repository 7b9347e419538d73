import { localStorage, openRepository, type Repository, type Storage } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import type { AnlaufContext } from './context.ts'
import { readPasswordFile } from './password-file.ts'

/** The flags with which every command names a repository; the environment variables are restic's own. */
export interface RepositoryFlags {
  readonly repo?: string
  readonly passwordFile?: string
}

export const repositoryFlags = {
  repo: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Repository folder (default: RESTIC_REPOSITORY)',
    placeholder: 'folder',
  },
  passwordFile: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'File with the password (default: RESTIC_PASSWORD_FILE, RESTIC_PASSWORD)',
    placeholder: 'file',
  },
} as const

/** Opens the repository that flags or environment name. Throws `input-invalid` when they name none. */
export async function openNamedRepository(
  context: AnlaufContext,
  flags: RepositoryFlags,
): Promise<Repository> {
  const storage = namedStorage(context, flags)
  return openRepository(storage, { password: await namedPassword(context, flags), signal: context.signal })
}

export function namedStorage(context: AnlaufContext, flags: RepositoryFlags): Storage {
  const folder = flags.repo ?? context.process.env['RESTIC_REPOSITORY']
  if (folder === undefined || folder === '') {
    throw new AnlaufError('input-invalid', 'No repository named.', {
      hint: 'Give --repo FOLDER or set RESTIC_REPOSITORY.',
    })
  }
  const scheme = /^([a-z0-9]+):/.exec(folder)?.[1]
  if (scheme !== undefined && scheme !== 'local') {
    throw new AnlaufError('input-invalid', `Repositories of kind "${scheme}:" cannot be opened yet.`, {
      hint: 'Use a folder on this machine: --repo /path/to/repository.',
    })
  }
  return localStorage(folder.replace(/^local:/, ''))
}

/** The password never comes from the command line: argv is readable for every process of the machine. */
export async function namedPassword(context: AnlaufContext, flags: RepositoryFlags): Promise<string> {
  const { env } = context.process
  const file = flags.passwordFile ?? env['RESTIC_PASSWORD_FILE']
  if (file !== undefined && file !== '') return readPasswordFile(file)
  const password = env['RESTIC_PASSWORD']
  if (password !== undefined && password !== '') return password
  throw new AnlaufError('input-invalid', 'No repository password given.', {
    hint: 'Set RESTIC_PASSWORD_FILE (or RESTIC_PASSWORD), or give --password-file FILE.',
  })
}
