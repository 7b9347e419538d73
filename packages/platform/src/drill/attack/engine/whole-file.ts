import type { AttackGroup, AttackMode, RansomNote } from '../attack-mode.ts'
import { aesCtr } from './ciphers.ts'
import { keepName, type Rename } from './names.ts'

/** A family or an evasion that makes a new file of the whole old one. */
export interface WholeFile {
  readonly name: string
  readonly group: AttackGroup
  /** False: the mode leaves such a file alone. Empty files are left alone by all. */
  readonly takes?: (plain: Buffer, path: string) => boolean
  /** `seed` belongs to campaign and file. */
  readonly wrap: (plain: Buffer, seed: string, path: string) => Buffer
  /** The exact reverse. */
  readonly unwrap: (bytes: Buffer, seed: string, path: string) => Buffer
  readonly rename?: Rename
  readonly note?: (campaign: string) => RansomNote
}

export function wholeFileMode(evasion: WholeFile): AttackMode {
  const { name, group, takes = () => true, wrap, unwrap, rename = keepName, note } = evasion
  const seedFor = (path: string, campaign: string) => `${name} ${campaign} ${path}`
  return {
    name,
    group,
    kind: 'encrypted',
    encrypt(bytes, path, campaign) {
      const plain = Buffer.from(bytes)
      if (plain.length === 0 || !takes(plain, path)) return undefined
      return { path: rename(path, campaign), bytes: wrap(plain, seedFor(path, campaign), path) }
    },
    decrypt: ({ bytes }, path, campaign) => unwrap(bytes, seedFor(path, campaign), path),
    ...(note === undefined ? {} : { note }),
  }
}

/** A copy under AES-256-CTR; applied twice, it is plain again. */
export function underStream(bytes: Uint8Array, seed: string): Buffer {
  const copy = Buffer.from(bytes)
  aesCtr.encrypt(copy, [{ offset: 0, length: copy.length }], seed)
  return copy
}
