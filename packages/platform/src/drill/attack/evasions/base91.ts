/**
 * basE91 (Joachim Henke, 2005): 13 or 14 bits become two of 91 printable characters, least significant first.
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,./:;<=>?@[]^_`{|}~"'

export function toBase91(bytes: Uint8Array): Buffer {
  const text = Buffer.alloc(Math.ceil((bytes.length * 16) / 13) + 2)
  let [held, bits, used] = [0, 0, 0]
  const put = (value: number) => {
    text[used] = alphabet.charCodeAt(value)
    used += 1
  }
  for (const byte of bytes) {
    held |= byte << bits
    bits += 8
    if (bits <= 13) continue
    // 13 bits unless they are so small that 14 fit: 91 · 91 = 8,281 = 2^13 + 89.
    const short = held & 8191
    const [value, taken] = short > 88 ? [short, 13] : [held & 16_383, 14]
    held >>= taken
    bits -= taken
    put(value % 91)
    put(Math.floor(value / 91))
  }
  if (bits > 0) {
    put(held % 91)
    if (bits > 7 || held > 90) put(Math.floor(held / 91))
  }
  return text.subarray(0, used)
}

export function fromBase91(text: Uint8Array): Buffer {
  const valueOf = new Map(alphabet.split('').map((letter, value) => [letter.charCodeAt(0), value]))
  const bytes = Buffer.alloc(Math.ceil((text.length * 14) / 16) + 2)
  let [held, bits, used, first] = [0, 0, 0, -1]
  for (const letter of text) {
    const value = valueOf.get(letter)
    if (value === undefined) continue
    if (first < 0) {
      first = value
      continue
    }
    const pair = first + value * 91
    held |= pair << bits
    bits += (pair & 8191) > 88 ? 13 : 14
    for (; bits > 7; bits -= 8, held >>= 8) {
      bytes[used] = held & 255
      used += 1
    }
    first = -1
  }
  if (first >= 0) {
    bytes[used] = (held | (first << bits)) & 255
    used += 1
  }
  return bytes.subarray(0, used)
}
