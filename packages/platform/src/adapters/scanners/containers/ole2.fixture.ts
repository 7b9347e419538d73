const sector = 512
const small = 64
const endOfChain = 0xffff_fffe

interface Stream {
  readonly name: string
  readonly bytes: Buffer
}

/** A compound file (MS-CFB, version 3) with small streams in the root's chain and large ones in their own. */
export function madeOle2(streams: readonly Stream[]): Buffer {
  const sectors: Buffer[] = []
  const table: number[] = []
  /** Adds a chain and returns its first sector. */
  const chain = (bytes: Buffer): number => {
    if (bytes.length === 0) return endOfChain
    const first = sectors.length
    const count = Math.ceil(bytes.length / sector)
    for (let at = 0; at < count; at += 1) {
      const part = Buffer.alloc(sector)
      bytes.copy(part, 0, at * sector, (at + 1) * sector)
      sectors.push(part)
      table.push(at + 1 === count ? endOfChain : first + at + 1)
    }
    return first
  }
  // Sector 0 is the table itself; it holds 128 numbers, enough for these tests.
  sectors.push(Buffer.alloc(sector))
  table.push(0xffff_fffd)
  const smallParts: Buffer[] = []
  const smallTable: number[] = []
  const places = streams.map(({ bytes }) => {
    if (bytes.length >= 4096) return chain(bytes)
    const first = smallTable.length
    const count = Math.ceil(bytes.length / small)
    for (let at = 0; at < count; at += 1) smallTable.push(at + 1 === count ? endOfChain : first + at + 1)
    smallParts.push(bytes, Buffer.alloc(count * small - bytes.length))
    return first
  })
  const smallBytes = Buffer.concat(smallParts)
  const numbers = Buffer.alloc(Math.ceil((smallTable.length * 4) / sector) * sector, 255)
  smallTable.forEach((next, at) => numbers.writeUInt32LE(next, at * 4))
  const smallStart = chain(smallBytes)
  const smallTableStart = chain(numbers)
  const entry = (name: string, kind: number, first: number, size: number): Buffer => {
    const bytes = Buffer.alloc(128)
    bytes.write(name, 0, 'utf16le')
    bytes.writeUInt16LE((name.length + 1) * 2, 64)
    bytes[66] = kind
    bytes.writeUInt32LE(first, 116)
    bytes.writeUInt32LE(size, 120)
    return bytes
  }
  const directory = chain(
    Buffer.concat([
      entry('Root Entry', 5, smallStart, smallBytes.length),
      ...streams.map(({ name, bytes }, at) => entry(name, 2, places[at] ?? endOfChain, bytes.length)),
    ]),
  )
  const own = sectors[0]
  own?.fill(255)
  table.forEach((next, at) => own?.writeUInt32LE(next, at * 4))
  const header = Buffer.alloc(sector)
  header.write('d0cf11e0a1b11ae1', 'hex')
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(directory, 48)
  header.writeUInt32LE(4096, 56)
  header.writeUInt32LE(smallTableStart, 60)
  header.writeUInt32LE(1, 64)
  header.writeUInt32LE(endOfChain, 68)
  header.fill(255, 76)
  header.writeUInt32LE(0, 76)
  return Buffer.concat([header, ...sectors])
}
