import { RepositoryError } from '../error.ts'
import { parseRest } from './rest/rest-location.ts'
import { parseS3 } from './s3/s3-location.ts'
import { parseSftp } from './sftp/sftp-location.ts'
import type { RepositoryLocation } from './location.ts'

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

function unclear(message: string): RepositoryError {
  return new RepositoryError('invalid-argument', message, {
    hint: 'Write a folder, rest:https://host/path/, s3:https://host/bucket/prefix or sftp:user@host:/path. A folder with a colon in its name needs "local:" before it.',
  })
}
