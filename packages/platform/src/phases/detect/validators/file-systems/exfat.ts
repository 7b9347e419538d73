import { broken, valid, type Validity } from '../validity.ts'

/**
 * exFAT (Microsoft's specification, 3 and 4): the checksum of the boot region or of its backup, and an allocation table that names
 * only clusters that there are.
 */
export function exfat(buffer: Buffer): Validity {
  const shift = buffer[108] ?? 0
  if (shift < 9 || shift > 12) return broken(108, 'the measures of the file system are impossible')
  const sector = 2 ** shift
  const region = 12 * sector
  if (buffer.length < 2 * region) return broken(buffer.length, 'sectors are missing')
  const isSound = isBootRegion(buffer.subarray(0, region), sector)
  if (!isSound && !isBootRegion(buffer.subarray(region, 2 * region), sector))
    return broken(0, 'the checksum of the boot region is wrong')
  const end = Number(buffer.readBigUInt64LE(72)) * sector
  if (!(end <= buffer.length)) return broken(72, 'sectors are missing')
  const [start, clusters] = [buffer.readUInt32LE(80) * sector, buffer.readUInt32LE(92)]
  for (let at = start + 8; at < Math.min(buffer.length - 3, start + 4 * (clusters + 2)); at += 4) {
    const value = buffer.readUInt32LE(at)
    if (value >= clusters + 2 && value < 0xffff_fff7) return broken(at, 'the allocation table is torn')
  }
  return valid('structure', end)
}

/** Eleven sectors, and a twelfth that repeats their sum; flags and the share in use may change without it (3.4). */
function isBootRegion(region: Buffer, sector: number): boolean {
  let sum = 0
  for (let at = 0; at < 11 * sector; at += 1) {
    if (at === 106 || at === 107 || at === 112) continue
    sum = (((sum & 1) << 31) | (sum >>> 1)) >>> 0
    sum = (sum + (region[at] ?? 0)) >>> 0
  }
  for (let at = 11 * sector; at < 12 * sector; at += 4) if (region.readUInt32LE(at) !== sum) return false
  return true
}
