import { macroSourceAt, unpackMacroSource } from './macro-source.ts'
import type { Found, Opener, OpenerContext } from './opener.ts'
import type { Collector, Unpacked } from './scratch.ts'
import type { Source } from './source.ts'

const endOfChain = 0xffff_fffe
const freeSector = 0xffff_ffff
/** Streams that hold a whole encrypted office document (MS-OFFCRYPTO 2.3.1). */
const encrypted = /^EncryptedPackage$/i

/** Larger streams are pictures and text. */
const maxModule = 16 * 1024 * 1024

/** Macros lie packed in the streams of their modules; rules know them as they were written. */
async function* macros(
  { source }: Unpacked,
  of: string,
  { budget, scratch }: OpenerContext,
): AsyncGenerator<Found> {
  if (source.size > maxModule) return
  const stream = source.read(0, source.size)
  for (let at = macroSourceAt(stream); at !== undefined; at = macroSourceAt(stream, at + 4)) {
    budget.spendMember()
    using collector = scratch.collect(budget)
    unpackMacroSource(stream, at, collector)
    if (collector.size > 0) yield { content: collector.finish(), name: `${of} (macro)` }
  }
}

interface CompoundFile {
  readonly source: Source
  readonly sectorBytes: number
  readonly sectors: number
  readonly table: Uint32Array
  readonly isTorn: boolean
}

/**
 * OLE2 compound files (MS-CFB: doc, xls, ppt, msg, msi): every stream of the directory, the small ones too. Sectors
 * that a torn chain does not reach are in the whole file, which is judged as well.
 */
export const openOle2: Opener = async function* (source, { budget, scratch }) {
  const file = readCompoundFile(source)
  if (file === undefined) return yield { problem: 'unparseable' }
  const header = source.read(0, 512)
  const directory = chainOf(file, header.readUInt32LE(48), file.sectors)
  let isTorn = file.isTorn || directory.isTorn
  const smallTable = numbersIn(file, chainOf(file, header.readUInt32LE(60), file.sectors).sectors)
  const smallest = header.readUInt32LE(56)
  let small: readonly number[] = []
  for (const entry of entriesIn(file, directory.sectors)) {
    if (entry.kind === 5) small = chainOf(file, entry.first, file.sectors).sectors
    if (entry.kind !== 2 || entry.size === 0) continue
    budget.spendMember()
    if (encrypted.test(entry.name)) yield { problem: 'encryptedContainer' }
    using collector = scratch.collect(budget)
    const isWhole =
      entry.size < smallest
        ? copySmall(file, { small, smallTable }, entry, collector)
        : copyLarge(file, entry, collector)
    isTorn ||= !isWhole
    if (collector.size === 0) continue
    const content = collector.finish()
    content.hold()
    yield { content, name: entry.name }
    yield* macros(content, entry.name, { budget, scratch })
    content.release()
  }
  if (isTorn) yield { problem: 'unparseable' }
}

function readCompoundFile(source: Source): CompoundFile | undefined {
  const header = source.read(0, 512)
  if (header.length < 512) return undefined
  const shift = header.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return undefined
  const sectorBytes = 2 ** shift
  const sectors = Math.max(0, Math.ceil(source.size / sectorBytes) - 1)
  const places: number[] = []
  for (let at = 76; at < 512; at += 4) places.push(header.readUInt32LE(at))
  let isTorn = false
  // The list of the table's sectors goes on in a chain of its own (MS-CFB 2.5).
  for (let more = header.readUInt32LE(68), seen = 0; more < sectors; seen += 1) {
    const list = sectorAt(source, sectorBytes, more)
    if (seen > sectors || list.length < sectorBytes) {
      isTorn = true
      break
    }
    for (let at = 0; at < sectorBytes - 4; at += 4) places.push(list.readUInt32LE(at))
    more = list.readUInt32LE(sectorBytes - 4)
  }
  const used = places.filter((place) => place !== freeSector && place !== endOfChain).slice(0, sectors)
  const table = new Uint32Array((used.length * sectorBytes) / 4).fill(freeSector)
  for (const [at, place] of used.entries()) {
    const list = sectorAt(source, sectorBytes, place)
    if (list.length < sectorBytes) isTorn = true
    for (let byte = 0; byte + 4 <= list.length; byte += 4) {
      table[(at * sectorBytes + byte) / 4] = list.readUInt32LE(byte)
    }
  }
  return { source, sectorBytes, sectors, table, isTorn }
}

function sectorAt(source: Source, sectorBytes: number, sector: number): Buffer {
  return source.read((sector + 1) * sectorBytes, sectorBytes)
}

/** The sectors of a chain, at most `most`; torn when it leaves the file or does not end. */
function chainOf(
  { table, sectors }: CompoundFile,
  first: number,
  most: number,
): { sectors: number[]; isTorn: boolean } {
  const chain: number[] = []
  for (let sector = first; sector !== endOfChain && sector !== freeSector;) {
    if (sector >= sectors || chain.length >= most) return { sectors: chain, isTorn: true }
    chain.push(sector)
    sector = table[sector] ?? freeSector
  }
  return { sectors: chain, isTorn: false }
}

interface DirectoryEntry {
  readonly name: string
  readonly kind: number
  readonly first: number
  readonly size: number
}

/** Root first: it says where the small streams lie. */
function* entriesIn(
  { source, sectorBytes }: CompoundFile,
  chain: readonly number[],
): Generator<DirectoryEntry> {
  for (const sector of chain) {
    const bytes = sectorAt(source, sectorBytes, sector)
    for (let at = 0; at + 128 <= bytes.length; at += 128) {
      const nameBytes = Math.min(64, bytes.readUInt16LE(at + 64))
      yield {
        name: bytes.toString('utf16le', at, at + Math.max(0, nameBytes - 2)),
        kind: bytes[at + 66] ?? 0,
        first: bytes.readUInt32LE(at + 116),
        size: bytes.readUInt32LE(at + 120),
      }
    }
  }
}

function numbersIn({ source, sectorBytes }: CompoundFile, chain: readonly number[]): Uint32Array {
  const numbers = new Uint32Array((chain.length * sectorBytes) / 4).fill(freeSector)
  for (const [at, sector] of chain.entries()) {
    const bytes = sectorAt(source, sectorBytes, sector)
    for (let byte = 0; byte + 4 <= bytes.length; byte += 4) {
      numbers[(at * sectorBytes + byte) / 4] = bytes.readUInt32LE(byte)
    }
  }
  return numbers
}

/** False when fewer bytes were there than the directory promises. */
function copyLarge(file: CompoundFile, { first, size }: DirectoryEntry, into: Collector): boolean {
  const chain = chainOf(file, first, Math.ceil(size / file.sectorBytes))
  for (const sector of chain.sectors) {
    const left = size - into.size
    into.write(sectorAt(file.source, file.sectorBytes, sector).subarray(0, left))
  }
  return into.size === size
}

const smallBytes = 64

function copySmall(
  { source, sectorBytes }: CompoundFile,
  { small, smallTable }: { small: readonly number[]; smallTable: Uint32Array },
  { first, size }: DirectoryEntry,
  into: Collector,
): boolean {
  const perSector = sectorBytes / smallBytes
  let sector = first
  while (into.size < size) {
    const place = small[Math.floor(sector / perSector)]
    if (place === undefined) return false
    const at = (place + 1) * sectorBytes + (sector % perSector) * smallBytes
    const bytes = source.read(at, Math.min(smallBytes, size - into.size))
    if (bytes.length === 0) return false
    into.write(bytes)
    sector = smallTable[sector] ?? freeSector
  }
  return true
}
