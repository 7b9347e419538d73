import { broken, valid, type Validity } from '../validity.ts'

const attributes = { data: 0x80, end: 0xffff_ffff } as const
const stride = 512
/** Records that are looked at: files of a disk of this size. */
const maxRecords = 1_000_000
const maxRuns = 4096

/**
 * NTFS (the Linux-NTFS project's documentation): the measures of the boot sector, and every record of the master file table, which
 * has its name or is empty, and whose sectors end with the number that shows a torn write.
 */
export function ntfs(buffer: Buffer): Validity {
  const sector = buffer.readUInt16LE(11)
  // Large clusters are said as a negative power of two.
  const perCluster = (buffer[13] ?? 0) > 128 ? 2 ** (256 - (buffer[13] ?? 0)) : (buffer[13] ?? 0)
  const cluster = sector * perCluster
  const size = buffer.readInt8(0x40)
  const record = size < 0 ? 2 ** -size : size * cluster
  if (sector < 256 || sector > 4096 || cluster === 0 || record < 512 || record > 65_536)
    return broken(11, 'the measures of the file system are impossible')
  const end = Number(buffer.readBigUInt64LE(0x28)) * sector
  if (!(end <= buffer.length)) return broken(0x28, 'sectors are missing')
  const table = Number(buffer.readBigUInt64LE(0x30)) * cluster
  if (!(table + record <= buffer.length) || !isRecord(buffer.subarray(table, table + record)))
    return broken(0x30, 'the master file table is not where the boot sector says')
  let left = maxRecords
  for (const { start, length } of runsOf(buffer.subarray(table, table + record), cluster)) {
    for (let at = start; at + record <= start + length && left > 0; at += record, left -= 1) {
      if (at + record > buffer.length) return broken(table, 'the master file table lies outside the file')
      if (!isRecord(buffer.subarray(at, at + record)))
        return broken(at, 'a record of the master file table is torn')
    }
  }
  // The last sector is a copy of the first, and belongs to nobody.
  return valid('structure', Math.min(buffer.length, end + sector))
}

function isRecord(record: Buffer): boolean {
  const name = record.toString('latin1', 0, 4)
  if (name === '\0\0\0\0' || name === 'BAAD') return true
  const [place, count] = [record.readUInt16LE(4), record.readUInt16LE(6)]
  if (name !== 'FILE' || count - 1 !== record.length / stride || place + 2 * count > record.length)
    return false
  const number = record.readUInt16LE(place)
  for (let end = stride; end <= record.length; end += stride)
    if (record.readUInt16LE(end - 2) !== number) return false
  return true
}

/** Where the table lies, by the runs of its own first record. */
function* runsOf(record: Buffer, cluster: number): Generator<{ start: number; length: number }> {
  let at = record.readUInt16LE(20)
  while (at + 64 <= record.length && record.readUInt32LE(at) !== attributes.data) {
    const length = record.readUInt32LE(at + 4)
    if (length < 16 || record.readUInt32LE(at) === attributes.end) return
    at += length
  }
  if (at + 64 > record.length || record[at + 8] !== 1) return
  let [run, place] = [at + record.readUInt16LE(at + 32), 0]
  for (let count = 0; count < maxRuns; count += 1) {
    const head = record[run] ?? 0
    const [lengthBytes, placeBytes] = [head & 15, head >> 4]
    if (head === 0 || lengthBytes === 0 || lengthBytes > 6 || placeBytes > 6) return
    if (run + 1 + lengthBytes + placeBytes > record.length) return
    const length = record.readUIntLE(run + 1, lengthBytes) * cluster
    // A place is said as the distance from the one before; without one it is a hole.
    if (placeBytes > 0) place += record.readIntLE(run + 1 + lengthBytes, placeBytes) * cluster
    if (place < 0) return
    if (placeBytes > 0) yield { start: place, length }
    run += 1 + lengthBytes + placeBytes
  }
}
