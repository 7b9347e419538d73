import { randomBytes } from 'node:crypto'

import { type BlobId, type PackId } from '../id.ts'
import { type ScannedPlace, scanIndex } from './scan-index.ts'
import type { BlobType } from './blob-type.ts'

/** Where a blob lies; `length` counts the encrypted bytes, `uncompressedLength` 0 means stored plain. */
export interface BlobLocation {
  readonly pack: PackId
  readonly offset: number
  readonly length: number
  readonly uncompressedLength: number
  readonly type: BlobType
}

/** A blob as one pack holds it. */
export interface IndexedBlob {
  readonly id: BlobId
  readonly type: BlobType
  readonly offset: number
  readonly length: number
  readonly uncompressedLength: number
}

/** Blob id → every place where the blob lies. */
export interface BlobIndex {
  /** Number of locations; a blob in two packs counts twice. */
  readonly count: number
  has(id: BlobId, type?: BlobType): boolean
  /** All locations in the order in which the index files named them. */
  locations(id: BlobId): readonly BlobLocation[]
  /** Bytes of the blob and bytes it takes in its pack, from its first location. */
  sizes(id: BlobId): { plain: number; stored: number; compressed: boolean } | undefined
  packs(): Iterable<PackId>
  /** The blobs of a pack by ascending offset; empty for an unknown pack. */
  blobsOf(pack: PackId): readonly IndexedBlob[]
  /** The first location of each wanted blob, by pack and offset, each blob once; one bit per blob of the index. */
  select(wanted: Iterable<BlobId>): Selection
  /** Remembers blobs in one bit each. */
  marks(): BlobMarks
  /**
   * The numbers, from 0 to `count` − 1, of the locations of a blob, first one first. Whoever has to tell the
   * copies of a blob apart keeps bits by these numbers; adding to the index never changes them.
   */
  entriesOf(id: BlobId, type: BlobType): readonly number[]
  /** The numbers of the locations in a pack, in no particular order. */
  entriesIn(pack: PackId): readonly number[]
  /** The blob and its pack behind a number. */
  entry(number: number): IndexedBlob & { readonly pack: PackId }
  /** Its encrypted length alone: loops over all locations need no id, and a million ids are 100 MB of strings. */
  lengthOf(number: number): number
}

/** Wanted blobs in storage order, and those that no index file names. */
export interface Selection {
  readonly missing: readonly BlobId[]
  packs(): Iterable<{ pack: PackId; blobs: readonly IndexedBlob[] }>
}

export interface BlobMarks {
  /** True the first time; a blob that the index does not know is always new. */
  add(id: BlobId): boolean
}

export interface MutableBlobIndex extends BlobIndex {
  /** Adds what one index file says about one pack; exact duplicates are kept once. */
  add(pack: PackId, blobs: readonly IndexedBlob[]): void
  /** The same for a whole index file of the common form; false when it is another and has to be decoded. */
  scan(json: Buffer): boolean
}

const segmentBits = 14
const segmentSize = 1 << segmentBits
const fieldsPerEntry = 4
/** Ids are compared and hashed in words: 0.3 instead of 0.8 µs a look-up. */
const wordsPerId = 8
const overhead = 32

/**
 * An empty index in typed arrays: 48 bytes an entry plus a slot table of 5 to 11, so about 60 MB for
 * a million blobs. Segments instead of doubling arrays, because doubling holds three times the memory
 * while it copies. The slot hash is seeded, so an attacker who forges ids cannot pile them up.
 */
export function createBlobIndex(): MutableBlobIndex {
  const table = new EntryTable()
  return {
    get count() {
      return table.count
    },
    add: (pack, blobs) => table.add(pack, blobs),
    scan: (json) => table.scan(json),
    has: (id, type) => table.has(id, type),
    locations: (id) => table.find(id).map((entry) => table.location(entry)),
    sizes: (id) => {
      const first = table.findFirst(id)
      return first === undefined ? undefined : sizesOf(table.location(first))
    },
    packs: () => table.packs,
    blobsOf: (pack) => table.blobsOf(pack, undefined),
    select: (wanted) => select(table, wanted),
    marks() {
      const bits = new Uint8Array((table.count >>> 3) + 1)
      return { add: (id) => mark(table, bits, id) !== 'known' }
    },
    entriesOf: (id, type) => table.find(id).filter((entry) => table.typeOf(entry) === type),
    entriesIn: (pack) => table.entriesIn(pack),
    lengthOf: (number) => table.field(number, 2),
    entry: (number) => ({ ...table.blob(number), pack: table.location(number).pack }),
  }
}

/** Plain and stored bytes of a blob at a location. */
export function sizesOf(location: BlobLocation): { plain: number; stored: number; compressed: boolean } {
  const compressed = location.uncompressedLength > 0
  return {
    plain: compressed ? location.uncompressedLength : Math.max(0, location.length - overhead),
    stored: location.length,
    compressed,
  }
}

function select(table: EntryTable, wanted: Iterable<BlobId>): Selection {
  const bits = new Uint8Array((table.count >>> 3) + 1)
  const missing = new Set<BlobId>()
  for (const id of wanted) if (mark(table, bits, id) === 'missing') missing.add(id)
  return {
    missing: [...missing],
    *packs() {
      for (const pack of table.packs) {
        const blobs = table.blobsOf(pack, bits)
        if (blobs.length > 0) yield { pack, blobs }
      }
    },
  }
}

function mark(table: EntryTable, bits: Uint8Array, id: BlobId): 'new' | 'known' | 'missing' {
  const entry = table.findFirst(id)
  if (entry === undefined) return 'missing'
  const bit = 1 << (entry & 7)
  const byte = bits[entry >>> 3] ?? 0
  bits[entry >>> 3] = byte | bit
  return (byte & bit) === 0 ? 'new' : 'known'
}

class EntryTable {
  count = 0
  readonly packs: PackId[] = []
  private readonly packNumbers = new Map<PackId, number>()
  /** Per pack: start, end, start, end … of its runs of entries. */
  private readonly runs: number[][] = []
  private readonly ids: Uint32Array[] = []
  /** Per entry: pack number × 2 + (1 for trees), offset, length, uncompressed length. */
  private readonly fields: Uint32Array[] = []
  private slots = new Uint32Array(1 << 10)
  private readonly seed = new Uint32Array(randomBytes(32).buffer.slice(0, 32)).map((word) => word | 1)
  private readonly probe = new Uint32Array(wordsPerId)
  private readonly probeBuffer = Buffer.from(this.probe.buffer)

  add(pack: PackId, blobs: readonly IndexedBlob[]): void {
    const number = this.packNumber(pack)
    const start = this.count
    for (const blob of blobs) this.addBlob(number, blob)
    if (this.count > start) this.runs[number]?.push(start, this.count)
  }

  find(id: BlobId): number[] {
    if (this.probeBuffer.write(id, 'hex') !== 32) return []
    const found: number[] = []
    const mask = this.slots.length - 1
    for (let slot = this.hash(this.probe, 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot] ?? 0
      if (entry === 0) return found
      if (this.sameId(entry - 1)) found.push(entry - 1)
    }
  }

  findFirst(id: BlobId): number | undefined {
    if (this.probeBuffer.write(id, 'hex') !== 32) return undefined
    const mask = this.slots.length - 1
    for (let slot = this.hash(this.probe, 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot] ?? 0
      if (entry === 0) return undefined
      if (this.sameId(entry - 1)) return entry - 1
    }
  }

  has(id: BlobId, type: BlobType | undefined): boolean {
    const first = this.findFirst(id)
    if (first === undefined || type === undefined || this.typeOf(first) === type) return first !== undefined
    return this.find(id).some((entry) => this.typeOf(entry) === type)
  }

  typeOf(entry: number): BlobType {
    return (this.field(entry, 0) & 1) === 1 ? 'tree' : 'data'
  }

  location(entry: number): BlobLocation {
    return {
      pack: this.packs[this.field(entry, 0) >>> 1] as PackId,
      offset: this.field(entry, 1),
      length: this.field(entry, 2),
      uncompressedLength: this.field(entry, 3),
      type: this.typeOf(entry),
    }
  }

  /** All blobs of a pack, or those whose bit is set. */
  blobsOf(pack: PackId, bits: Uint8Array | undefined): IndexedBlob[] {
    const blobs: IndexedBlob[] = []
    for (const entry of this.entriesIn(pack)) {
      if (bits === undefined || ((bits[entry >>> 3] ?? 0) & (1 << (entry & 7))) !== 0)
        blobs.push(this.blob(entry))
    }
    return blobs.sort((a, b) => a.offset - b.offset)
  }

  entriesIn(pack: PackId): number[] {
    const entries: number[] = []
    const runs = this.runs[this.packNumbers.get(pack) ?? -1] ?? []
    for (let run = 0; run < runs.length; run += 2) {
      for (let entry = runs[run] ?? 0; entry < (runs[run + 1] ?? 0); entry += 1) entries.push(entry)
    }
    return entries
  }

  blob(entry: number): IndexedBlob {
    const ids = this.ids[entry >>> segmentBits] as Uint32Array
    const at = (entry & (segmentSize - 1)) * 32
    return {
      id: Buffer.from(ids.buffer, at, 32).toString('hex') as BlobId,
      type: this.typeOf(entry),
      offset: this.field(entry, 1),
      length: this.field(entry, 2),
      uncompressedLength: this.field(entry, 3),
    }
  }

  scan(json: Buffer): boolean {
    let number = 0
    let start = this.count
    const endRun = (): void => {
      if (this.count > start) this.runs[number]?.push(start, this.count)
      start = this.count
    }
    const isWhole = scanIndex(json, {
      pack: (id) => {
        endRun()
        number = this.packNumber(id as PackId)
      },
      blob: (bytes, idAt, type, place) => this.readProbe(bytes, idAt) && this.addProbe(number, type, place),
    })
    endRun()
    return isWhole
  }

  /** Sixty-four digits in memory become the id that is looked for. */
  private readProbe(json: Buffer, at: number): boolean {
    for (let word = 0; word < wordsPerId; word += 1) {
      let value = 0
      // The bytes of an id as the processor reads them: the first one is the lowest.
      for (let byte = 3; byte >= 0; byte -= 1) {
        const digits = at + word * 8 + byte * 2
        const high = digitOf[json[digits] ?? 0] ?? -1
        const low = digitOf[json[digits + 1] ?? 0] ?? -1
        if ((high | low) < 0) return false
        value = (value << 8) | (high << 4) | low
      }
      this.probe[word] = value
    }
    return true
  }

  private addBlob(number: number, blob: IndexedBlob): void {
    if (this.probeBuffer.write(blob.id, 'hex') === 32) this.addProbe(number, blob.type, blob)
  }

  private addProbe(number: number, type: BlobType, blob: ScannedPlace): true {
    const head = ((number << 1) | (type === 'tree' ? 1 : 0)) >>> 0
    const mask = this.slots.length - 1
    let slot = this.hash(this.probe, 0) & mask
    for (let entry = this.slots[slot] ?? 0; entry !== 0; entry = this.slots[slot] ?? 0) {
      if (this.isSame(entry - 1, head, blob)) return true
      slot = (slot + 1) & mask
    }
    this.slots[slot] = this.append(head, blob) + 1
    if (this.count * 4 > this.slots.length * 3) this.growSlots()
    return true
  }

  private append(head: number, blob: ScannedPlace): number {
    const entry = this.count
    const segment = entry >>> segmentBits
    const within = entry & (segmentSize - 1)
    if (within === 0) {
      this.ids.push(new Uint32Array(segmentSize * wordsPerId))
      this.fields.push(new Uint32Array(segmentSize * fieldsPerEntry))
    }
    this.ids[segment]?.set(this.probe, within * wordsPerId)
    const fields = this.fields[segment] as Uint32Array
    const at = within * fieldsPerEntry
    fields[at] = head
    fields[at + 1] = blob.offset
    fields[at + 2] = blob.length
    fields[at + 3] = blob.uncompressedLength
    this.count += 1
    return entry
  }

  private growSlots(): void {
    this.slots = new Uint32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let entry = 0; entry < this.count; entry += 1) {
      const ids = this.ids[entry >>> segmentBits] as Uint32Array
      let slot = this.hash(ids, (entry & (segmentSize - 1)) * wordsPerId) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = entry + 1
    }
  }

  private isSame(entry: number, head: number, blob: ScannedPlace): boolean {
    return (
      this.field(entry, 0) === head &&
      this.field(entry, 1) === blob.offset &&
      this.field(entry, 2) === blob.length &&
      this.field(entry, 3) === blob.uncompressedLength &&
      this.sameId(entry)
    )
  }

  private sameId(entry: number): boolean {
    const ids = this.ids[entry >>> segmentBits] as Uint32Array
    const at = (entry & (segmentSize - 1)) * wordsPerId
    for (let word = 0; word < wordsPerId; word += 1) if (ids[at + word] !== this.probe[word]) return false
    return true
  }

  field(entry: number, field: number): number {
    return this.fields[entry >>> segmentBits]?.[(entry & (segmentSize - 1)) * fieldsPerEntry + field] ?? 0
  }

  private hash(ids: Uint32Array, at: number): number {
    let sum = 0
    for (let word = 0; word < wordsPerId; word += 1) {
      sum = (sum + Math.imul(ids[at + word] ?? 0, this.seed[word] ?? 1)) | 0
    }
    return (sum ^ (sum >>> 15)) >>> 0
  }

  private packNumber(pack: PackId): number {
    const known = this.packNumbers.get(pack)
    if (known !== undefined) return known
    this.packs.push(pack)
    this.runs.push([])
    this.packNumbers.set(pack, this.packs.length - 1)
    return this.packs.length - 1
  }
}

/** By byte; −1 for what is no lower-case hexadecimal digit. */
const digitOf = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte)),
)
