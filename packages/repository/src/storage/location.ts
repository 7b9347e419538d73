import type { Secret } from './secret.ts'

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
