import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'

import sharp from 'sharp'

import { attackModes } from '../../../drill/attack/index.ts'
import { picture } from '../../../drill/content/pictures.ts'
import { seededRandom } from '../../../drill/random.ts'
import { wav } from '../real-files.fixture.ts'
import { assertBroken, assertValid, validityOf } from './validity-of.fixture.ts'

const random = seededRandom(51)
const drawn = await picture(random, 'png')

/** A small valid picture in front of somebody's ciphertext, hidden where readers do not look. */
const ciphertext = random.bytes(600_000)

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

test('png: every chunk is checked, the end is the end chunk', async () => {
  for (const options of [{}, { palette: true }, { progressive: true }, { compressionLevel: 0 }]) {
    assertValid(await sharp(drawn).png(options).toBuffer(), 'checksum')
  }
  assertValid(Buffer.concat([drawn, ciphertext]), 'checksum', drawn.length)
  assertBroken(drawn.subarray(0, -12), /end chunk/)
  const wrong = Buffer.from(drawn)
  wrong[60] = (wrong[60] ?? 0) ^ 1
  assertBroken(wrong, /checksum of chunk/)
  const huge = Buffer.from(drawn)
  huge.writeUInt32BE(0xffff_ffff, 33)
  assertBroken(huge, /longer than the file/)
})

test('png: encrypted data under right sums of the chunks is broken, a file hidden behind a tiny picture proves nothing', () => {
  const attacked = (mode: string) =>
    attackModes.find(({ name }) => name === mode)?.encrypt(drawn, 'scan.png', 'c')?.bytes ?? drawn
  assertBroken(attacked('png-data'), /does not decompress/)
  assertValid(attacked('graft-png-chunk'), 'structure')
})

test('png: a large chunk that is no picture proves nothing', () => {
  const small = Buffer.concat([drawn.subarray(0, 33), pngChunk('prVt', ciphertext), drawn.subarray(33)])
  assertValid(
    Buffer.concat([
      drawn.subarray(0, 33),
      pngChunk('tEXt', Buffer.from('Title\0A scan')),
      drawn.subarray(33),
    ]),
    'checksum',
  )
  const isLarge = ciphertext.length > drawn.length + 256 * 1024
  assertValid(small, isLarge ? 'structure' : 'checksum')
  assert.ok(isLarge, 'the test hides more than a picture may carry')
})

test('jpeg: baseline, progressive, subsampled, grey and optimised scans are decoded', async () => {
  for (const options of [
    {},
    { progressive: true },
    { mozjpeg: true },
    { chromaSubsampling: '4:4:4', quality: 98 },
    { quality: 5 },
    { optimiseCoding: false },
  ]) {
    for (const [width, height] of [
      [1, 1],
      [17, 33],
      [200, 120],
    ]) {
      const image = sharp(drawn).resize(width, height, { fit: 'fill' })
      assertValid(await image.clone().jpeg(options).toBuffer(), 'decoded')
      assertValid(await image.clone().greyscale().jpeg(options).toBuffer(), 'decoded')
      assertValid(await image.clone().toColourspace('cmyk').jpeg(options).toBuffer(), 'decoded')
    }
  }
})

test('jpeg: the end is the end marker; noise, cuts and missing tables are broken', async () => {
  const photo = await sharp(drawn).jpeg().toBuffer()
  assertValid(Buffer.concat([photo, ciphertext]), 'decoded', photo.length)
  assertBroken(photo.subarray(0, -2), /end marker|end with the picture/)
  assertBroken(photo.subarray(0, photo.length >> 1), /./)
  const scan = photo.indexOf(Buffer.from([0xff, 0xda])) + 14
  const kept = Buffer.concat([
    photo.subarray(0, scan),
    random.bytes(photo.length - scan - 2),
    Buffer.from([0xff, 0xd9]),
  ])
  assertBroken(kept, /./)
  // Random data that avoid the marker byte altogether still do not decode to exactly this picture.
  const tamed = Buffer.from(
    kept.map((byte, at) => (at >= scan && at < kept.length - 2 && byte === 0xff ? 0 : byte)),
  )
  assertBroken(tamed, /decode|end with the picture|begin with a marker/)
  assertBroken(Buffer.concat([photo.subarray(0, 2), photo.subarray(photo.length - 2)]), /no scan/)
})

test('jpeg: a template picture does not vouch for what its comments hide', async () => {
  const photo = await sharp(drawn).resize(40).jpeg().toBuffer()
  const comments = Array.from({ length: 10 }, (_, part) => {
    const data = ciphertext.subarray(part * 60_000, (part + 1) * 60_000)
    return Buffer.concat([Buffer.from([0xff, 0xfe, (data.length + 2) >> 8, (data.length + 2) & 255]), data])
  })
  assertValid(Buffer.concat([photo.subarray(0, 2), ...comments, photo.subarray(2)]), 'structure')
})

test('jpeg: a header that asks for a gigapixel costs nothing', async () => {
  const photo = await sharp(drawn).resize(64).jpeg().toBuffer()
  const frame = photo.indexOf(Buffer.from([0xff, 0xc0]))
  const huge = Buffer.from(photo)
  huge.writeUInt32BE(0xffff_ffff, frame + 5)
  const validity = validityOf(huge)
  assert.ok(validity.state === 'broken' || validity.depth === 'structure', JSON.stringify(validity))
  const large = Buffer.from(photo)
  large.writeUInt32BE(0x1000_1000, frame + 5)
  assertBroken(large, /more blocks than data|decode/)
})

test('jpeg: thousands of progressive scans over a large picture stop at the budget', async () => {
  const photo = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#777' } })
    .jpeg({ progressive: true })
    .toBuffer()
  const last = photo.lastIndexOf(Buffer.from([0xff, 0xda]))
  const scan = photo.subarray(last, -2)
  const bomb = Buffer.concat([
    photo.subarray(0, -2),
    ...Array.from({ length: 5000 }, () => scan),
    photo.subarray(-2),
  ])
  const validity = validityOf(bomb)
  assert.ok(validity.state === 'broken' || validity.depth === 'structure', JSON.stringify(validity))
})

test('gif: pictures and animations decompress to exactly their pixels', async () => {
  const still = await sharp(drawn).resize(90).gif().toBuffer()
  assertValid(still, 'decoded')
  assertValid(await sharp(drawn).resize(90).gif({ colours: 2 }).toBuffer(), 'decoded')
  const frames = await sharp(await sharp(drawn).resize(50, 60, { fit: 'fill' }).raw().toBuffer(), {
    raw: { width: 50, height: 60, channels: 3, pageHeight: 20 },
  } as object)
    .gif()
    .toBuffer()
  assertValid(frames, 'decoded')
  assertValid(Buffer.concat([still, Buffer.from('trailing')]), 'decoded', still.length)
  assertBroken(still.subarray(0, -1), /trailer/)
  const wider = Buffer.from(still)
  const descriptor = wider.indexOf(0x2c, 13 + 3 * 2 ** (((wider[10] ?? 0) & 7) + 1))
  wider.writeUInt16LE(91, descriptor + 5)
  assertBroken(wider, /too few pixels/)
  wider.writeUInt16LE(89, descriptor + 5)
  assertBroken(wider, /too many pixels/)
})

test('gif: no picture, impossible code sizes and endless promises are refused', () => {
  const header = Buffer.from('GIF89a\0\0\0\0\0\0\0', 'latin1')
  assertBroken(Buffer.concat([header, Buffer.from([0x3b])]), /no picture/)
  const descriptor = Buffer.from([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0])
  const small = Buffer.from([0x2c, 0, 0, 0, 0, 9, 0, 9, 0, 0])
  assertBroken(Buffer.concat([header, small, Buffer.from([12, 0, 0x3b])]), /code size/)
  assertBroken(Buffer.concat([header, small, Buffer.from([2, 1, 0, 0, 0x3b])]), /too few/)
  assertBroken(Buffer.concat([header, descriptor, Buffer.from([2, 1, 0, 0, 0x3b])]), /more pixels than data/)
})

test('webp: lossy pictures are decoded to their last symbol, lossless ones walked', async () => {
  for (const options of [
    { quality: 1 },
    { quality: 75 },
    { quality: 100, smartSubsample: true },
    { effort: 0 },
    { effort: 6, preset: 'text' as const },
  ]) {
    for (const width of [1, 16, 150])
      assertValid(await sharp(drawn).resize(width).webp(options).toBuffer(), 'decoded')
  }
  assertValid(await sharp(drawn).webp({ lossless: true }).toBuffer(), 'structure')
  const see = sharp(drawn).ensureAlpha(0.5)
  assertValid(await see.webp().toBuffer(), 'structure')
})

test('webp: noise behind the kept header is not a picture, and trailing bytes are outside', async () => {
  const banner = await sharp(drawn).webp({ quality: 80 }).toBuffer()
  assertValid(Buffer.concat([banner, ciphertext.subarray(0, 658)]), 'decoded', banner.length)
  for (const kept of [30, 62, 200, banner.length >> 1]) {
    for (let round = 0; round < 40; round += 1) {
      const noise = Buffer.concat([banner.subarray(0, kept), random.bytes(banner.length - kept)])
      assertBroken(noise, /./)
    }
  }
  const exif = await sharp(drawn)
    .withExif({ IFD0: { Copyright: 'x'.repeat(5000) } })
    .webp()
    .toBuffer()
  assertValid(exif, 'decoded')
})

test('webp: a picture of more blocks than data, torn partitions, wrong start codes', async () => {
  const banner = await sharp(drawn).webp().toBuffer()
  const wide = Buffer.from(banner)
  wide.writeUInt32LE(0x3fff_3fff, 26)
  assertBroken(wide, /./)
  const torn = Buffer.from(banner)
  torn[21] = 0xff
  torn[22] = 0xff
  assertBroken(torn, /frame header/)
  const start = Buffer.from(banner)
  start[23] = 0
  assertBroken(start, /start code/)
})

test('riff: sound is walked, sizes must fit', () => {
  const sound = wav(random, 4000)
  assertValid(sound, 'structure')
  assertValid(Buffer.concat([sound, Buffer.alloc(658, 3)]), 'structure', sound.length)
  assertBroken(sound.subarray(0, -1), /shorter/)
  const long = Buffer.from(sound)
  long.writeUInt32LE(0xffff_fff0, 40)
  assertBroken(long, /longer than the file/)
  const unreadable = Buffer.from(sound)
  unreadable[36] = 1
  assertBroken(unreadable, /chunk name/)
})
