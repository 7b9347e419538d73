import { randomBytes } from 'node:crypto'

import type { FileKind } from '@anlauf/repository'

/** What the journal says about one object. */
export interface ObjectRecord {
  readonly size: number
  /** Receive time in milliseconds. */
  readonly at: number
  readonly seq: number
  /** Number of the writer, in a list that the caller keeps. */
  readonly writer: number
  readonly state: ObjectState
}

/** `found` was in the storage without a line; `missing` has a line but was not in the storage. */
export type ObjectState = 'present' | 'deleted' | 'missing' | 'found'

const kinds = ['keys', 'data', 'index', 'snapshots'] as const
const states = ['present', 'deleted', 'missing', 'found'] as const
const firstRows = 64

/**
 * Objects by kind and id in typed arrays: 62 bytes an object plus a slot table of 5 to 11, where a map of objects
 * takes about 300. Rows are never removed. The slot hash is seeded, because clients choose the ids.
 */
export class ObjectTable {
  count = 0
  private slots = new Uint32Array(firstRows * 2)
  private ids = Buffer.alloc(firstRows * 32)
  private kindAndState = new Uint8Array(firstRows * 2)
  private numbers = new Float64Array(firstRows * 3)
  private writers = new Uint32Array(firstRows)
  private readonly seed = randomBytes(8).readUInt32LE() | 1
  private readonly probe = Buffer.alloc(32)

  get(kind: FileKind, id: string): ObjectRecord | undefined {
    const row = this.find(kind, id)
    return row === undefined ? undefined : this.record(row)
  }

  set(kind: FileKind, id: string, record: ObjectRecord): void {
    const row = this.find(kind, id) ?? this.append(kind, id)
    this.kindAndState[row * 2 + 1] = states.indexOf(record.state)
    this.numbers.set([record.size, record.at, record.seq], row * 3)
    this.writers[row] = record.writer
  }

  *all(): Generator<ObjectRecord & { readonly kind: FileKind; readonly id: string }> {
    for (let row = 0; row < this.count; row += 1) {
      const kind = kinds[this.kindAndState[row * 2] ?? 0] ?? 'data'
      yield { ...this.record(row), kind, id: this.ids.toString('hex', row * 32, row * 32 + 32) }
    }
  }

  private record(row: number): ObjectRecord {
    return {
      size: this.numbers[row * 3] ?? 0,
      at: this.numbers[row * 3 + 1] ?? 0,
      seq: this.numbers[row * 3 + 2] ?? 0,
      writer: this.writers[row] ?? 0,
      state: states[this.kindAndState[row * 2 + 1] ?? 0] ?? 'present',
    }
  }

  private find(kind: FileKind, id: string): number | undefined {
    if (this.probe.write(id, 'hex') !== 32) return undefined
    const wanted = kindNumber(kind)
    const mask = this.slots.length - 1
    for (let slot = this.hash(this.probe, 0) & mask; ; slot = (slot + 1) & mask) {
      const row = (this.slots[slot] ?? 0) - 1
      if (row < 0) return undefined
      const isSame = this.ids.compare(this.probe, 0, 32, row * 32, row * 32 + 32) === 0
      if (isSame && this.kindAndState[row * 2] === wanted) return row
    }
  }

  /** The id stands in `probe` already, `find` has put it there. */
  private append(kind: FileKind, _id: string): number {
    if (this.count * 32 === this.ids.length) this.growRows()
    if ((this.count + 1) * 4 > this.slots.length * 3) this.growSlots()
    const row = this.count
    this.count += 1
    this.probe.copy(this.ids, row * 32)
    this.kindAndState[row * 2] = kindNumber(kind)
    this.place(row)
    return row
  }

  private place(row: number): void {
    const mask = this.slots.length - 1
    let slot = this.hash(this.ids, row * 32) & mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask
    this.slots[slot] = row + 1
  }

  private growRows(): void {
    const rows = this.count * 2
    this.ids = Buffer.concat([this.ids], rows * 32)
    this.kindAndState = enlarged(new Uint8Array(rows * 2), this.kindAndState)
    this.numbers = enlarged(new Float64Array(rows * 3), this.numbers)
    this.writers = enlarged(new Uint32Array(rows), this.writers)
  }

  private growSlots(): void {
    this.slots = new Uint32Array(this.slots.length * 2)
    for (let row = 0; row < this.count; row += 1) this.place(row)
  }

  private hash(bytes: Buffer, at: number): number {
    let sum = this.seed
    for (let word = 0; word < 8; word += 1) {
      sum = Math.imul(sum ^ bytes.readUInt32LE(at + word * 4), 0x9e37_79b1)
      sum ^= sum >>> 15
    }
    return sum >>> 0
  }
}

function kindNumber(kind: FileKind): number {
  return kinds.indexOf(kind as (typeof kinds)[number])
}

function enlarged<Column extends Uint8Array | Float64Array | Uint32Array>(
  larger: Column,
  old: Column,
): Column {
  larger.set(old)
  return larger
}
