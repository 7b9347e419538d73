import { isUtf8 } from 'node:buffer'

import { damaged } from '../error.ts'
import { JsonReader } from '../json/reader.ts'
import { goJsonString } from '../json/string.ts'
import { timeToNanoseconds } from '../time.ts'

/** Who works in the repository; `time` is RFC 3339 and renewed every five minutes. */
export interface Lock {
  readonly time: string
  readonly exclusive: boolean
  readonly hostname: string
  readonly username: string
  readonly pid: number
  readonly uid?: number
  readonly gid?: number
}

const staleAfterNs = 30n * 60n * 1_000_000_000n

/** The JSON of a lock in restic's field order. */
export function encodeLock(lock: Lock): Buffer {
  let json = `{"time":${goJsonString(lock.time)},"exclusive":${lock.exclusive}`
  json += `,"hostname":${goJsonString(lock.hostname)},"username":${goJsonString(lock.username)},"pid":${lock.pid}`
  if (lock.uid !== undefined && lock.uid !== 0) json += `,"uid":${lock.uid}`
  if (lock.gid !== undefined && lock.gid !== 0) json += `,"gid":${lock.gid}`
  return Buffer.from(`${json}}`, 'utf8')
}

/** A lock from its JSON. Throws `damaged`. */
export function decodeLock(json: Buffer): Lock {
  if (!isUtf8(json)) throw damaged('A lock is not UTF-8.')
  const reader = new JsonReader(json.toString('utf8'))
  const lock = { time: '', exclusive: false, hostname: '', username: '', pid: 0, uid: 0, gid: 0 }
  reader.object((name) => {
    if (name === 'time' || name === 'hostname' || name === 'username') lock[name] = reader.string()
    else if (name === 'pid' || name === 'uid' || name === 'gid') lock[name] = reader.integer()
    else if (name === 'exclusive') lock.exclusive = reader.raw() === 'true'
    else reader.raw()
  })
  reader.end()
  timeToNanoseconds(lock.time)
  return lock
}

/**
 * True when nobody can be behind the lock any more: not renewed for 30 minutes, or its process on this host
 * is gone. `isAlive` answers for a pid of this host.
 */
export function isStale(
  lock: Lock,
  now: { nanoseconds: bigint; hostname: string; isAlive: (pid: number) => boolean },
): boolean {
  if (now.nanoseconds - timeToNanoseconds(lock.time) > staleAfterNs) return true
  return lock.hostname === now.hostname && !now.isAlive(lock.pid)
}
