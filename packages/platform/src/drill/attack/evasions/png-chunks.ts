import { crc32, deflateSync } from 'node:zlib'

import { underStream } from '../engine/whole-file.ts'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

interface Chunk {
  readonly type: string
  /** Of the chunk's data. */
  readonly at: number
  readonly length: number
}

/** True for a PNG of whole chunks with right check sums, from the signature to its very end. */
export function isPlainPng(bytes: Buffer): boolean {
  const chunks = chunksOf(bytes)
  const last = chunks.at(-1)
  return (
    last?.type === 'IEND' &&
    last.at + 4 === bytes.length &&
    chunks.every(
      ({ at, length }) => crc32(bytes.subarray(at - 4, at + length)) === bytes.readUInt32BE(at + length),
    )
  )
}

/** Encrypts what the data chunks hold and gives them check sums that fit; its own reverse. */
export function changePngData(png: Buffer, seed: string): Buffer {
  const copy = Buffer.from(png)
  for (const { type, at, length } of chunksOf(png)) {
    if (type !== 'IDAT') continue
    underStream(copy.subarray(at, at + length), `${seed} ${at}`).copy(copy, at)
    copy.writeUInt32BE(crc32(copy.subarray(at - 4, at + length)), at + length)
  }
  return copy
}

/** A small grey picture whose private chunk holds `hidden`; valid to its last byte. */
export function pngAround(hidden: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(16, 0)
  header.writeUInt32BE(16, 4)
  header[8] = 8
  const rows = Buffer.alloc(16 * 17, 0x80)
  for (let row = 0; row < 16; row += 1) rows[row * 17] = 0
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...(hidden.length === 0 ? [] : [chunk('drIl', hidden)]),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export function hiddenInPng(png: Buffer): Buffer {
  const found = chunksOf(png).find(({ type }) => type === 'drIl')
  return Buffer.from(png.subarray(found?.at ?? 0, (found?.at ?? 0) + (found?.length ?? 0)))
}

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  if (!bytes.subarray(0, signature.length).equals(signature)) return chunks
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) break
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), at: at + 8, length })
    at += 12 + length
  }
  return chunks
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
  bytes.writeUInt32BE(data.length, 0)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, bytes.length - 4)), bytes.length - 4)
  return bytes
}
