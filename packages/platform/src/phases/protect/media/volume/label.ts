import { isSetName } from './place.ts'

/** What stands at the beginning of a volume, so that whoever finds it in a drawer knows what it is. */
export interface Label {
  readonly set: string
  /** From 1. */
  readonly volume: number
  /** How many volumes the set has. */
  readonly volumes: number
  /** Id of the repository, from its config; empty when it was written without the password. */
  readonly repository: string
  /** ISO 8601, UTC. */
  readonly writtenAt: string
  readonly keys: 'here' | 'elsewhere'
}

const format = 'anlauf-media'
/** Large enough for every label, small enough for every memory. */
const maxBytes = 16 * 1024

export function encodeLabel(label: Label): Buffer {
  const { set, volume, volumes, repository, writtenAt, keys } = label
  return Buffer.from(
    `${JSON.stringify({ format, version: 1, set, volume, volumes, repository, writtenAt, keys }, undefined, 2)}\n`,
  )
}

/** Nothing when the bytes are no label of ours: a medium may come from anybody. */
export function decodeLabel(bytes: Buffer): Label | undefined {
  const value = parseObject(bytes, maxBytes)
  if (value?.['format'] !== format || value['version'] !== 1) return undefined
  const { set, volume, volumes, repository, writtenAt, keys } = value
  if (typeof set !== 'string' || !isSetName(set)) return undefined
  if (!isCount(volume) || !isCount(volumes) || volume < 1 || volume > volumes) return undefined
  if (typeof repository !== 'string' || !/^(?:[0-9a-f]{64})?$/.test(repository)) return undefined
  if (typeof writtenAt !== 'string' || Number.isNaN(Date.parse(writtenAt)) || writtenAt.length > 40)
    return undefined
  if (keys !== 'here' && keys !== 'elsewhere') return undefined
  return { set, volume, volumes, repository, writtenAt, keys }
}

/** A JSON object of bounded size, or nothing. */
export function parseObject(bytes: Buffer, limit: number): Record<string, unknown> | undefined {
  if (bytes.length > limit) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A whole number that is none below zero and exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
