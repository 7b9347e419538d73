const bitmapBytes = 32
const mostCounted = 65_535
/** Sixteen bits need three bytes; not more than three counts can. */
export const mostPackedBytes = bitmapBytes + 2 * 256 + 3

/**
 * Counts of the 256 byte values as bytes: which are not 0 (32 bytes, the first value in the lowest bit), then those
 * as LEB128. Where more than 65,535 bytes were counted, in proportion and rounded down. Texts have some 120 bytes.
 */
export function packCounts(counts: Uint32Array, counted: number): Uint8Array {
  const shares = [...counts].map((count) =>
    counted > mostCounted ? Math.floor((count * mostCounted) / counted) : count,
  )
  const bitmap = new Uint8Array(bitmapBytes)
  for (const [value, share] of shares.entries())
    if (share > 0) bitmap[value >> 3] = (bitmap[value >> 3] ?? 0) | (1 << (value & 7))
  return Uint8Array.from([...bitmap, ...shares.filter((share) => share > 0).flatMap(varint)])
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)]
}

/** The counts that were packed into these bytes; undefined for bytes that nobody packed. Never throws. */
export function unpackCounts(bytes: Uint8Array): Uint16Array | undefined {
  if (bytes.length < bitmapBytes || bytes.length > mostPackedBytes) return undefined
  const counts = new Uint16Array(256)
  let [at, sum] = [bitmapBytes, 0]
  for (let value = 0; value < 256; value += 1) {
    if ((((bytes[value >> 3] as number) >> (value & 7)) & 1) === 0) continue
    let [count, shift] = [0, 0]
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined || shift > 14 || (byte === 0 && shift > 0)) return undefined
      count |= (byte & 0x7f) << shift
      shift += 7
      if (byte < 0x80) break
    }
    sum += count
    if (count === 0 || sum > mostCounted) return undefined
    counts[value] = count
  }
  return at === bytes.length ? counts : undefined
}
