import { broken, type Validity } from '../validity.ts'
import { type Layout, pageBytes, signatureOf, sumOf, wordAt } from './layout.ts'

export const pageKinds = { blocks: 0x80, nodes: 0x81 } as const
const maxLevel = 8

export interface Walk {
  readonly buffer: Buffer
  readonly layout: Layout
  readonly end: number
  /** Bytes that blocks and pages may still take; each lies somewhere else. */
  left: number
}

/** Checks the tree below a page: checksums of all pages, and of the blocks that its leaves name (MS-PST 2.2.2.7). */
export function checkTree(walk: Walk, place: number, kind: number, most = maxLevel): Validity | undefined {
  const { buffer, layout, end } = walk
  walk.left -= pageBytes
  if (!(place + pageBytes <= end) || walk.left < 0)
    return broken(Math.min(place, end), 'a page lies outside the file')
  const page = buffer.subarray(place, place + pageBytes)
  if (!isPage(page, place, kind, layout)) return broken(place, 'the checksum of a page is wrong')
  const [count = 0, , entryBytes = 0, level = 0] = page.subarray(layout.counts)
  if (level > most || count * entryBytes > layout.counts || entryBytes < 3 * layout.word)
    return broken(place, 'a page of a tree is torn')
  for (let at = 0; at < count * entryBytes; at += entryBytes) {
    const problem =
      level > 0
        ? checkTree(walk, wordAt(page, at + 2 * layout.word, layout), kind, level - 1)
        : kind === pageKinds.blocks
          ? checkBlock(walk, page, at)
          : undefined
    if (problem !== undefined) return problem
  }
  return undefined
}

function isPage(page: Buffer, place: number, kind: number, layout: Layout): boolean {
  const trailer = pageBytes - layout.trailer
  const id = wordAt(page, trailer + layout.trailerId, layout)
  return (
    page[trailer] === kind &&
    page[trailer + 1] === kind &&
    page.readUInt16LE(trailer + 2) === signatureOf(place, id) &&
    page.readUInt32LE(trailer + layout.trailerSum) === sumOf(page.subarray(0, trailer))
  )
}

/** A block, filled up to 64 bytes with its trailer at the end (MS-PST 2.2.2.8). */
function checkBlock(walk: Walk, page: Buffer, at: number): Validity | undefined {
  const { buffer, layout, end } = walk
  const [place, length] = [wordAt(page, at + layout.word, layout), page.readUInt16LE(at + 2 * layout.word)]
  const bytes = Math.ceil((length + layout.trailer) / 64) * 64
  walk.left -= bytes
  if (!(place + bytes <= end) || walk.left < 0)
    return broken(Math.min(place, end), 'a block lies outside the file')
  const trailer = place + bytes - layout.trailer
  const isSound =
    buffer.readUInt16LE(trailer) === length &&
    buffer.readUInt16LE(trailer + 2) === signatureOf(place, wordAt(page, at, layout)) &&
    buffer.readUInt32LE(trailer + layout.trailerSum) === sumOf(buffer.subarray(place, place + length))
  return isSound ? undefined : broken(place, 'the checksum of a block is wrong')
}
