import { asBuffer, broken, hasBytes, valid, type Validator } from './validity.ts'

/** What hides in the header where a key stands, when there is none. */
const noKey = [0xfb, 0x8a, 0xbc, 0x4e]
const keyPlace = 0x3e
const kinds = { unused: 0, data: 1, lastOrdinary: 5, changing: 8, reserved: 9 } as const
/** Bits of a row's place; the others tell whether it was deleted or lies elsewhere. */
const placeMask = 0x1fff

/**
 * Access databases (Jet 3 and 4, and ACE; described by the mdbtools project, HACKING): pages of 2 or 4 KiB, each of a known
 * kind, and in pages of data the places of rows in descending order. No page has a checksum: `structure`. Of encrypted
 * databases only the first page can be read.
 */
export const jet: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4096) return broken(0, 'the header is incomplete')
  const isOld = buffer[0x14] === 0
  const page = isOld ? 2048 : 4096
  const end = buffer.length - (buffer.length % page)
  if (!hasBytes(buffer, keyPlace, noKey)) return valid('structure', end, 'sealed')
  for (let at = page; at < end; at += page) {
    const kind = buffer[at] ?? 0
    const isKind =
      kind === kinds.unused ||
      kind <= kinds.lastOrdinary ||
      kind === kinds.changing ||
      kind === kinds.reserved
    if (!isKind || buffer[at + 1] !== (kind === kinds.unused ? 0 : 1))
      return broken(at, 'a page is of no kind')
    if (kind === kinds.data && !areRowsInOrder(buffer.subarray(at, at + page), isOld ? 8 : 12))
      return broken(at, 'the rows of a page are torn')
  }
  return valid('structure', end)
}

/** The first row ends the page, each further one lies in front of it, and the list of places in front of all. */
function areRowsInOrder(page: Buffer, countPlace: number): boolean {
  const rows = page.readUInt16LE(countPlace)
  const list = countPlace + 2
  if (list + 2 * rows > page.length) return false
  let last = page.length
  for (let at = list; at < list + 2 * rows; at += 2) {
    const place = page.readUInt16LE(at) & placeMask
    if (place > last || place < list + 2 * rows) return false
    last = place
  }
  return true
}
