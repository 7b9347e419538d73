import { isCount, isSetName, parseObject } from '../volume/index.ts'

/** What somebody did with a medium, and when (ISO 8601). */
export interface Custody {
  readonly at: string
  readonly place: string
  readonly by: string
}

export interface TestRead {
  readonly at: string
  readonly ok: boolean
}

export interface VolumeRecord {
  readonly volume: number
  readonly files: number
  /** Bytes of the volume at most, as planned. */
  readonly bytes: number
  /** Present once the volume was written to its end. */
  readonly sealedAt?: string
  /** SHA-256 of its catalogue. */
  readonly catalogue?: string
  readonly leftOut?: number
  readonly tests: readonly TestRead[]
  readonly custody: readonly Custody[]
}

/** What we know of a set without touching a medium. */
export interface SetRecord {
  readonly set: string
  readonly repository: string
  /** Where the repository lies, without credentials. */
  readonly location: string
  readonly createdAt: string
  readonly keys: 'here' | 'elsewhere'
  readonly volumes: readonly VolumeRecord[]
}

export function encodeRecord(record: SetRecord): string {
  return `${JSON.stringify({ format: 'anlauf-media-set', version: 1, ...record }, undefined, 2)}\n`
}

/** Nothing when the bytes are no record of ours. */
export function decodeRecord(bytes: Buffer): SetRecord | undefined {
  const value = parseObject(bytes, 256 * 1024 * 1024)
  if (value?.['format'] !== 'anlauf-media-set' || value['version'] !== 1) return undefined
  const { set, repository, location, createdAt, keys, volumes } = value
  if (typeof set !== 'string' || !isSetName(set)) return undefined
  if (typeof repository !== 'string' || typeof location !== 'string' || typeof createdAt !== 'string')
    return undefined
  if ((keys !== 'here' && keys !== 'elsewhere') || !Array.isArray(volumes)) return undefined
  const read = volumes.map((volume) => volumeOf(volume as Record<string, unknown>))
  if (read.includes(undefined)) return undefined
  return { set, repository, location, createdAt, keys, volumes: read as VolumeRecord[] }
}

function volumeOf(value: Record<string, unknown> | null): VolumeRecord | undefined {
  const { volume, files, bytes, tests, custody } = value ?? {}
  if (!isCount(volume) || !isCount(files) || !isCount(bytes)) return undefined
  if (!Array.isArray(tests) || !Array.isArray(custody)) return undefined
  return value as unknown as VolumeRecord
}

/** The record with one volume changed. */
export function withVolume(
  record: SetRecord,
  volume: number,
  change: (before: VolumeRecord) => VolumeRecord,
): SetRecord {
  return {
    ...record,
    volumes: record.volumes.map((one) => (one.volume === volume ? change(one) : one)),
  }
}
