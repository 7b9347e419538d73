/**
 * What our colours mean: sRGB (IEC 61966-2-1) as an ICC profile of version 2.1, written here so that no file of unclear
 * origin comes along. PDF/A wants one in every file (ISO 19005-2, 6.2.3).
 */
export function srgbProfile(): Buffer {
  const [red, green, blue] = [
    [0.4360747, 0.2225045, 0.0139322],
    [0.3850649, 0.7168786, 0.0971045],
    [0.1430804, 0.0606169, 0.7141733],
  ] as const
  const curve = curveOf()
  const tags = [
    ['desc', description('sRGB IEC61966-2.1')],
    ['cprt', Buffer.from('text\0\0\0\0No copyright, use freely\0', 'latin1')],
    // The white of D50: colours in a profile are told against it.
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(...red)],
    ['gXYZ', xyz(...green)],
    ['bXYZ', xyz(...blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ] as const
  return profileOf(tags)
}

function profileOf(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const list = Buffer.alloc(4 + tags.length * 12)
  list.writeUInt32BE(tags.length, 0)
  const places = new Map<Buffer, number>()
  const pieces: Buffer[] = []
  let from = 128 + list.length
  for (const [at, [name, bytes]] of tags.entries()) {
    if (!places.has(bytes)) {
      const piece = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
      places.set(bytes, from)
      pieces.push(piece)
      from += piece.length
    }
    list.write(name, 4 + at * 12, 'latin1')
    list.writeUInt32BE(places.get(bytes) ?? 0, 8 + at * 12)
    list.writeUInt32BE(bytes.length, 12 + at * 12)
  }
  return Buffer.concat([header(from), list, ...pieces])
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(128)
  bytes.writeUInt32BE(size, 0)
  bytes.writeUInt32BE(0x02100000, 8)
  bytes.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [at, part] of [2026, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(part, 24 + at * 2)
  bytes.write('acsp', 36, 'latin1')
  for (const [at, part] of [0.9642, 1, 0.8249].entries()) bytes.writeInt32BE(fixed(part), 68 + at * 4)
  return bytes
}

const fixed = (value: number): number => Math.round(value * 65_536)

function xyz(x: number, y: number, z: number): Buffer {
  const bytes = Buffer.alloc(20)
  bytes.write('XYZ ', 0, 'latin1')
  for (const [at, part] of [x, y, z].entries()) bytes.writeInt32BE(fixed(part), 8 + at * 4)
  return bytes
}

/** From a stored value to light, in 256 steps. */
function curveOf(): Buffer {
  const bytes = Buffer.alloc(12 + 256 * 2)
  bytes.write('curv', 0, 'latin1')
  bytes.writeUInt32BE(256, 8)
  for (let at = 0; at < 256; at++) {
    const value = at / 255
    const light = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    bytes.writeUInt16BE(Math.round(light * 65_535), 12 + at * 2)
  }
  return bytes
}

function description(text: string): Buffer {
  // Type, nothing, length, text, then places for Unicode and Macintosh that stay empty.
  const bytes = Buffer.alloc(12 + text.length + 1 + 78)
  bytes.write('desc', 0, 'latin1')
  bytes.writeUInt32BE(text.length + 1, 8)
  bytes.write(text, 12, 'latin1')
  return bytes
}
