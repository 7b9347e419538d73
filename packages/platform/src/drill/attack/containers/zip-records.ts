import { crc32 } from 'node:zlib'

/** One member as it stands in a zip archive (APPNOTE 6.3.10): what the headers say, and its bytes in the file. */
export interface ZipMember {
  readonly name: Buffer
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly size: number
  /** As stored: compressed, perhaps encrypted. */
  readonly data: Uint8Array
  readonly extra?: Buffer
}

/** Where a member's local record lies in an archive, from its header to the next record. */
export interface ZipSpan {
  readonly name: string
  readonly method: number
  readonly start: number
  readonly end: number
  /** Of the compressed bytes. */
  readonly dataAt: number
  readonly dataBytes: number
}

const [localMark, centralMark, endMark] = [0x0403_4b50, 0x0201_4b50, 0x0605_4b50]
/** 2026-01-15 08:00 in the format of MS-DOS. */
const [madeTime, madeDate] = [0x4000, 0x5c2f]

/** An archive of these members, in their order. */
export function writeZip(members: readonly ZipMember[]): Buffer {
  const records = members.map((member) =>
    Buffer.concat([localHeader(member), member.name, member.extra ?? none, member.data]),
  )
  let at = 0
  const directory = members.map((member, place) => {
    const record = centralRecord(member, at)
    at += records[place]?.length ?? 0
    return record
  })
  return Buffer.concat([...records, ...directory, endRecord(members.length, bytesOf(directory), at)])
}

/** A member whose content is stored as it is. */
export function storedMember(name: string, content: Uint8Array): ZipMember {
  return {
    name: Buffer.from(name),
    method: 0,
    flags: 0,
    crc: crc32(content),
    size: content.length,
    data: content,
  }
}

/**
 * The local records of an archive in the order of the file, without gaps; undefined for anything that is not a
 * plain archive of up to 65,534 members whose records follow each other from offset 0.
 */
export function zipSpans(bytes: Buffer): { spans: ZipSpan[]; directoryAt: number } | undefined {
  const end = bytes.length - 22
  if (end < 0 || bytes.readUInt32LE(end) !== endMark) return undefined
  const [count, directoryAt] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 16)]
  const found: Omit<ZipSpan, 'end'>[] = []
  let at = directoryAt
  for (let place = 0; place < count; place += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== centralMark) return undefined
    const start = bytes.readUInt32LE(at + 42)
    if (start + 30 > directoryAt || bytes.readUInt32LE(start) !== localMark) return undefined
    const dataAt = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const nameBytes = bytes.readUInt16LE(at + 28)
    found.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameBytes),
      method: bytes.readUInt16LE(at + 10),
      start,
      dataAt,
      dataBytes: bytes.readUInt32LE(at + 20),
    })
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  found.sort((a, b) => a.start - b.start)
  const spans = found.map((span, place) => ({ ...span, end: found[place + 1]?.start ?? directoryAt }))
  const isWhole = spans[0]?.start === 0 && spans.every((span) => span.dataAt + span.dataBytes <= span.end)
  return isWhole ? { spans, directoryAt } : undefined
}

/** The directory of records that already lie in a file; `offsets` say where. */
export function zipDirectory(
  members: readonly {
    readonly member: Omit<ZipMember, 'data'>
    readonly dataBytes: number
    readonly at: number
  }[],
  directoryAt: number,
): Buffer {
  const directory = members.map(({ member, dataBytes, at }) => centralRecord(member, at, dataBytes))
  return Buffer.concat([...directory, endRecord(members.length, bytesOf(directory), directoryAt)])
}

export function localRecord(member: ZipMember): Buffer {
  return Buffer.concat([localHeader(member), member.name, member.extra ?? none, member.data])
}

const none = Buffer.alloc(0)

function localHeader(member: ZipMember): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(localMark, 0)
  common(header, 4, member, member.data.length)
  return header
}

function centralRecord(
  member: Omit<ZipMember, 'data'> & { data?: Uint8Array },
  at: number,
  dataBytes?: number,
): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(centralMark, 0)
  header.writeUInt16LE(0x031e, 4)
  common(header, 6, member, dataBytes ?? member.data?.length ?? 0)
  header.writeUInt32LE(at, 42)
  return Buffer.concat([header, member.name, member.extra ?? none])
}

/** The fields that local and central headers share, from the version on. */
function common(header: Buffer, at: number, member: Omit<ZipMember, 'data'>, dataBytes: number): void {
  header.writeUInt16LE(member.method === 99 ? 51 : 20, at)
  header.writeUInt16LE(member.flags, at + 2)
  header.writeUInt16LE(member.method, at + 4)
  header.writeUInt16LE(madeTime, at + 6)
  header.writeUInt16LE(madeDate, at + 8)
  header.writeUInt32LE(member.crc, at + 10)
  header.writeUInt32LE(dataBytes, at + 14)
  header.writeUInt32LE(member.size, at + 18)
  header.writeUInt16LE(member.name.length, at + 22)
  header.writeUInt16LE(member.extra?.length ?? 0, at + 24)
}

function endRecord(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(endMark, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(directoryBytes, 12)
  record.writeUInt32LE(directoryAt, 16)
  return record
}

function bytesOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}
