/**
 * Thrift's compact protocol (thrift-compact-protocol.md), as Parquet describes itself in it: structures become maps from
 * field numbers to values.
 */
export type Thrift = number | Buffer | readonly Thrift[] | Struct
export type Struct = ReadonlyMap<number, Thrift>

/** A structure and where it ended. */
export interface Parsed {
  readonly struct: Struct
  readonly end: number
}

/** Descriptions nest eight levels deep. */
const maxDepth = 16
/** Values of one structure; a table of ten thousand columns in a hundred groups has fewer. */
const maxValues = 8_000_000

interface Reader {
  readonly buffer: Buffer
  readonly limit: number
  at: number
  left: number
  isTorn: boolean
}

/** Reads one structure before `limit`; undefined when it is torn, nested too deeply or too large. */
export function readStruct(buffer: Buffer, start: number, limit: number): Parsed | undefined {
  const reader: Reader = {
    buffer,
    limit: Math.min(limit, buffer.length),
    at: start,
    left: maxValues,
    isTorn: false,
  }
  const struct = structAt(reader, 0)
  return reader.isTorn ? undefined : { struct, end: reader.at }
}

function structAt(reader: Reader, depth: number): Struct {
  const fields = new Map<number, Thrift>()
  let field = 0
  while (!reader.isTorn) {
    const head = byteAt(reader)
    if (head === 0) return fields
    const kind = head & 15
    // A difference to the field before, or the number itself.
    const next = head >> 4 === 0 ? zigzag(reader) : field + (head >> 4)
    if (next <= field && head >> 4 !== 0) reader.isTorn = true
    field = next
    fields.set(field, kind === 1 || kind === 2 ? 2 - kind : valueAt(reader, kind, depth))
  }
  return fields
}

/** One value of a kind: number, text, list, or structure. Maps and unknown kinds occur nowhere in Parquet. */
function valueAt(reader: Reader, kind: number, depth: number): Thrift {
  reader.left -= 1
  if (reader.left < 0 || depth > maxDepth) reader.isTorn = true
  if (reader.isTorn) return 0
  if (kind >= 1 && kind <= 3) return byteAt(reader)
  if (kind >= 4 && kind <= 6) return zigzag(reader)
  if (kind === 7) return take(reader, 8)
  if (kind === 8) return take(reader, varint(reader))
  if (kind === 9 || kind === 10) return listAt(reader, depth)
  if (kind === 12) return structAt(reader, depth + 1)
  reader.isTorn = true
  return 0
}

function listAt(reader: Reader, depth: number): Thrift[] {
  const head = byteAt(reader)
  const length = head >> 4 === 15 ? varint(reader) : head >> 4
  const list: Thrift[] = []
  // Every value takes a byte at least.
  if (length > reader.limit - reader.at) reader.isTorn = true
  for (let place = 0; place < length && !reader.isTorn; place += 1)
    list.push(valueAt(reader, head & 15, depth + 1))
  return list
}

function byteAt(reader: Reader): number {
  if (reader.at >= reader.limit) {
    reader.isTorn = true
    return 0
  }
  reader.at += 1
  return reader.buffer[reader.at - 1] ?? 0
}

function take(reader: Reader, length: number): Buffer {
  if (length > reader.limit - reader.at) {
    reader.isTorn = true
    return Buffer.alloc(0)
  }
  reader.at += length
  return reader.buffer.subarray(reader.at - length, reader.at)
}

/** At most 64 bits in groups of seven; beyond 2⁵³ it loses its lowest bits, and no length is that large. */
function varint(reader: Reader): number {
  let value = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = byteAt(reader)
    value += (byte & 0x7f) * 2 ** shift
    if ((byte & 0x80) === 0) return value
  }
  reader.isTorn = true
  return 0
}

function zigzag(reader: Reader): number {
  const value = varint(reader)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
