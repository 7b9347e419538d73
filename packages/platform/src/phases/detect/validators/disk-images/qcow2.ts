import { asBuffer, broken, valid, type Validator } from '../validity.ts'

/** Bits of an entry that are the place of a cluster. */
const placeMask = 0x00ff_ffff_ffff_fe00n
const compressed = 1n << 62n
/** An external file of data, or entries of twice the size: the tables mean something else. */
const otherTables = 0b10100n

/**
 * QEMU's qcow2 (docs/interop/qcow2.rst): the header, and every cluster that its two levels of tables name begins
 * inside the file. What the guest wrote is not looked at: `structure`.
 */
export const qcow2: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 72) return broken(0, 'the header is incomplete')
  const [version, bits] = [buffer.readUInt32BE(4), buffer.readUInt32BE(20)]
  if ((version !== 2 && version !== 3) || bits < 9 || bits > 21) return broken(4, 'an impossible header')
  const cluster = 2 ** bits
  const [entries, first] = [buffer.readUInt32BE(36), Number(buffer.readBigUInt64BE(40))]
  const [counts, countClusters] = [Number(buffer.readBigUInt64BE(48)), buffer.readUInt32BE(56)]
  if (counts % cluster !== 0 || counts + countClusters > buffer.length) {
    return broken(48, 'the reference counts lie outside the file')
  }
  if (first % cluster !== 0 || first + 8 * entries > buffer.length) {
    return broken(40, 'the first table lies outside the file')
  }
  const features = version === 3 && buffer.length >= 80 ? buffer.readBigUInt64BE(72) : 0n
  if ((features & otherTables) !== 0n) return valid('structure', buffer.length)
  // Snapshots share tables, one image names each of its own once.
  let left = Math.ceil(buffer.length / cluster)
  for (let at = first; at < first + 8 * entries; at += 8) {
    const table = Number(buffer.readBigUInt64BE(at) & placeMask)
    if (table === 0) continue
    left -= 1
    if (left < 0 || table % cluster !== 0 || table + cluster > buffer.length) {
      return broken(at, 'a table lies outside the file')
    }
    for (let entry = table; entry < table + cluster; entry += 8) {
      const value = buffer.readBigUInt64BE(entry)
      const place = Number(value & placeMask)
      if ((value & compressed) !== 0n) continue
      if (place % cluster !== 0 || place >= buffer.length)
        return broken(entry, 'a cluster lies outside the file')
    }
  }
  return valid('structure', buffer.length)
}
