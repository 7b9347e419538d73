import { AnlaufError } from '../failure.ts'
import { isPublicPath, isSha256 } from './plain-names.ts'

/** A site of this size is ten times what four months of updates in two languages come to. */
export const bundleLimits = { files: 20_000, fileBytes: 16 * 1024 ** 2, totalBytes: 512 * 1024 ** 2 } as const

/** A manifest of 20,000 files with long paths; what is longer is none. */
export const maxManifestBytes = 8 * 1024 ** 2

/** What a bundle says of itself: `bundle.json`. */
export interface Manifest {
  readonly incident: string
  readonly exercise: boolean
  /** Rises by each bundle of an incident; a reader who saw a higher one is being shown an old copy. */
  readonly sequence: number
  /** ISO times in UTC. After `validUntil` nobody should take the copy for the present state. */
  readonly generatedAt: string
  readonly validUntil: string
  /** SHA-256 of the `bundle.json` before this one; absent in the first. */
  readonly previous: string | undefined
  /** The evidence log from which the site was made: a signed checkpoint, and SHA-256 of the key that signed it. */
  readonly log: { readonly checkpoint: string; readonly key: string } | undefined
  readonly files: ReadonlyMap<string, BundledFile>
}

export interface BundledFile {
  readonly sha256: string
  readonly bytes: number
}

const format = 'anlauf-site-1'

/** The bytes of `bundle.json`: the same manifest always gives the same ones. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  const { incident, exercise, sequence, generatedAt, validUntil, previous, log, files } = manifest
  const list = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { sha256, bytes }]) => ({ path, sha256, bytes }))
  const head = { format, incident, exercise, sequence, generatedAt, validUntil }
  const value = { ...head, previous: previous ?? null, log: log ?? null, files: list }
  return Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`)
}

/**
 * Reads `bundle.json` from anybody. Throws `input-invalid` for what is none, for paths that could leave a folder, and
 * for more than the limits: nothing of it is trusted yet.
 */
export function readManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > maxManifestBytes) throw unreadable('it is too large')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw unreadable('it is no JSON')
  }
  const { incident, exercise, sequence, generatedAt, validUntil, previous, log, files, ...rest } =
    fieldsOf(value)
  if (rest['format'] !== format) throw unreadable(`its format is not ${format}`)
  if (typeof incident !== 'string' || incident === '' || typeof exercise !== 'boolean') {
    throw unreadable('it names no incident')
  }
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) {
    throw unreadable('its sequence is no number above zero')
  }
  if (!isMoment(generatedAt) || !isMoment(validUntil)) throw unreadable('a time is none')
  if (previous !== null && !isSha256(previous)) throw unreadable('what was before it has no hash')
  return {
    incident,
    exercise,
    sequence,
    generatedAt,
    validUntil,
    previous: previous ?? undefined,
    log: logOf(log),
    files: filesOf(files),
  }
}

function filesOf(value: unknown): ReadonlyMap<string, BundledFile> {
  if (!Array.isArray(value) || value.length > bundleLimits.files)
    throw unreadable('its list of files is none')
  const files = new Map<string, BundledFile>()
  let total = 0
  for (const one of value as readonly unknown[]) {
    const { path, sha256, bytes } = fieldsOf(one)
    if (typeof path !== 'string' || !isPublicPath(path)) throw unreadable('a path in it leaves the folder')
    if (!isSha256(sha256) || typeof bytes !== 'number' || !(bytes >= 0 && bytes <= bundleLimits.fileBytes)) {
      throw unreadable(`its entry of ${path} is none`)
    }
    if (files.has(path)) throw unreadable(`it names ${path} twice`)
    total += bytes
    files.set(path, { sha256, bytes })
  }
  if (total > bundleLimits.totalBytes) throw unreadable('its files are too large')
  return files
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function logOf(value: unknown): Manifest['log'] {
  if (value === null || typeof value !== 'object') return undefined
  const { checkpoint, key } = value as Record<string, unknown>
  if (typeof checkpoint !== 'string' || checkpoint.length > 4096 || !isSha256(key)) {
    throw unreadable('its checkpoint of the log is none')
  }
  return { checkpoint, key }
}

/** One way to write a time: what `toISOString` gives. Leap days count, seconds of leap do not exist in it. */
function isMoment(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString() === value
}

function unreadable(why: string): AnlaufError {
  return new AnlaufError('input-invalid', `bundle.json cannot be read: ${why}.`, {
    hint: 'This is no signed site, or somebody changed it. Do not rely on what it says; ask by phone.',
  })
}
