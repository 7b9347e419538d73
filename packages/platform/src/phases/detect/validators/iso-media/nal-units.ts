import type { Extent } from './extent.ts'

export interface Units {
  readonly kind: 'avc' | 'hevc'
  readonly lengthBytes: number
}

/**
 * True when a sample consists of units of AVC or HEVC (ISO/IEC 14496-10, 7.3.1; 23008-2, 7.3.1) with a length in front: each as
 * long as it says, up to the end. Random bytes fail at the first length that they hit.
 */
export function areNalUnits(buffer: Buffer, { start, end }: Extent, { kind, lengthBytes }: Units): boolean {
  let at = start
  while (at + lengthBytes < end) {
    const length = buffer.readUIntBE(at, lengthBytes)
    at += lengthBytes
    // An empty unit means nothing; some writers fill up with zeros.
    if (length > end - at) return false
    if (length > 0 && !isHead(buffer, at, kind)) return false
    at += length
  }
  return at === end || buffer.subarray(at, end).every((byte) => byte === 0)
}

/** The first bit is zero; of HEVC the second byte holds a layer that films do not have, and a number that is not zero. */
function isHead(buffer: Buffer, at: number, kind: Units['kind']): boolean {
  const first = buffer[at] ?? 0xff
  if ((first & 0x80) !== 0) return false
  return kind === 'avc' ? (first & 31) !== 0 : ((buffer[at + 1] ?? 0) & 7) !== 0
}
