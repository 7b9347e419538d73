import type { AttackedFile, AttackGroup, AttackMode, RansomNote } from '../attack-mode.ts'
import { aesCtr, type Cipher } from './ciphers.ts'
import { type Footer, footerBytes, sizeIn } from './footers.ts'
import { keepName, type Rename } from './names.ts'
import type { ByteRange } from './ranges.ts'

/** A family that encrypts ranges where they lie and appends a footer: nearly all of them. */
export interface InPlaceFamily {
  readonly name: string
  readonly group: AttackGroup
  /** Ranges of a file of `size` bytes, inside it. Undefined: the family leaves such a file alone. */
  ranges(size: number, path: string): readonly ByteRange[] | undefined
  readonly cipher?: Cipher
  readonly footer?: Footer
  /** The content is filled up to a multiple of this before it is encrypted; needs a footer that holds the size. */
  readonly padTo?: number
  readonly rename?: Rename
  readonly note?: (campaign: string) => RansomNote
}

/** The mode that plays a family. An empty file is left alone by all of them. */
export function inPlaceMode(family: InPlaceFamily): AttackMode {
  const { name, group, cipher = aesCtr, footer, padTo = 1, rename = keepName, note } = family
  const seedFor = (path: string, campaign: string) => `${name} ${campaign} ${path}`
  return {
    name,
    group,
    kind: 'encrypted',
    encrypt(plain, path, campaign): AttackedFile | undefined {
      const padded = Buffer.alloc(Math.ceil(plain.length / padTo) * padTo)
      padded.set(plain)
      const ranges = plain.length === 0 ? undefined : family.ranges(padded.length, path)
      if (ranges === undefined || (ranges.length === 0 && footer === undefined)) return undefined
      const seed = seedFor(path, campaign)
      cipher.encrypt(padded, ranges, seed)
      const bytes =
        footer === undefined ? padded : Buffer.concat([padded, footerBytes(footer, plain.length, path, seed)])
      return { path: rename(path, campaign), bytes }
    },
    decrypt({ bytes }, path, campaign) {
      const size = footer === undefined ? bytes.length : sizeIn(bytes, footer)
      const plain = Buffer.from(bytes.subarray(0, Math.ceil(size / padTo) * padTo))
      const ranges = family.ranges(plain.length, path) ?? []
      cipher.decrypt(plain, ranges, seedFor(path, campaign))
      return plain.subarray(0, size)
    },
    ...(note === undefined ? {} : { note }),
  }
}
