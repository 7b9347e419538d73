import { connectionsOption, type ExtendedOptions } from './extended-options.ts'
import { tlsFiles } from './http/tls.ts'
import { localStorage } from './local.ts'
import type { RepositoryLocation } from './location.ts'
import type { RemoteOptions } from './remote/remote-storage.ts'
import { restStorage } from './rest/rest-storage.ts'
import { s3Options } from './s3/s3-options.ts'
import { s3Storage } from './s3/s3-storage.ts'
import { secret } from './secret.ts'
import { sftpStorage } from './sftp/sftp-storage.ts'
import type { Storage } from './storage.ts'

/** What opening a location needs besides the location; variables and options have restic's names. */
export interface OpenStorageOptions extends RemoteOptions {
  /** Credentials and certificates come from here: `RESTIC_*`, `AWS_*`, proxies. */
  readonly env?: NodeJS.ProcessEnv | undefined
  readonly extended?: ExtendedOptions | undefined
}

/**
 * The storage at a location. Connects when it is first used; idle connections do not keep the process alive.
 * Disposing closes them. Throws `invalid-argument` for options that fit nothing.
 */
export function openStorage(
  location: RepositoryLocation,
  options: OpenStorageOptions = {},
): Storage & AsyncDisposable {
  const env = options.env ?? {}
  const extended = options.extended ?? new Map()
  const { signal, patience, silenceMs, onRetry } = options
  const remote = { signal, patience, silenceMs, onRetry }
  switch (location.scheme) {
    case 'local':
      return { ...localStorage(location.folder), [Symbol.asyncDispose]: () => Promise.resolve() }
    case 'rest':
      return restStorage(withLogin(location, env), {
        ...remote,
        connections: options.connections ?? connectionsOption(extended, 'rest'),
        tls: tlsFiles(env),
        env,
      })
    case 'sftp':
      return sftpStorage(location, {
        ...remote,
        connections: options.connections ?? connectionsOption(extended, 'sftp'),
        args: extended.get('sftp.args'),
        command: extended.get('sftp.command'),
        // ssh needs its home, its path and the agent.
        env: options.env ?? process.env,
      })
    case 's3':
      return s3Storage(location, {
        ...remote,
        ...s3Options(env, extended),
        connections: options.connections ?? connectionsOption(extended, 's3'),
      })
  }
}

/** The address has the first word, as with restic. */
function withLogin(
  location: Extract<RepositoryLocation, { scheme: 'rest' }>,
  env: NodeJS.ProcessEnv,
): Extract<RepositoryLocation, { scheme: 'rest' }> {
  if (location.user !== undefined || location.password !== undefined) return location
  const user = filled(env['RESTIC_REST_USERNAME'])
  const password = filled(env['RESTIC_REST_PASSWORD'])
  return { ...location, user, password: password === undefined ? undefined : secret(password) }
}

function filled(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
