import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import { isClusterName, parseLsn } from '../../../../phases/recover/databases/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseTime } from '../../flags/flag-values.ts'

export const clusterFlag = {
  kind: 'parsed',
  parse: parseClusterName,
  brief: 'Name of the cluster in the repository; one name, one cluster',
  placeholder: 'name',
} as const

export const binFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: "Folder of PostgreSQL's programs (default: where distributions put them)",
  placeholder: 'folder',
} as const

/**
 * Folder of our own for one cluster and one kind of work, locked: two of a kind do not meet, and a base backup that
 * takes hours does not keep the log from being archived.
 */
export function clusterFolder(
  { home }: AnlaufContext,
  cluster: string,
  work: 'base' | 'wal',
): Disposable & { readonly path: string } {
  const path = join(home, 'postgres', cluster, work)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const lock = lockFolder(path)
  return { path, [Symbol.dispose]: () => lock[Symbol.dispose]() }
}

function parseClusterName(text: string): string {
  if (isClusterName(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no name of a cluster.`, {
    hint: 'Use letters, digits, ".", "_" and "-", at most 63, for instance main.',
  })
}

/** A time with zone, kept as it was written: PostgreSQL counts microseconds. */
export function parseTargetTime(text: string): string {
  parseTime(text)
  return text
}

/** A position, in PostgreSQL's own writing. */
export function parseTargetLsn(text: string): string {
  parseLsn(text)
  return text
}
