import { asBuffer, broken, type Validator } from '../validity.ts'
import { exfat } from './exfat.ts'
import { fat } from './fat.ts'
import { ntfs } from './ntfs.ts'

/** File systems that begin with a jump over their measures: NTFS and exFAT by their names, otherwise FAT. `structure`. */
export const bootSector: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4096) return broken(0, 'the boot sector is alone')
  const name = buffer.toString('latin1', 3, 11)
  if (name === 'NTFS    ') return ntfs(buffer)
  return name === 'EXFAT   ' ? exfat(buffer) : fat(buffer)
}
