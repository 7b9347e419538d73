import type { SnapshotFilter } from '@anlauf/repository'

import { parseTags } from '../flags/flag-values.ts'

export interface SnapshotFilterFlags {
  readonly host?: readonly string[]
  readonly tag?: readonly (readonly string[])[]
  readonly path?: readonly string[]
}

/** Flags that choose snapshots, with restic's words. With "latest" they say of which snapshots. */
export const snapshotFilterFlags = {
  host: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'Only snapshots of this host (repeatable)',
    placeholder: 'host',
  },
  tag: {
    kind: 'parsed',
    parse: parseTags,
    optional: true,
    variadic: true,
    brief: 'Only snapshots with all of these tags: a,b (repeatable: one of the lists)',
    placeholder: 'tags',
  },
  path: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'Only snapshots of this absolute path (repeatable: of all of them)',
    placeholder: 'path',
  },
} as const

/** What the flags ask for. */
export function snapshotFilter({ host, tag, path }: SnapshotFilterFlags): SnapshotFilter {
  return {
    ...(host === undefined ? {} : { hosts: host }),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(path === undefined ? {} : { paths: path }),
  }
}
