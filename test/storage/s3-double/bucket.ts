import { createHash, randomUUID } from 'node:crypto'

/** A lock on one version. */
export interface Lock {
  readonly mode: string
  readonly until: Date
}

export interface Version {
  readonly id: string
  /** `undefined` for a delete marker. */
  readonly bytes: Buffer | undefined
  readonly etag: string
  readonly at: Date
  lock: Lock | undefined
}

/** An S3 refusal: status and code. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message = code) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What a bucket of the double can do. */
export interface BucketTraits {
  /** Keeps versions and honours locks. */
  readonly isLocking: boolean
  /** How it treats `If-None-Match: *`. */
  readonly conditions: 'honoured' | 'ignored' | 'refused'
}

/** Objects of one bucket in memory, each a stack of versions, the newest last. */
export function createBucket(traits: BucketTraits) {
  const objects = new Map<string, Version[]>()
  const current = (key: string): Version | undefined => objects.get(key)?.at(-1)

  function isHeld(version: Version): boolean {
    return version.lock !== undefined && version.lock.until > new Date()
  }

  return {
    traits,
    keys: () => [...objects.keys()].filter((key) => current(key)?.bytes !== undefined).sort(),
    get(key: string, versionId?: string): Version & { bytes: Buffer } {
      const found =
        versionId === undefined ? current(key) : objects.get(key)?.find(({ id }) => id === versionId)
      if (found?.bytes === undefined) throw new Refusal(404, 'NoSuchKey')
      return found as Version & { bytes: Buffer }
    },
    put(key: string, bytes: Buffer, options: { lock: Lock | undefined; onlyIfNew: boolean }): Version {
      if (options.onlyIfNew && traits.conditions === 'refused') throw new Refusal(501, 'NotImplemented')
      if (options.onlyIfNew && traits.conditions === 'honoured' && current(key)?.bytes !== undefined) {
        throw new Refusal(412, 'PreconditionFailed')
      }
      if (options.lock !== undefined && !traits.isLocking) {
        throw new Refusal(400, 'InvalidRequest', 'Bucket is missing Object Lock Configuration')
      }
      const version = {
        id: traits.isLocking ? randomUUID() : 'null',
        bytes: Buffer.from(bytes),
        etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
        at: new Date(),
        lock: options.lock,
      }
      const older = traits.isLocking ? (objects.get(key) ?? []) : []
      objects.set(key, [...older, version])
      return version
    },
    remove(key: string, versionId?: string): void {
      const versions = objects.get(key) ?? []
      if (versionId === undefined && traits.isLocking) {
        const marker = { id: randomUUID(), bytes: undefined, etag: '', at: new Date(), lock: undefined }
        if (versions.length > 0) versions.push(marker)
        return
      }
      const rest = versionId === undefined ? [] : versions.filter(({ id }) => id !== versionId)
      if (versions.some((version) => !rest.includes(version) && isHeld(version))) {
        throw new Refusal(403, 'AccessDenied', 'Access Denied because object protected by object lock.')
      }
      if (rest.length === 0) objects.delete(key)
      else objects.set(key, rest)
    },
    setLock(key: string, lock: Lock): void {
      if (!traits.isLocking) throw new Refusal(400, 'InvalidRequest')
      const version = this.get(key)
      if (isHeld(version) && lock.until < (version.lock?.until ?? new Date(0)))
        throw new Refusal(403, 'AccessDenied')
      version.lock = lock
    },
  }
}

export type Bucket = ReturnType<typeof createBucket>
