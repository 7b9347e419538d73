import { broken, type Validity } from '../validity.ts'

const freeSector = 0xffff_ffff
const endOfChain = 0xffff_fffe
const kinds = { storage: 1, stream: 2, root: 5 } as const

/** A stream of the directory; of equal names in different storages each has its own. */
export interface Entry {
  readonly at: number
  readonly name: string
  readonly kind: number
  readonly first: number
  readonly size: number
}

export interface Compound {
  readonly buffer: Buffer
  readonly sectorBytes: number
  readonly sectors: number
  /** The FAT: sector → next sector. */
  readonly table: Uint32Array
  readonly entries: readonly Entry[]
  /** End of the last sector in use; free sectors that the table knows still belong to the file. */
  readonly end: number
}

/**
 * The allocation table and the directory of a compound file (MS-CFB 2.3 to 2.6). The chain of every stream has the length that
 * the directory says, and all together are no longer than the file.
 */
export function openCompound(buffer: Buffer): Compound | Validity {
  if (buffer.length < 1536) return broken(0, 'the header is incomplete')
  const shift = buffer.readUInt16LE(30)
  if (buffer.readUInt16LE(28) !== 0xfffe || (shift !== 9 && shift !== 12))
    return broken(28, 'an impossible header')
  const sectorBytes = 2 ** shift
  const sectors = Math.ceil(buffer.length / sectorBytes) - 1
  const table = readTable(buffer, sectorBytes, sectors)
  if (table === undefined) return broken(76, 'the allocation table is torn')
  const directory = chainOf(table, buffer.readUInt32LE(48), sectors, sectors)
  if (directory === undefined) return broken(48, 'the directory is torn')
  const entries: Entry[] = []
  let left = sectors
  for (const sector of directory) {
    const start = (sector + 1) * sectorBytes
    for (let at = start; at + 128 <= Math.min(start + sectorBytes, buffer.length); at += 128) {
      const entry = entryAt(buffer, at)
      if (entry === null) continue
      const chain = entry === undefined ? undefined : checkChain(buffer, entry, { table, sectors, left })
      if (entry === undefined || chain === undefined) return broken(at, 'a stream is torn')
      entries.push(entry)
      left -= chain
    }
  }
  return { buffer, sectorBytes, sectors, table, entries, end: endOf(buffer, table, sectorBytes) }
}

/** The bytes of a stream, at most `limit` of them; undefined when it is longer or torn. Small ones lie in the root's stream. */
export function readStream(file: Compound, entry: Entry, limit: number): Buffer | undefined {
  const { buffer, sectorBytes, sectors, table } = file
  if (entry.size > limit) return undefined
  const isSmall = entry.kind === kinds.stream && entry.size < buffer.readUInt32LE(56)
  if (!isSmall) {
    const chain = chainOf(table, entry.first, sectors, sectors)
    return (
      chain && joined(chain, (sector) => partOf(buffer, (sector + 1) * sectorBytes, sectorBytes), entry.size)
    )
  }
  const root = file.entries.find(({ kind }) => kind === kinds.root)
  const inner = root && readStream(file, root, 16 * limit)
  const places = chainOf(table, buffer.readUInt32LE(60), sectors, sectors)
  if (inner === undefined || places === undefined) return undefined
  const links = joined(
    places,
    (sector) => partOf(buffer, (sector + 1) * sectorBytes, sectorBytes),
    places.length * sectorBytes,
  )
  const smallTable = Uint32Array.from({ length: links.length >> 2 }, (_, at) => links.readUInt32LE(4 * at))
  const count = Math.ceil(inner.length / smallSector)
  const chain = chainOf(smallTable, entry.first, count, count)
  return chain && joined(chain, (sector) => partOf(inner, sector * smallSector, smallSector), entry.size)
}

const smallSector = 64

function partOf(buffer: Buffer, start: number, length: number): Buffer {
  return buffer.subarray(start, start + length)
}

function joined(chain: readonly number[], part: (sector: number) => Buffer, size: number): Buffer {
  return Buffer.concat(chain.map(part)).subarray(0, size)
}

/** The FAT, from the list in the header and its continuation (MS-CFB 2.3, 2.5). */
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

/** An entry of the directory, null for an empty one, undefined when name or kind do not fit (MS-CFB 2.6). */
function entryAt(buffer: Buffer, at: number): Entry | null | undefined {
  const [nameBytes, kind] = [buffer.readUInt16LE(at + 64), buffer[at + 66] ?? 0]
  if (kind === 0) return null
  const isKind = kind === kinds.storage || kind === kinds.stream || kind === kinds.root
  if (nameBytes > 64 || nameBytes % 2 !== 0 || !isKind) return undefined
  const name = buffer.toString('utf16le', at, at + Math.max(0, nameBytes - 2))
  return { at, name, kind, first: buffer.readUInt32LE(at + 116), size: buffer.readUInt32LE(at + 120) }
}

/** Sectors of an entry's chain; undefined when they are not as many as the length needs. */
function checkChain(
  buffer: Buffer,
  { kind, size, first }: Entry,
  { table, sectors, left }: { table: Uint32Array; sectors: number; left: number },
): number | undefined {
  // Small streams lie together in the root's chain and have no sectors of their own.
  if (kind === kinds.storage || size === 0 || (kind === kinds.stream && size < buffer.readUInt32LE(56)))
    return 0
  const chain = chainOf(table, first, sectors, left)
  const sectorBytes = 2 ** buffer.readUInt16LE(30)
  return chain !== undefined && chain.length === Math.ceil(size / sectorBytes) ? chain.length : undefined
}

function endOf(buffer: Buffer, table: Uint32Array, size: number): number {
  const known = (table.length + 1) * size
  if (buffer.length <= known && buffer.length % size === 0) return buffer.length
  const last = table.findLastIndex((next) => next !== freeSector)
  return Math.min(buffer.length, (last + 2) * size)
}
