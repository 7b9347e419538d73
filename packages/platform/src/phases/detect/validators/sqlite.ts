import { asBuffer, broken, valid, type Validator } from './validity.ts'

const pageTypes = new Set([0x02, 0x05, 0x0a, 0x0d])

/**
 * SQLite (file format 3): header, page size × count = file size, and every page either a b-tree page with a
 * sound header or a page that begins with a page number (overflow, free list).
 */
export const sqlite: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 512) return broken(0, 'the header is incomplete')
  const raw = buffer.readUInt16BE(16)
  const pageSize = raw === 1 ? 65_536 : raw
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return broken(16, 'the page size is impossible')
  const pages = Math.floor(buffer.length / pageSize)
  const claimed = buffer.readUInt32BE(28)
  if (claimed !== 0 && claimed > pages) return broken(28, 'the file is shorter than it says')
  const count = claimed === 0 ? pages : claimed
  for (let page = 0; page < count; page += 1) {
    const at = page * pageSize + (page === 0 ? 100 : 0)
    if (!isSoundPage(buffer, at, pageSize, count, page === 0))
      return broken(at, `page ${page + 1} is no page`)
  }
  return valid('structure', count * pageSize)
}

function isSoundPage(buffer: Buffer, at: number, pageSize: number, pages: number, first: boolean): boolean {
  if (!pageTypes.has(buffer[at] ?? 0)) return !first && buffer.readUInt32BE(at) <= pages
  const cells = buffer.readUInt16BE(at + 3)
  const content = buffer.readUInt16BE(at + 5)
  const fragments = buffer[at + 7] ?? 0
  return cells * 2 < pageSize && (content === 0 || content <= pageSize) && fragments <= 60
}
