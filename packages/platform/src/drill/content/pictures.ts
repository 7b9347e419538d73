import sharp from 'sharp'

import type { Random } from '../random.ts'

export type PictureFormat = 'png' | 'jpg' | 'webp'

/** A picture of soft gradients and noise, like a photograph in its statistics. */
export async function picture(random: Random, format: PictureFormat): Promise<Buffer> {
  const width = 160 + random.below(480)
  const height = 120 + random.below(360)
  const pixels = Buffer.alloc(width * height * 3)
  const [fx, fy, phase] = [random.next() * 0.05, random.next() * 0.05, random.next() * 6]
  const noise = random.bytes(width * height)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const light = 120 + 90 * Math.sin(x * fx + phase) * Math.cos(y * fy)
      const grain = (noise[y * width + x] ?? 0) >> 5
      pixels[at] = light + grain
      pixels[at + 1] = light * 0.8 + grain
      pixels[at + 2] = 255 - light + grain
    }
  }
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
  if (format === 'png') return image.png({ compressionLevel: 6 }).toBuffer()
  return format === 'jpg' ? image.jpeg({ quality: 80 }).toBuffer() : image.webp({ quality: 75 }).toBuffer()
}
