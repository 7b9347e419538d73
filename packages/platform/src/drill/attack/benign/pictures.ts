import sharp, { type Sharp } from 'sharp'

import { endingOf } from '../engine/names.ts'
import { type BenignTransform, changing, renaming } from './benign-transform.ts'

const formats = new Map([
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
  ['webp', 'webp'],
  ['gif', 'gif'],
  ['tif', 'tiff'],
  ['tiff', 'tiff'],
  ['avif', 'avif'],
] as const)

type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif'

/** Pictures that are saved, turned, shrunk, optimised, stripped of their metadata, or converted. */
export const pictures: readonly BenignTransform[] = [
  again('picture-saved', (image) => image.keepMetadata()),
  again('picture-turned', (image) => image.rotate(90)),
  again('picture-shrunk', (image) => image.resize({ width: 120 })),
  again('picture-brightened', (image) => image.modulate({ brightness: 1.2 })),
  again('picture-grey', (image) => image.greyscale()),
  changing('picture-optimised', (bytes, path) => {
    const format = formatOf(path)
    if (format === 'png') return sharp(bytes).png({ compressionLevel: 9, palette: true }).toBuffer()
    return format === 'jpeg' ? sharp(bytes).jpeg({ quality: 55, progressive: true }).toBuffer() : undefined
  }),
  changing('metadata-stripped', (bytes, path) =>
    formatOf(path) === 'jpeg' ? withoutSegments(bytes) : undefined,
  ),
  renaming(
    'picture-to-webp',
    (path) => `${path.replace(/\.[^.]+$/, '')}.webp`,
    (bytes, path) =>
      formatOf(path) === undefined || endingOf(path) === 'webp' ? undefined : sharp(bytes).webp().toBuffer(),
  ),
]

/** Decoded, changed, and encoded in its own format. */
function again(name: string, change: (image: Sharp) => Sharp): BenignTransform {
  return changing(name, (bytes, path) => {
    const format = formatOf(path)
    return format === undefined ? undefined : change(sharp(bytes)).toFormat(format).toBuffer()
  })
}

function formatOf(path: string): Format | undefined {
  return new Map<string, Format>(formats).get(endingOf(path))
}

/** Without the application and comment segments of a JPEG; the picture itself is copied byte for byte. */
function withoutSegments(bytes: Buffer): Buffer | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  for (;;) {
    const marker = bytes.readUInt16BE(at)
    if (marker < 0xffc0) return undefined
    if (marker === 0xffda) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    // JFIF (APP0) and Adobe's colour transform (APP14) say how to show it.
    const isExtra = marker === 0xfffe || (marker > 0xffe0 && marker <= 0xffef && marker !== 0xffee)
    if (!isExtra) kept.push(bytes.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, bytes.subarray(at)])
}
