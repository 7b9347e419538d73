import { readFile } from 'node:fs/promises'

import {
  hasPassword,
  openRepository,
  openStorage,
  parseExtendedOptions,
  parseLocation,
  printLocation,
  type Repository,
  type RetryNotice,
  type Storage,
} from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { passwordOfCommand, readPasswordFile } from './password-file.ts'

/** The flags with which every command names a repository; the environment variables are restic's own. */
export interface RepositoryFlags {
  readonly repo?: string
  readonly repositoryFile?: string
  readonly option?: readonly string[]
  readonly cacert?: string
  readonly tlsClientCert?: string
  readonly passwordFile?: string
  readonly passwordCommand?: string
}

export const repositoryFlags = {
  repo: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Folder, rest:URL, s3:URL or sftp:HOST:PATH (default: RESTIC_REPOSITORY)',
    placeholder: 'location',
  },
  repositoryFile: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'File that holds the location, where nobody else can read it (default: RESTIC_REPOSITORY_FILE)',
    placeholder: 'file',
  },
  option: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'Option of a kind of repository, as with restic: rest.connections=10 (repeatable)',
    placeholder: 'key=value',
  },
  cacert: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'PEM file of the only authorities to trust (default: RESTIC_CACERT)',
    placeholder: 'file',
  },
  tlsClientCert: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'PEM file with our certificate and key (default: RESTIC_TLS_CLIENT_CERT)',
    placeholder: 'file',
  },
  passwordFile: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'File with the password (default: RESTIC_PASSWORD_FILE, RESTIC_PASSWORD)',
    placeholder: 'file',
  },
  passwordCommand: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Command that prints the password (default: RESTIC_PASSWORD_COMMAND)',
    placeholder: 'command',
  },
} as const

/** Opens the repository that flags or environment name. Throws `input-invalid` when they name none. */
export async function openNamedRepository(
  context: AnlaufContext,
  flags: RepositoryFlags,
): Promise<Repository> {
  const storage = await namedStorage(context, flags)
  return openAndTell(context, storage, await namedPassword(context, flags))
}

/** Opens a repository whose damaged copies show on stderr, a line a pack, when whole ones were used instead. */
export function openAndTell(context: AnlaufContext, storage: Storage, password: string): Promise<Repository> {
  const told = new Set<string>()
  return openRepository(storage, {
    password,
    signal: context.signal,
    onBadCopy: ({ pack, message }) => {
      if (told.has(pack)) return
      told.add(pack)
      context.process.stderr.write(
        `damaged: data/${pack}: ${message} Another copy is whole and was used; "anlauf repo check --read-data" shows what else is hit.\n`,
      )
    },
  })
}

/** The place that flags or environment name, not yet looked at. Throws `input-invalid` when they name none. */
export async function namedStorage(context: AnlaufContext, flags: RepositoryFlags): Promise<Storage> {
  const { env, stderr } = context.process
  const location = parseLocation(await locationText(context, flags))
  if (flags.repo !== undefined && hasPassword(location)) {
    stderr.write(
      'Every process of this machine can read the password in --repo. Better: RESTIC_REPOSITORY or --repository-file.\n',
    )
  }
  return openStorage(location, {
    env: {
      ...env,
      ...(flags.cacert !== undefined && { RESTIC_CACERT: flags.cacert }),
      ...(flags.tlsClientCert !== undefined && { RESTIC_TLS_CLIENT_CERT: flags.tlsClientCert }),
    },
    extended: parseExtendedOptions(flags.option ?? []),
    signal: context.signal,
    onRetry: (notice) => stderr.write(retryLine(notice)),
  })
}

/** The same place in words, without credentials. */
export async function namedPlace(context: AnlaufContext, flags: RepositoryFlags): Promise<string> {
  return printLocation(parseLocation(await locationText(context, flags)))
}

async function locationText(context: AnlaufContext, flags: RepositoryFlags): Promise<string> {
  const { env } = context.process
  if (flags.repo !== undefined && flags.repositoryFile !== undefined) {
    throw new AnlaufError('input-invalid', '--repo and --repository-file name two repositories.', {
      hint: 'Give one of them.',
    })
  }
  if (flags.repo !== undefined && flags.repo !== '') return flags.repo
  const file = flags.repositoryFile ?? env['RESTIC_REPOSITORY_FILE']
  if (file !== undefined && file !== '') return firstLine(file)
  const named = env['RESTIC_REPOSITORY']
  if (named !== undefined && named !== '') return named
  throw new AnlaufError('input-invalid', 'No repository named.', {
    hint: 'Give --repo LOCATION or set RESTIC_REPOSITORY: a folder, rest:https://host/path/, s3:https://host/bucket/prefix or sftp:user@host:/path.',
  })
}

async function firstLine(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AnlaufError('input-invalid', `The file ${file} with the location cannot be read.`, {
      hint: 'Check --repository-file or RESTIC_REPOSITORY_FILE and that this account may read the file.',
      cause,
    })
  })
  return (text.split(/\r?\n/, 1)[0] ?? '').trim()
}

function retryLine({ message, attempt, waitMs }: RetryNotice): string {
  return `${message} Trying again in ${Math.ceil(waitMs / 1_000)} s (try ${attempt + 1}).\n`
}

/** The password never comes from the command line: argv is readable for every process of the machine. */
export async function namedPassword(context: AnlaufContext, flags: RepositoryFlags): Promise<string> {
  const { env } = context.process
  if (flags.passwordFile !== undefined && flags.passwordCommand !== undefined) {
    throw new AnlaufError('input-invalid', '--password-file and --password-command name two passwords.', {
      hint: 'Give one of them.',
    })
  }
  // What the command line names goes before the environment, whatever the environment holds.
  const named = flags.passwordFile !== undefined || flags.passwordCommand !== undefined
  const command = flags.passwordCommand ?? (named ? undefined : env['RESTIC_PASSWORD_COMMAND'])
  if (command !== undefined && command !== '') return passwordOfCommand(command)
  const file = flags.passwordFile ?? env['RESTIC_PASSWORD_FILE']
  if (file !== undefined && file !== '') return readPasswordFile(file)
  const password = env['RESTIC_PASSWORD']
  if (password !== undefined && password !== '') return password
  throw new AnlaufError('input-invalid', 'No repository password given.', {
    hint: 'Set RESTIC_PASSWORD_FILE, RESTIC_PASSWORD_COMMAND or RESTIC_PASSWORD, or give --password-file FILE.',
  })
}
