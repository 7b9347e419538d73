import { asBuffer, broken, valid, type Validator } from './validity.ts'

const freeSector = 0xffff_ffff
const endOfChain = 0xffff_fffe

/**
 * OLE2 compound files (MS-CFB: doc, xls, ppt, msg, msi, password-protected docx): the header, the allocation
 * table, the directory chain, and the chain of every stream has the length that the directory says. Streams
 * carry no checksums, so this is `structure`.
 */
export const ole2: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 1536) return broken(0, 'the header is incomplete')
  const shift = buffer.readUInt16LE(30)
  if (buffer.readUInt16LE(28) !== 0xfffe || (shift !== 9 && shift !== 12))
    return broken(28, 'an impossible header')
  const size = 2 ** shift
  const sectors = Math.ceil(buffer.length / size) - 1
  const table = readTable(buffer, size, sectors)
  if (table === undefined) return broken(76, 'the allocation table is torn')
  const directory = chainOf(table, buffer.readUInt32LE(48), sectors, sectors)
  if (directory === undefined) return broken(48, 'the directory is torn')
  // Chains of different streams never meet, so all together are no longer than the file.
  let left = sectors
  for (const sector of directory) {
    for (
      let at = (sector + 1) * size;
      at + 128 <= (sector + 2) * size && at + 128 <= buffer.length;
      at += 128
    ) {
      const chain = checkStream(buffer, at, table, { sectors, left })
      if (chain === undefined) return broken(at, 'a stream is torn')
      left -= chain
    }
  }
  return valid('structure', endOf(buffer, table, size))
}

/** The FAT: sector → next sector, from the list in the header and its continuation (MS-CFB 2.3, 2.5). */
function readTable(buffer: Buffer, size: number, sectors: number): Uint32Array | undefined {
  const places: number[] = []
  for (let at = 76; at < 512; at += 4) places.push(buffer.readUInt32LE(at))
  let more = buffer.readUInt32LE(68)
  for (let count = 0; more < sectors && count <= sectors; count += 1) {
    const start = (more + 1) * size
    if (start + size > buffer.length) return undefined
    for (let at = start; at < start + size - 4; at += 4) places.push(buffer.readUInt32LE(at))
    more = buffer.readUInt32LE(start + size - 4)
    if (places.length > sectors + size) return undefined
  }
  const used = places.filter((place) => place !== freeSector)
  if (used.length === 0 || used.length !== buffer.readUInt32LE(44)) return undefined
  const table = new Uint32Array((used.length * size) / 4)
  for (const [place, sector] of used.entries()) {
    const start = (sector + 1) * size
    if (start + size > buffer.length) return undefined
    for (let at = 0; at < size; at += 4) table[(place * size + at) / 4] = buffer.readUInt32LE(start + at)
  }
  // Old writers mark the table's own sectors as a chain, newer ones as table; free they never are.
  return used.some((sector) => (table[sector] ?? freeSector) === freeSector) ? undefined : table
}

/** The sectors of a chain; undefined when it leaves the file or has more than `most`. */
function chainOf(table: Uint32Array, first: number, sectors: number, most: number): number[] | undefined {
  const chain: number[] = []
  let sector = first
  while (sector !== endOfChain) {
    if (sector >= sectors || chain.length >= most) return undefined
    chain.push(sector)
    sector = table[sector] ?? freeSector
  }
  return chain
}

/** Sectors of a directory entry's chain; undefined when name, kind or length do not fit (MS-CFB 2.6). */
function checkStream(
  buffer: Buffer,
  at: number,
  table: Uint32Array,
  { sectors, left }: { sectors: number; left: number },
): number | undefined {
  const [nameBytes, kind] = [buffer.readUInt16LE(at + 64), buffer[at + 66] ?? 0]
  if (kind === 0) return 0
  if (nameBytes > 64 || nameBytes % 2 !== 0 || (kind !== 1 && kind !== 2 && kind !== 5)) return undefined
  const size = buffer.readUInt32LE(at + 120)
  // Small streams lie together in the root's chain and have no sectors of their own.
  if (kind === 1 || size === 0 || (kind === 2 && size < buffer.readUInt32LE(56))) return 0
  const chain = chainOf(table, buffer.readUInt32LE(at + 116), sectors, left)
  const sectorBytes = 2 ** buffer.readUInt16LE(30)
  return chain !== undefined && chain.length === Math.ceil(size / sectorBytes) ? chain.length : undefined
}

/** End of the last sector in use; free sectors that the table knows still belong to the file. */
function endOf(buffer: Buffer, table: Uint32Array, size: number): number {
  const known = (table.length + 1) * size
  if (buffer.length <= known && buffer.length % size === 0) return buffer.length
  const last = table.findLastIndex((next) => next !== freeSector)
  return Math.min(buffer.length, (last + 2) * size)
}
