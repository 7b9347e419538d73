import { asBuffer, broken, valid, type Validator } from '../validity.ts'
import { isSoundTreePage } from './tree-page.ts'

/** The page that holds byte 2³⁰ is for file locks and never written. */
const lockByte = 0x4000_0000

/**
 * SQLite (file format 3): header, page size × count = file size, and every page is what its place says:
 * a b-tree page whose cells and records fit, the next of an overflow chain, a pointer map, or free.
 */
export const sqlite: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 512) return broken(0, 'the header is incomplete')
  const raw = buffer.readUInt16BE(16)
  const pageSize = raw === 1 ? 65_536 : raw
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return broken(16, 'the page size is impossible')
  const usable = pageSize - (buffer[20] ?? 0)
  if (usable < 480) return broken(20, 'the reserved space is impossible')
  const pages = Math.floor(buffer.length / pageSize)
  // The count is only meant when the same writer has set it (§1.3.7).
  const claimed = buffer.readUInt32BE(24) === buffer.readUInt32BE(92) ? buffer.readUInt32BE(28) : 0
  if (claimed > pages) return broken(28, 'the file is shorter than it says')
  const count = claimed === 0 ? pages : claimed
  const free = freePages(buffer, pageSize, count)
  if (free === undefined) return broken(32, 'the list of free pages is torn')
  const hasMaps = buffer.readUInt32BE(52) !== 0
  const mapEvery = Math.floor(usable / 5) + 1
  for (let page = 1; page <= count; page += 1) {
    const start = (page - 1) * pageSize
    if (free.has(page) || (start <= lockByte && lockByte < start + pageSize)) continue
    const isMap = hasMaps && page >= 2 && (page - 2) % mapEvery === 0
    const sound = isMap
      ? isPointerMap(buffer, page, pageSize, usable, count)
      : isSoundPage(buffer, page, pageSize, usable, count)
    if (!sound) return broken(start, `page ${page} is no page`)
  }
  return valid('decoded', count * pageSize)
}

function isSoundPage(buffer: Buffer, page: number, pageSize: number, usable: number, pages: number): boolean {
  const start = (page - 1) * pageSize
  const kind = buffer[start + (page === 1 ? 100 : 0)]
  if (kind === 2 || kind === 5 || kind === 10 || kind === 13) {
    return isSoundTreePage({ buffer, start, header: start + (page === 1 ? 100 : 0), usable, pages })
  }
  // An overflow page begins with the number of the next one.
  return page > 1 && buffer.readUInt32BE(start) <= pages
}

/** Entries of five bytes for the pages that follow: what kind of page, and its parent (§1.8). */
function isPointerMap(
  buffer: Buffer,
  page: number,
  pageSize: number,
  usable: number,
  pages: number,
): boolean {
  const entries = Math.min(Math.floor(usable / 5), pages - page)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = (page - 1) * pageSize + 5 * entry
    const kind = buffer[at] ?? 0
    if (kind > 5 || buffer.readUInt32BE(at + 1) > pages) return false
  }
  return true
}

/** Pages on the free list; leaves may hold anything. Undefined when the list leads astray. */
function freePages(buffer: Buffer, pageSize: number, pages: number): Set<number> | undefined {
  const free = new Set<number>()
  let trunk = buffer.readUInt32BE(32)
  while (trunk !== 0) {
    if (trunk > pages || free.has(trunk)) return undefined
    free.add(trunk)
    const start = (trunk - 1) * pageSize
    const leaves = buffer.readUInt32BE(start + 4)
    if (leaves * 4 + 8 > pageSize) return undefined
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const page = buffer.readUInt32BE(start + 8 + 4 * leaf)
      if (page === 0 || page > pages) return undefined
      free.add(page)
    }
    trunk = buffer.readUInt32BE(start)
  }
  return free
}
