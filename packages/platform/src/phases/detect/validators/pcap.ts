import { asBuffer, broken, valid, type Validator } from './validity.ts'

const mostBytes = 0x4_0000

/** Recorded packets (draft-ietf-opsawg-pcap): every record is as long as it says and no longer than its packet: `structure`. */
export const pcap: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 24) return broken(0, 'the header is incomplete')
  const isBig = buffer[0] === 0xa1
  const read = (at: number): number => (isBig ? buffer.readUInt32BE(at) : buffer.readUInt32LE(at))
  let at = 24
  while (at + 16 <= buffer.length) {
    const [kept, length] = [read(at + 8), read(at + 12)]
    if (kept > length || kept > mostBytes) return broken(at, 'a record has an impossible length')
    if (at + 16 + kept > buffer.length) return broken(at, 'the last record is cut off')
    at += 16 + kept
  }
  return at === buffer.length ? valid('structure', at) : broken(at, 'the last record is cut off')
}
