import { crc32c } from '../cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator } from '../validity.ts'

const kib = 1024
const headers = [64 * kib, 128 * kib]
const regionTables = [192 * kib, 256 * kib]

/**
 * Hyper-V's VHDX (MS-VHDX 2.2): of both headers and of both region tables one at least has its checksum (the
 * other may just have been written), and the regions lie inside the file: `structure`.
 */
export const vhdx: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 320 * kib) return broken(0, 'the header is incomplete')
  const header = headers.find((at) => isSound(buffer, at, 'head', 4 * kib))
  if (header === undefined) return broken(headers[0] ?? 0, 'both headers are wrong')
  const table = regionTables.find((at) => isSound(buffer, at, 'regi', 64 * kib))
  if (table === undefined) return broken(regionTables[0] ?? 0, 'both region tables are wrong')
  const regions = Math.min(2047, buffer.readUInt32LE(table + 8))
  for (let at = table + 16; at < table + 16 + 32 * regions; at += 32) {
    const end = Number(buffer.readBigUInt64LE(at + 16)) + buffer.readUInt32LE(at + 24)
    if (end > buffer.length) return broken(at, 'a region lies outside the file')
  }
  return valid('structure', buffer.length)
}

/** Its name, and the CRC-32C of all of it with zeros where the sum stands. */
function isSound(buffer: Buffer, at: number, name: string, length: number): boolean {
  if (buffer.toString('latin1', at, at + 4) !== name) return false
  const part = Buffer.from(buffer.subarray(at, at + length))
  const said = part.readUInt32LE(4)
  part.writeUInt32LE(0, 4)
  return crc32c(part) === said
}
