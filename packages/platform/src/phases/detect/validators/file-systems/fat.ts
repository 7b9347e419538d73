import { broken, valid, type Validity } from '../validity.ts'

const smallest = { sixteen: 4085, thirtyTwo: 65_525 } as const

/**
 * FAT of 12, 16 and 32 bits (Microsoft's fatgen103): the measures of the boot sector, and an allocation table that begins with the
 * kind of medium and names only clusters that there are.
 */
export function fat(buffer: Buffer): Validity {
  const [sector, perCluster] = [buffer.readUInt16LE(11), buffer[13] ?? 0]
  const [reserved, tables, roots] = [buffer.readUInt16LE(14), buffer[16] ?? 0, buffer.readUInt16LE(17)]
  const total = buffer.readUInt16LE(19) || buffer.readUInt32LE(32)
  const perTable = buffer.readUInt16LE(22) || buffer.readUInt32LE(36)
  const isPower = perCluster !== 0 && (perCluster & (perCluster - 1)) === 0
  if (![512, 1024, 2048, 4096].includes(sector) || !isPower || reserved === 0 || tables === 0 || tables > 4)
    return broken(11, 'the measures of the file system are impossible')
  const first = reserved + tables * perTable + Math.ceil((32 * roots) / sector)
  const clusters = Math.floor((total - first) / perCluster)
  const end = total * sector
  if (clusters <= 0 || end > buffer.length || perTable === 0) return broken(19, 'sectors are missing')
  const table = buffer.subarray(reserved * sector, (reserved + perTable) * sector)
  if (table[0] !== buffer[21]) return broken(reserved * sector, 'the allocation table is torn')
  const wrong = clusters < smallest.sixteen ? -1 : firstStrange(table, clusters)
  return wrong < 0
    ? valid('structure', end)
    : broken(reserved * sector + wrong, 'the allocation table is torn')
}

/** Place of the first entry that names a cluster that is none, −1 when there is none. Of 32 bits the upper four mean nothing. */
function firstStrange(table: Buffer, clusters: number): number {
  const isWide = clusters >= smallest.thirtyTwo
  const [width, special] = isWide ? [4, 0x0fff_fff0] : [2, 0xfff0]
  for (let entry = 2; entry < Math.min(clusters + 2, table.length / width); entry += 1) {
    const value = isWide ? table.readUInt32LE(4 * entry) & 0x0fff_ffff : table.readUInt16LE(2 * entry)
    if (value >= clusters + 2 && value < special) return width * entry
  }
  return -1
}
