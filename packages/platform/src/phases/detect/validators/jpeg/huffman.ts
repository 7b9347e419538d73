/** A canonical Huffman table (T.81, annex C), for reading one bit after the other. */
export interface HuffmanTable {
  /** Per code length 1 to 16: code of the first entry, number of entries, index of the first value. */
  readonly first: Int32Array
  readonly counts: Uint8Array
  readonly offsets: Int32Array
  readonly values: Uint8Array
  /** For the next 8 bits: code length << 8 | value, 0 when the code is longer. */
  readonly short: Uint16Array
}

/** Undefined when the counts describe more codes than there are. */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable | undefined {
  const [first, offsets] = [new Int32Array(17), new Int32Array(17)]
  const short = new Uint16Array(256)
  let [code, offset] = [0, 0]
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0
    first[length] = code
    offsets[length] = offset
    if (code + count > 1 << length) return undefined
    if (length <= 8) {
      for (let entry = 0; entry < count; entry += 1) {
        const from = (code + entry) << (8 - length)
        short.fill((length << 8) | (values[offset + entry] ?? 0), from, from + (1 << (8 - length)))
      }
    }
    code = (code + count) << 1
    offset += count
  }
  return { first, counts: Uint8Array.of(0, ...counts), offsets, values: Uint8Array.from(values), short }
}
