import { ascii, type Pattern } from '../beginnings.ts'
import { anyByte, asBuffer, broken, type Validator } from '../validity.ts'
import { exfat } from './exfat.ts'
import { fat } from './fat.ts'
import { ntfs } from './ntfs.ts'

/** By the names of the usual writers: loaders of disks begin with the same jump. */
export const bootSectorMagic: readonly Pattern[] = [
  'NTFS    ',
  'EXFAT   ',
  'mkfs.fat',
  'MSDOS5.0',
  'MSWIN4.1',
].map((name) => [0xeb, anyByte, 0x90, ...ascii(name)])

/** File systems that begin with a jump over their measures: NTFS and exFAT by their names, otherwise FAT. `structure`. */
export const bootSector: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4096) return broken(0, 'the boot sector is alone')
  const name = buffer.toString('latin1', 3, 11)
  if (name === 'NTFS    ') return ntfs(buffer)
  return name === 'EXFAT   ' ? exfat(buffer) : fat(buffer)
}
