import { crc32, deflateSync } from 'node:zlib'

import type { Draw } from './language.ts'
import { softLight } from './light.ts'

/** Bytes that a pixel of soft light and a little grain takes packed, measured at level 6. */
const bytesAPixel = 1.2

/** A picture of soft light with grain, eight bits a colour (PNG, W3C 2003, 11.2). */
export function png(draw: Draw, bytes: number): Buffer {
  const width = Math.max(16, Math.round(Math.sqrt((bytes / bytesAPixel) * (4 / 3))))
  const height = Math.max(12, Math.round((width * 3) / 4))
  const lightAt = softLight(draw)
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0, at = 0; y < height; y += 1) {
    at += 1
    for (let x = 0; x < width; x += 1, at += 3) {
      const light = lightAt(x, y)
      rows[at] = light
      rows[at + 1] = light * 0.8
      rows[at + 2] = 255 - light
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
