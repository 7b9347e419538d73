/**
 * Bytes that a Snappy block (format_description.txt) unpacks to, without unpacking it; −1 when an element reaches outside the
 * block or before its beginning, or the length at the front is another.
 */
export function snappyLength(block: Uint8Array): number {
  let [at, promised] = [0, 0]
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = block[at]
    if (byte === undefined || shift === 35) return -1
    at += 1
    promised += (byte & 0x7f) * 2 ** shift
    if ((byte & 0x80) === 0) break
  }
  let produced = 0
  while (at < block.length) {
    const tag = block[at] ?? 0
    at += 1
    if ((tag & 3) === 0) {
      const lengthBytes = Math.max(0, (tag >> 2) - 59)
      const length = (lengthBytes === 0 ? tag >> 2 : littleEndian(block, at, lengthBytes)) + 1
      at += lengthBytes + length
      produced += length
      continue
    }
    const offsetBytes = [0, 1, 2, 4][tag & 3] ?? 0
    const low = littleEndian(block, at, offsetBytes)
    const offset = offsetBytes === 1 ? low + (tag >> 5) * 256 : low
    at += offsetBytes
    if (offset === 0 || offset > produced) return -1
    produced += offsetBytes === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
  }
  return at === block.length && produced === promised ? produced : -1
}

function littleEndian(block: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let place = 0; place < width; place += 1) value += (block[at + place] ?? 0) * 2 ** (8 * place)
  return value
}
