/** One file, folder or link of a zip archive (PKWARE APPNOTE 6.3.10; Info-ZIP's extra fields for Unix). */
export interface ZipEntry {
  readonly name: Buffer
  /** `st_mode`. */
  readonly mode: number
  readonly seconds: number
  readonly uid: number
  readonly gid: number
  readonly isFolder: boolean
  /** May be larger than 4 GiB: sizes get 64 bits. */
  readonly isLarge: boolean
  /** Where its header starts in the archive. */
  readonly offset: number
}

export interface ZipSums {
  readonly crc: number
  readonly plain: number
  readonly packed: number
}

/** The largest number of a 32-bit field; it also says "look into the zip64 field". */
const max32 = 0xffff_ffff
const max16 = 0xffff

/** Sizes and checksum follow the data. */
export function localHeader(entry: ZipEntry): Buffer {
  const extra = Buffer.concat([entry.isLarge ? zip64([0, 0]) : Buffer.alloc(0), unixFields(entry)])
  const record = Buffer.alloc(30)
  record.writeUInt32LE(0x04034b50, 0)
  writeCommon(record, 4, entry)
  record.writeUInt32LE(entry.isLarge ? max32 : 0, 18)
  record.writeUInt32LE(entry.isLarge ? max32 : 0, 22)
  record.writeUInt16LE(entry.name.length, 26)
  record.writeUInt16LE(extra.length, 28)
  return Buffer.concat([record, entry.name, extra])
}

export function dataDescriptor(entry: ZipEntry, { crc, plain, packed }: ZipSums): Buffer {
  const record = Buffer.alloc(entry.isLarge ? 24 : 16)
  record.writeUInt32LE(0x08074b50, 0)
  record.writeUInt32LE(crc, 4)
  if (entry.isLarge) {
    record.writeBigUInt64LE(BigInt(packed), 8)
    record.writeBigUInt64LE(BigInt(plain), 16)
  } else {
    record.writeUInt32LE(packed, 8)
    record.writeUInt32LE(plain, 12)
  }
  return record
}

/** The entry as the directory at the end lists it. */
export function centralRecord(entry: ZipEntry, { crc, plain, packed }: ZipSums): Buffer {
  const wide = [...(entry.isLarge ? [plain, packed] : []), ...(entry.offset >= max32 ? [entry.offset] : [])]
  const extra = Buffer.concat([wide.length > 0 ? zip64(wide) : Buffer.alloc(0), unixFields(entry)])
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  // Made on Unix, so that the upper half of the attributes is st_mode.
  record.writeUInt16LE((3 << 8) | 45, 4)
  writeCommon(record, 6, entry)
  record.writeUInt32LE(crc, 16)
  record.writeUInt32LE(entry.isLarge ? max32 : packed, 20)
  record.writeUInt32LE(entry.isLarge ? max32 : plain, 24)
  record.writeUInt16LE(entry.name.length, 28)
  record.writeUInt16LE(extra.length, 30)
  record.writeUInt32LE(((entry.mode << 16) | (entry.isFolder ? 0x10 : 0)) >>> 0, 38)
  record.writeUInt32LE(Math.min(entry.offset, max32), 42)
  return Buffer.concat([record, entry.name, extra])
}

/** The end; with the 64-bit records where a number does not fit. */
export function endOfArchive(directory: { count: number; offset: number; length: number }): Buffer {
  const { count, offset, length } = directory
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(Math.min(count, max16), 8)
  record.writeUInt16LE(Math.min(count, max16), 10)
  record.writeUInt32LE(Math.min(length, max32), 12)
  record.writeUInt32LE(Math.min(offset, max32), 16)
  if (count < max16 && offset < max32 && length < max32) return record
  const wide = Buffer.alloc(56 + 20)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE((3 << 8) | 45, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(length), 40)
  wide.writeBigUInt64LE(BigInt(offset), 48)
  wide.writeUInt32LE(0x07064b50, 56)
  wide.writeBigUInt64LE(BigInt(offset + length), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, record])
}

/** Version, flags, method and time: the same in both headers. */
function writeCommon(record: Buffer, at: number, entry: ZipEntry): void {
  record.writeUInt16LE(entry.isLarge ? 45 : 20, at)
  const isUtf8 = Buffer.from(entry.name.toString('utf8')).equals(entry.name)
  record.writeUInt16LE(0x0008 | (isUtf8 ? 0x0800 : 0), at + 2)
  record.writeUInt16LE(entry.isFolder ? 0 : 8, at + 4)
  record.writeUInt32LE(dosTime(entry.seconds), at + 6)
}

/** Two-second steps since 1980, in UTC; the exact time is in the extra field. */
function dosTime(seconds: number): number {
  const time = new Date(Math.max(seconds, Date.UTC(1980) / 1000) * 1000)
  const date = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate()
  const clock =
    (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | Math.floor(time.getUTCSeconds() / 2)
  return ((date << 16) | clock) >>> 0
}

/** "UT": modification time; "ux": owner. */
function unixFields({ seconds, uid, gid }: ZipEntry): Buffer {
  const fields = Buffer.alloc(9 + 15)
  fields.writeUInt16LE(0x5455, 0)
  fields.writeUInt16LE(5, 2)
  fields.writeUInt8(1, 4)
  fields.writeInt32LE(seconds, 5)
  fields.writeUInt16LE(0x7875, 9)
  fields.writeUInt16LE(11, 11)
  fields.writeUInt8(1, 13)
  fields.writeUInt8(4, 14)
  fields.writeUInt32LE(uid, 15)
  fields.writeUInt8(4, 19)
  fields.writeUInt32LE(gid, 20)
  return fields
}

function zip64(numbers: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + numbers.length * 8)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(numbers.length * 8, 2)
  for (const [at, number] of numbers.entries()) field.writeBigUInt64LE(BigInt(number), 4 + at * 8)
  return field
}
