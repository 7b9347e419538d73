import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

import { noise } from '../engine/keys.ts'
import type { Container } from './container.ts'

/** Kinds of properties in the header (7zFormat.txt of the LZMA SDK). */
const kind = {
  end: 0,
  header: 1,
  mainStreams: 4,
  files: 5,
  packInfo: 6,
  unpackInfo: 7,
  subStreams: 8,
  size: 9,
  crc: 10,
  folder: 11,
  unpackSizes: 12,
  names: 17,
  encodedHeader: 23,
} as const

const aesMethod = Buffer.from('06f10701', 'hex')
const cyclesPower = 19
const startBytes = 32

/** 7-Zip with AES-256 and no compression; the names lie open, as `7z a -mx0 -pPASSWORD` leaves them. */
export const sevenZip: Container = {
  name: '7z',
  ending: '7z',
  seal: (plain, file) => seal(plain, file, false),
  open,
}

/** The same with the names encrypted too (`-mhe=on`). */
export const sevenZipHidden: Container = {
  name: '7z-hidden-names',
  ending: '7z',
  seal: (plain, file) => seal(plain, file, true),
  open,
}

type SealedFile = Parameters<Container['seal']>[1]

function seal(plain: Uint8Array, { name, password, seed }: SealedFile, hidesNames: boolean): Buffer {
  const iv = noise(16, `7z iv ${seed}`)
  const packed = encrypt(plain, password, iv)
  const header = Buffer.concat([
    Buffer.from([kind.header, kind.mainStreams]),
    streams({ at: 0, packed, plain, iv }),
    Buffer.from([kind.files]),
    files(name),
    Buffer.from([kind.end]),
  ])
  if (!hidesNames) return archive([packed], header)
  const headerIv = noise(16, `7z header iv ${seed}`)
  const packedHeader = encrypt(header, password, headerIv)
  const pointer = Buffer.concat([
    Buffer.from([kind.encodedHeader]),
    streams({ at: packed.length, packed: packedHeader, plain: header, iv: headerIv }),
  ])
  return archive([packed, packedHeader], pointer)
}

/** The vector and the size stand in the header; of a hidden one, the header comes first. */
function open(sealed: Buffer, password: string): Buffer {
  const headerAt = startBytes + Number(sealed.readBigUInt64LE(12))
  const header = sealed.subarray(headerAt)
  if (header[0] !== kind.encodedHeader) return unpack(sealed, header, password)
  return unpack(sealed, unpack(sealed, header, password), password)
}

function unpack(sealed: Buffer, header: Buffer, password: string): Buffer {
  const streamsAt = header[0] === kind.encodedHeader ? 1 : 2
  const [packAt, afterPackAt] = readNumber(header, streamsAt + 1)
  const [packBytes] = readNumber(header, afterPackAt + 2)
  const propertiesAt = header.indexOf(aesMethod) + aesMethod.length + 1
  const iv = header.subarray(propertiesAt + 2, propertiesAt + 18)
  const [size] = readNumber(header, propertiesAt + 19)
  const from = startBytes + packAt
  const cipher = createDecipheriv('aes-256-cbc', keyOf(password), iv)
  cipher.setAutoPadding(false)
  return cipher.update(sealed.subarray(from, from + packBytes)).subarray(0, size)
}

function archive(packs: readonly Buffer[], header: Buffer): Buffer {
  const start = Buffer.alloc(startBytes)
  Buffer.from('377abcaf271c0004', 'hex').copy(start)
  start.writeBigUInt64LE(BigInt(packs.reduce((sum, pack) => sum + pack.length, 0)), 12)
  start.writeBigUInt64LE(BigInt(header.length), 20)
  start.writeUInt32LE(crc32(header), 28)
  start.writeUInt32LE(crc32(start.subarray(12)), 8)
  return Buffer.concat([start, ...packs, header])
}

/** One packed stream, one folder of one coder, one file. */
function streams(one: { at: number; packed: Buffer; plain: Uint8Array; iv: Buffer }): Buffer {
  const crc = Buffer.alloc(4)
  crc.writeUInt32LE(crc32(one.plain))
  const isHeader = one.at > 0
  const digest = Buffer.concat([Buffer.from([kind.crc, 1]), crc])
  return Buffer.concat([
    Buffer.from([kind.packInfo]),
    number(one.at),
    Buffer.from([1, kind.size]),
    number(one.packed.length),
    Buffer.from([kind.end, kind.unpackInfo, kind.folder, 1, 0]),
    // One coder with an id of four bytes and properties: rounds and a vector of 16 bytes, no salt.
    Buffer.from([1, 0x20 | aesMethod.length]),
    aesMethod,
    Buffer.from([18, 0x40 | cyclesPower, 0x0f]),
    one.iv,
    Buffer.from([kind.unpackSizes]),
    number(one.plain.length),
    isHeader ? digest : Buffer.alloc(0),
    Buffer.from([kind.end]),
    isHeader
      ? Buffer.alloc(0)
      : Buffer.concat([Buffer.from([kind.subStreams]), digest, Buffer.from([kind.end])]),
    Buffer.from([kind.end]),
  ])
}

function files(name: string): Buffer {
  const text = Buffer.from(`${name}\0`, 'utf16le')
  return Buffer.concat([
    Buffer.from([1, kind.names]),
    number(text.length + 1),
    Buffer.from([0]),
    text,
    Buffer.from([kind.end]),
  ])
}

/** A number of the format: as many leading ones in the first byte as bytes follow. Here up to 32 bits. */
function number(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value])
  const bytes = Buffer.alloc(5, 0xf0)
  bytes.writeUInt32LE(value, 1)
  return bytes
}

function readNumber(bytes: Buffer, at: number): [value: number, next: number] {
  const first = bytes[at] ?? 0
  return first < 0x80 ? [first, at + 1] : [bytes.readUInt32LE(at + 1), at + 5]
}

function encrypt(plain: Uint8Array, password: string, iv: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil(plain.length / 16) * 16)
  padded.set(plain)
  const cipher = createCipheriv('aes-256-cbc', keyOf(password), iv)
  cipher.setAutoPadding(false)
  return cipher.update(padded)
}

const keys = new Map<string, Buffer>()
const keptKeys = 16

/** SHA-256 over 2^19 times password and counter: 60 ms, so that the keys of the last passwords are kept. */
function keyOf(password: string): Buffer {
  const known = keys.get(password)
  if (known !== undefined) return known
  const secret = Buffer.from(password, 'utf16le')
  const rounds = 2 ** cyclesPower
  const step = secret.length + 8
  const bytes = Buffer.alloc(rounds * step)
  for (let round = 0, at = 0; round < rounds; round += 1, at += step) {
    secret.copy(bytes, at)
    bytes.writeUInt32LE(round, at + secret.length)
  }
  const key = createHash('sha256').update(bytes).digest()
  const [oldest] = keys.size < keptKeys ? [] : keys.keys()
  if (oldest !== undefined) keys.delete(oldest)
  keys.set(password, key)
  return key
}
