import { connectionsOption } from './extended-options.ts'
import type { RepositoryLocation } from './location.ts'
import type { OpenStorageOptions } from './open-storage.ts'
import { type S3Objects, s3Objects } from './s3/s3-objects.ts'
import { s3Options } from './s3/s3-options.ts'
import { type SftpTree, sftpTree } from './sftp/sftp-tree.ts'

/**
 * Places for plain files that others read, spelled and configured like those of repositories: same credentials, same
 * options, same patience. Throws `invalid-argument` for options that fit nothing.
 */
export function openPublishedSftp(
  location: Extract<RepositoryLocation, { scheme: 'sftp' }>,
  options: OpenStorageOptions = {},
): SftpTree {
  const { extended = new Map() } = options
  return sftpTree(location, {
    ...options,
    connections: options.connections ?? connectionsOption(extended, 'sftp'),
    args: extended.get('sftp.args'),
    command: extended.get('sftp.command'),
    env: options.env ?? process.env,
  })
}

/** The same in a bucket. */
export function openPublishedS3(
  location: Extract<RepositoryLocation, { scheme: 's3' }>,
  options: OpenStorageOptions = {},
): S3Objects {
  const { extended = new Map() } = options
  const { signal, patience, silenceMs, onRetry } = options
  return s3Objects(location, {
    signal,
    patience,
    silenceMs,
    onRetry,
    ...s3Options(options.env ?? {}, extended),
    connections: options.connections ?? connectionsOption(extended, 's3'),
  })
}
