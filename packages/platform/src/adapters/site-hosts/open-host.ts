import {
  openPublishedS3,
  openPublishedSftp,
  parseExtendedOptions,
  parseLocation,
  printLocation,
} from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { bucketHost } from './bucket-host.ts'
import { folderTree } from './folder-tree.ts'
import type { SiteHost } from './host.ts'
import { releaseHost } from './release-host.ts'

/** Where a site goes, spelled like a repository: a folder, `sftp:user@host:/path` or `s3:https://host/bucket/prefix`. */
export interface HostPlace {
  readonly to: string
  /** As with `-o` of the repository commands: `sftp.args=…`, `s3.region=…`. */
  readonly options?: readonly string[]
}

/** Opens a host; connects when it is first used. Throws `input-invalid` for a place of another kind. */
export function openHost(
  { to, options = [] }: HostPlace,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): SiteHost {
  const location = parseLocation(to)
  const more = { env, extended: parseExtendedOptions(options), ...(signal && { signal }) }
  switch (location.scheme) {
    case 'local':
      return releaseHost(location.folder, folderTree(location.folder), async () => {})
    case 'sftp': {
      const tree = openPublishedSftp(location, more)
      return releaseHost(printLocation(location), tree, () => Promise.resolve(tree[Symbol.asyncDispose]()))
    }
    case 's3':
      return bucketHost(printLocation(location), openPublishedS3(location, more))
    case 'rest':
      throw new AnlaufError('input-invalid', 'A site cannot be pushed to a REST server for repositories.', {
        hint: 'Write a folder, sftp:user@host:/path or s3:https://host/bucket/prefix.',
      })
  }
}
