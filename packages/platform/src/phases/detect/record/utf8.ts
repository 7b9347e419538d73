import { isUtf8 } from 'node:buffer'

/** Is a blob UTF-8, alone or as a piece out of one? Pieces are cut anywhere, also inside of a character. */
export function utf8Of(bytes: Uint8Array): 'no' | 'cut' | 'whole' {
  if (isUtf8(bytes)) return 'whole'
  const inner = bytes.subarray(leading(bytes), bytes.length - unfinished(bytes))
  return inner.length < bytes.length && isUtf8(inner) ? 'cut' : 'no'
}

/** Whether what was cut between two pieces is one character; both are whole or cut themselves. */
export function joins(before: Uint8Array, after: Uint8Array): boolean {
  const end = before.subarray(before.length - unfinished(before))
  return isUtf8(Buffer.concat([end, after.subarray(0, leading(after))]))
}

/** Bytes at the beginning that continue a character: at most three. */
function leading(bytes: Uint8Array): number {
  let count = 0
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count += 1
  return count
}

/** Bytes at the end of a character that goes on behind them: at most three. */
function unfinished(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > count ? count : 0
  }
  return 0
}
