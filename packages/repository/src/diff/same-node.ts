import { timeToNanoseconds } from '../time.ts'
import type { Node } from '../tree/index.ts'

/** True when both nodes say the same, times compared as moments and attributes in any order. */
export function isSameNode(a: Node, b: Node): boolean {
  return (
    plain.every((field) => (a[field] ?? none(field)) === (b[field] ?? none(field))) &&
    isSameTime(a.mtime, b.mtime) &&
    isSameTime(a.atime, b.atime) &&
    isSameTime(a.ctime, b.ctime) &&
    isSameContent(a, b) &&
    attributesOf(a) === attributesOf(b)
  )
}

/** The blobs of a file, in order; "none" and "empty" are different things for nodes that are no files. */
export function isSameContent(a: Node, b: Node): boolean {
  const [one, other] = [a.content ?? null, b.content ?? null]
  if (one === null || other === null) return one === other
  return one.length === other.length && one.every((id, at) => id === other[at])
}

const plain = [
  'name',
  'type',
  'mode',
  'uid',
  'gid',
  'user',
  'group',
  'inode',
  'deviceId',
  'size',
  'links',
  'linkTarget',
  'device',
  'subtree',
  'error',
] as const

/** What an absent field means. */
function none(field: (typeof plain)[number]): string | number | bigint {
  if (field === 'inode' || field === 'deviceId' || field === 'device') return 0n
  return field === 'size' || field === 'links' ? 0 : ''
}

function isSameTime(a: string, b: string): boolean {
  if (a === b) return true
  try {
    return timeToNanoseconds(a) === timeToNanoseconds(b)
  } catch {
    return false
  }
}

function attributesOf(node: Node): string {
  const attributes = (node.extendedAttributes ?? []).map(
    ({ name, value }) => `${name}=${value.toString('hex')}`,
  )
  return attributes.sort().join('\n')
}
