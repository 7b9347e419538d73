import { broken, valid, type Validator } from './validity.ts'

/** GIF89a: logical screen, blocks and extensions up to the trailer byte. */
export const gif: Validator = (bytes) => {
  const flags = bytes[10] ?? 0
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === 0x3b) return valid('structure', at + 1)
    if (kind === 0x2c) {
      const local = bytes[at + 9] ?? 0
      at = skipBlocks(bytes, at + 11 + (local & 0x80 ? 3 * 2 ** ((local & 7) + 1) : 0))
    } else if (kind === 0x21) at = skipBlocks(bytes, at + 2)
    else return broken(at, 'an unknown block')
  }
  return broken(at, 'the trailer is missing')
}

function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    at += 1 + length
    if (length === 0) return at
  }
  return bytes.length
}
