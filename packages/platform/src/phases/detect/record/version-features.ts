import type { Node } from '@anlauf/repository'

import { beginsAs, type Pattern } from '../validators/beginnings.ts'
import { contentTypes, textType } from '../validators/content-types.ts'
import type { ContentType } from '../validators/content-type.ts'
import { lateTypes } from '../validators/late-beginnings.ts'
import type { FeatureStore } from './feature-store.ts'
import type { ChunkSummary, VersionFeatures } from './features.ts'
import { joins } from './utf8.ts'

/**
 * What the records of its blobs say about a version, and what a check said that somebody ran. Undefined when a blob
 * has no record. Reads no data.
 */
export function versionFeatures(
  store: FeatureStore,
  { node, key }: { readonly node: Node; readonly key: string },
): VersionFeatures | undefined {
  const chunks: ChunkSummary[] = []
  for (const id of node.content ?? []) {
    const chunk = store.summary(id)
    if (chunk === undefined) return undefined
    chunks.push(chunk)
  }
  const [first, last] = [chunks[0] ?? nothing, chunks.at(-1) ?? nothing]
  const type = typeOf(chunks)
  return {
    size: node.size ?? 0,
    type,
    verdict: type === '' ? 'untyped' : (store.verdict(key) ?? 'unread'),
    isUtf8: isUtf8(chunks),
    head: first.head,
    tail: last.tail,
  }
}

/** A file of no bytes, which has no blob. */
const nothing: Pick<ChunkSummary, 'head' | 'tail'> = { head: Buffer.alloc(0), tail: Buffer.alloc(0) }

/** As `sniff` of the whole content: by its beginning, or text when all of it is. Empty when nothing is known. */
export function typeOf(chunks: readonly ChunkSummary[]): string {
  const [first] = chunks
  if (first === undefined) return ''
  const type = (candidates[first.head[0] ?? 0] ?? []).find(({ name, magic }) =>
    lateTypes.includes(name) ? first.late === name : beginsAs(first.head, magic ?? []),
  )
  if (type !== undefined) return type.name
  return chunks.every(({ isText }) => isText) ? textType.name : ''
}

/** The types that may begin with a byte, in their order: eight of sixty have to be tried. */
const candidates: readonly (readonly ContentType[])[] = Array.from({ length: 256 }, (_, byte) =>
  contentTypes.filter(({ magic }) => beginsAs(Uint8Array.of(byte), (magic ?? []).map(firstByte))),
)

/** What lies far behind the beginning says nothing about its first byte. */
function firstByte(pattern: Pattern): Pattern {
  return 'from' in pattern ? [] : pattern.slice(0, 1)
}

/** Of the whole, though it was cut anywhere. */
function isUtf8(chunks: readonly ChunkSummary[]): boolean {
  const none = Buffer.alloc(0)
  return (
    chunks.every(({ utf8 }) => utf8 !== 'no') &&
    joins(none, chunks[0]?.head ?? none) &&
    chunks.every(({ tail }, at) => joins(tail, chunks[at + 1]?.head ?? none))
  )
}
