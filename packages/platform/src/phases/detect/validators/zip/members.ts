import { asBuffer } from '../validity.ts'
import { contentOf, readEntry } from './entry.ts'
import { findDirectory } from './end-record.ts'

/** More members than any document has; an archive of a tree is compared by the first of them. */
const maxMembers = 2000

/** What the members of a sound archive hold, by their names, up to `limit` bytes read and unpacked together. Empty for anything else. */
export function zipMembers(bytes: Uint8Array, limit: number): Map<string, Buffer> {
  const buffer = asBuffer(bytes)
  const members = new Map<string, Buffer>()
  const directory = findDirectory(buffer)
  if ('state' in directory) return members
  let [at, left] = [directory.start, limit]
  for (let place = 0; place < Math.min(directory.count, maxMembers); place += 1) {
    const entry = readEntry(buffer, at, directory.end)
    if ('state' in entry) break
    at = entry.next
    const { stored, method, plainBytes } = entry
    // What is read counts as well: entries may overlap, and pack nothing in many bytes.
    const work = plainBytes + stored.end - stored.start
    if (work > left || (entry.flags & 1) !== 0 || (method !== 0 && method !== 8)) continue
    left -= work
    const content = contentOf(buffer.subarray(stored.start, stored.end), method, plainBytes)
    if (content !== undefined) members.set(entry.name, content)
  }
  return members
}

/** A member of an archive whose bytes are unpacked when they are asked for. */
export interface ZipMember {
  readonly name: string
  /** As the directory says; `content` holds exactly so many. */
  readonly plainBytes: number
  /** Undefined when it is encrypted, damaged or packed in a rare way. */
  readonly content: () => Buffer | undefined
}

/** All members in the order of the directory. Returns false when the archive is torn: then there may be more. */
export function* zipEntries(bytes: Uint8Array): Generator<ZipMember, boolean> {
  const buffer = asBuffer(bytes)
  const directory = findDirectory(buffer)
  if ('state' in directory) return false
  let at = directory.start
  for (let place = 0; place < directory.count; place += 1) {
    const entry = readEntry(buffer, at, directory.end)
    if ('state' in entry) return false
    at = entry.next
    const { name, stored, method, plainBytes, flags } = entry
    const isOpenable = (flags & 1) === 0 && (method === 0 || method === 8)
    const content = (): Buffer | undefined =>
      isOpenable ? contentOf(buffer.subarray(stored.start, stored.end), method, plainBytes) : undefined
    yield { name, plainBytes, content }
  }
  return true
}
