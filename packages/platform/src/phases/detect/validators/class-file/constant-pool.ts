/** A class file that is read from front to back; `torn` tells what the first thing was that cannot be. */
export interface ClassReader {
  readonly buffer: Buffer
  /** Kind of every constant by its number, 0 where none is. */
  kinds: Uint8Array
  /** Where each constant stands. */
  places: Uint32Array
  at: number
  /** Bytes of attributes that nobody here knows. */
  opaque: number
  torn: string | undefined
}

export const constantKinds = {
  utf8: 1,
  long: 5,
  double: 6,
  class: 7,
  string: 8,
  name: 12,
  handle: 15,
} as const

/** Bytes behind the kind (JVMS 4.4); texts have a length of their own. */
const constantBytes = new Map([
  [3, 4],
  [4, 4],
  [5, 8],
  [6, 8],
  [7, 2],
  [8, 2],
  [9, 4],
  [10, 4],
  [11, 4],
  [12, 4],
  [15, 3],
  [16, 2],
  [17, 4],
  [18, 4],
  [19, 2],
  [20, 2],
])

/** Reads all constants, and checks that those that name others name such that exist. */
export function readConstants(reader: ClassReader): void {
  const count = number(reader, 2)
  reader.kinds = new Uint8Array(count)
  reader.places = new Uint32Array(count)
  for (let place = 1; place < count && reader.torn === undefined; place += 1) {
    const kind = number(reader, 1)
    reader.kinds[place] = kind
    reader.places[place] = reader.at
    if (kind === constantKinds.utf8) skipText(reader)
    else skip(reader, constantBytes.get(kind) ?? Number.NaN)
    if (kind === constantKinds.long || kind === constantKinds.double) place += 1
  }
  if (reader.torn === undefined) checkReferences(reader, count)
}

/** Text in the UTF-8 of Java (JVMS 4.4.7): no zero, no sequence of four, surrogates one by one. */
function skipText(reader: ClassReader): void {
  const length = number(reader, 2)
  const { buffer, at } = reader
  skip(reader, length)
  if (reader.torn !== undefined) return
  for (let place = at; place < at + length;) {
    const first = buffer[place] ?? 0
    const bytes = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 0
    if (first === 0 || bytes === 0 || place + bytes > at + length) reader.torn = 'a text is unreadable'
    for (let next = 1; next < bytes; next += 1)
      if (((buffer[place + next] ?? 0) & 0xc0) !== 0x80) reader.torn = 'a text is unreadable'
    if (reader.torn !== undefined) return
    place += bytes
  }
}

/** What a constant of a kind names: constants of other kinds, by their order. */
const named = new Map<number, readonly number[]>([
  [7, [1]],
  [8, [1]],
  [9, [7, 12]],
  [10, [7, 12]],
  [11, [7, 12]],
  [12, [1, 1]],
  [16, [1]],
  [19, [1]],
  [20, [1]],
])

function checkReferences(reader: ClassReader, count: number): void {
  for (let place = 1; place < count; place += 1) {
    const at = reader.places[place] ?? 0
    for (const [index, kind] of (named.get(reader.kinds[place] ?? 0) ?? []).entries()) {
      if (reader.kinds[reader.buffer.readUInt16BE(at + 2 * index)] === kind) continue
      reader.torn = 'a constant names another that is none'
      return
    }
  }
}

/** A big-endian number of one, two or four bytes; 0 once the file is torn. */
export function number(reader: ClassReader, bytes: 1 | 2 | 4): number {
  const { at, buffer } = reader
  skip(reader, bytes)
  return reader.torn === undefined ? buffer.readUIntBE(at, bytes) : 0
}

export function skip(reader: ClassReader, bytes: number): void {
  if (reader.at + bytes <= reader.buffer.length) reader.at += bytes
  else reader.torn ??= 'it ends too early'
}

/** The number of a constant, of this kind where one is given; 0 is allowed where nothing may be named. */
export function constant(
  reader: ClassReader,
  { kind, isOptional = false }: { kind?: number; isOptional?: boolean } = {},
): number {
  const place = number(reader, 2)
  if (place === 0 && isOptional) return place
  const found = reader.kinds[place] ?? 0
  if (found === 0 || (kind !== undefined && found !== kind))
    reader.torn ??= 'something names a constant that is none'
  return place
}

export function textOf({ buffer, places }: ClassReader, place: number): string {
  const at = places[place] ?? 0
  return buffer.toString('latin1', at + 2, at + 2 + buffer.readUInt16BE(at))
}
