import { type Lsn, formatLsn, parseLsn } from './lsn.ts'
import type { BaseRange } from './wal-chain.ts'

/** What is kept beside a base backup: enough to choose it without reading it. */
export interface BaseDescription extends BaseRange {
  readonly cluster: string
  readonly system: string
  readonly major: number
  readonly segmentBytes: number
  readonly checksums: boolean
  /** The role that `initdb` made, which nobody can take its rights from. */
  readonly superuser: string
}

/** Positions as PostgreSQL writes them: the file is for people too. */
export function encodeBase({ start, end, ...rest }: BaseDescription): string {
  return `${JSON.stringify({ ...rest, start: formatLsn(start), end: formatLsn(end) }, undefined, 2)}\n`
}

/** Reads what `encodeBase` wrote; nothing when a field is missing or of another kind. */
export function parseBase(text: string): BaseDescription | undefined {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { cluster, system, major, segmentBytes, checksums, superuser, timeline, start, end } =
    value as Record<string, unknown>
  if (typeof superuser !== 'string' || superuser === '' || superuser.length > 63) return undefined
  const from = lsnOf(start)
  const to = lsnOf(end)
  if (typeof cluster !== 'string' || !isClusterName(cluster)) return undefined
  if (typeof system !== 'string' || !/^\d{1,20}$/.test(system)) return undefined
  if (!isCount(major) || !isCount(segmentBytes) || !isCount(timeline) || typeof checksums !== 'boolean')
    return undefined
  if (segmentBytes < 2 ** 20 || segmentBytes > 2 ** 30 || from === undefined || to === undefined)
    return undefined
  return { cluster, system, major, segmentBytes, checksums, superuser, timeline, start: from, end: to }
}

/** The name of a cluster is part of paths in the repository. */
export function isClusterName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text)
}

/** Timeline and positions out of the manifest that `pg_basebackup` leaves; nothing when it is not one. */
export function walRangeOf(manifest: string): BaseRange | undefined {
  // The list of files before it may have millions of lines.
  const at = manifest.lastIndexOf('"WAL-Ranges"')
  const found =
    at < 0
      ? null
      : /"Timeline":\s*(\d+),\s*"Start-LSN":\s*"([^"]+)",\s*"End-LSN":\s*"([^"]+)"/.exec(manifest.slice(at))
  const start = lsnOf(found?.[2])
  const end = lsnOf(found?.[3])
  if (found === null || start === undefined || end === undefined) return undefined
  return { timeline: Number(found[1]), start, end }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}

function lsnOf(value: unknown): Lsn | undefined {
  try {
    return typeof value === 'string' ? parseLsn(value) : undefined
  } catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
