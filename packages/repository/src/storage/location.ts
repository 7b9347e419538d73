import { RepositoryError } from '../error.ts'
import { parseRest } from './rest/rest-location.ts'
import { parseS3 } from './s3/s3-location.ts'
import type { Secret } from './secret.ts'
import { parseSftp } from './sftp/sftp-location.ts'

/** Where a repository lives, as restic spells it. */
export type RepositoryLocation =
  | { readonly scheme: 'local'; readonly folder: string }
  | {
      readonly scheme: 'rest'
      /** Without user and password; ends with `/`. */
      readonly url: string
      readonly user?: string | undefined
      readonly password?: Secret | undefined
      readonly socketPath?: string | undefined
    }
  | {
      readonly scheme: 's3'
      /** `https://host[:port]`, or `http:` when the location says so. */
      readonly endpoint: string
      readonly bucket: string
      /** Without slashes at its ends; empty for the whole bucket. */
      readonly prefix: string
    }
  | {
      readonly scheme: 'sftp'
      readonly user?: string | undefined
      readonly host: string
      readonly port?: number | undefined
      /** Relative to the home folder unless it begins with `/`. */
      readonly path: string
    }

const foreign = ['azure', 'b2', 'gs', 'rclone', 'swift']

/** Reads restic's spelling of a location. Throws `invalid-argument`, whose words never hold a password. */
export function parseLocation(text: string): RepositoryLocation {
  if (text.trim() === '' || text.includes('\0')) throw unclear('An empty location names no repository.')
  const scheme = /^([a-z][a-z0-9]+):/.exec(text)?.[1]
  if (scheme === undefined) return { scheme: 'local', folder: text }
  const rest = text.slice(scheme.length + 1)
  switch (scheme) {
    case 'local':
      if (rest === '') throw unclear('"local:" names no folder.')
      return { scheme: 'local', folder: rest }
    case 'rest':
      return parseRest(rest)
    case 's3':
      return parseS3(rest)
    case 'sftp':
      return parseSftp(rest)
    default:
      throw foreign.includes(scheme)
        ? new RepositoryError('unsupported', `Repositories of kind "${scheme}:" cannot be opened.`, {
            hint: 'Known are folders, rest:, s3: and sftp:. For other clouds run "rclone serve restic" and use rest:.',
          })
        : unclear('What stands before the first ":" is no kind of repository.')
  }
}

/** The location for people and logs: as it is spelled, a password as `***`. */
export function printLocation(location: RepositoryLocation): string {
  switch (location.scheme) {
    case 'local':
      return location.folder
    case 'rest': {
      const { protocol, host, pathname } = new URL(location.url)
      const password = location.password === undefined ? '' : ':***'
      const login = location.user === undefined && password === '' ? '' : `${location.user ?? ''}${password}@`
      return location.socketPath === undefined
        ? `rest:${protocol}//${login}${host}${pathname}`
        : `rest:http+unix://${login}${location.socketPath}:${pathname}`
    }
    case 's3':
      return `s3:${location.endpoint}/${[location.bucket, location.prefix].filter((part) => part !== '').join('/')}`
    case 'sftp': {
      const login = location.user === undefined ? '' : `${location.user}@`
      const host = location.host.includes(':') ? `[${location.host}]` : location.host
      return location.port === undefined
        ? `sftp:${login}${host}:${location.path}`
        : `sftp://${login}${host}:${location.port}/${location.path}`
    }
  }
}

/** True when the location itself holds a password; on a command line every process of the machine can read it. */
export function hasPassword(location: RepositoryLocation): boolean {
  return location.scheme === 'rest' && location.password !== undefined
}

function unclear(message: string): RepositoryError {
  return new RepositoryError('invalid-argument', message, {
    hint: 'Write a folder, rest:https://host/path/, s3:https://host/bucket/prefix or sftp:user@host:/path. A folder with a colon in its name needs "local:" before it.',
  })
}
