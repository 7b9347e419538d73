import type { AttackMode } from '../attack-mode.ts'
import { aesCbc, aesEcb, wholeBlocks } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode, type InPlaceFamily } from '../engine/in-place.ts'
import { noise } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { type ByteRange, clipped, every } from '../engine/ranges.ts'
import { wholeFileMode } from '../engine/whole-file.ts'
import { htmlNote, textNote } from '../notes.ts'
import { phobos } from './phobos.ts'

/** Families with block ciphers: what they encrypt is filled up to whole blocks, and the file grows unevenly. */
export const blockCiphers: readonly AttackMode[] = [
  medusaLocker('medusalocker-full', 'repeating', (size) => clipped(size, [[0, size]])),
  medusaLocker('medusalocker-spaced', 'repeating', (size) => every(size, 3 * 65_536, 65_536)),
  play(),
  ryuk(),
  wannaCry(),
  phobos,
]

/** MedusaLocker 3: AES in electronic code book mode, so that equal blocks of a file stay equal. */
function medusaLocker(name: string, group: AttackMode['group'], ranges: InPlaceFamily['ranges']): AttackMode {
  return inPlaceMode({
    name,
    group,
    ranges,
    cipher: aesEcb,
    padTo: 16,
    footer: fixedFooter(1556),
    rename: appended('medusalocker'),
    note: () => htmlNote('How_to_back_files.html', 'mail'),
  })
}

const playBlock = 0x10_0000
const largestWhole = 16_711_680

/**
 * Play: up to 16,711,680 bytes blocks of 1 MiB from the start, larger files first and last block and every
 * second one between. 1,064 bytes are appended, twice that less 40 where two stages met. How many blocks a small
 * file loses is unverified: here the first five.
 */
function play(): AttackMode {
  return inPlaceMode({
    name: 'play',
    group: 'full',
    cipher: aesCbc,
    padTo: 16,
    footer: {
      length: (size) => (size <= largestWhole ? 1064 : 2088),
      sizeFromEnd: 16,
      ending: Buffer.from('PLAY', 'latin1'),
    },
    ranges: playRanges,
    rename: appended('PLAY'),
    note: () => textNote('ReadMe.txt', 'mail'),
  })
}

function playRanges(size: number): ByteRange[] {
  if (size <= largestWhole) return clipped(size, [[0, 5 * playBlock]])
  const last = Math.floor((size - 1) / playBlock)
  const blocks = Array.from({ length: last + 1 }, (_, block) => block)
  return clipped(
    size,
    blocks
      .filter((block) => block % 2 === 0 || block === last)
      .map((block) => [block * playBlock, playBlock] as const),
  )
}

/** Ryuk (from secondary sources): larger than 57,000,000 bytes up to 2,000 blocks of 1,000,000, else all of it. */
function ryuk(): AttackMode {
  return inPlaceMode({
    name: 'ryuk',
    group: 'full',
    cipher: aesCbc,
    padTo: 16,
    footer: fixedFooter(6 + 268 + 8, { marks: [{ at: 0, bytes: Buffer.from('HERMES') }] }),
    ranges: (size) =>
      size <= 57_000_000 ? clipped(size, [[0, size]]) : every(size, 2_000_000, 1_000_000).slice(0, 2000),
    rename: appended('RYK'),
    note: () => htmlNote('RyukReadMe.html', 'mail'),
  })
}

/** WannaCry (unverified): a new file with a header in front of the whole ciphertext. */
function wannaCry(): AttackMode {
  const [magic, keyBytes] = [Buffer.from('WANACRY!', 'latin1'), 256]
  const headerBytes = magic.length + 4 + keyBytes + 4 + 8
  return wholeFileMode({
    name: 'wannacry',
    group: 'full',
    wrap(plain, seed) {
      const header = Buffer.alloc(headerBytes)
      magic.copy(header)
      header.writeUInt32LE(keyBytes, 8)
      noise(keyBytes, `wrapped key ${seed}`).copy(header, 12)
      header.writeUInt32LE(4, 12 + keyBytes)
      header.writeBigUInt64LE(BigInt(plain.length), headerBytes - 8)
      return Buffer.concat([header, wholeBlocks(plain, aesCbc, seed)])
    },
    unwrap(bytes, seed) {
      const body = Buffer.from(bytes.subarray(headerBytes))
      aesCbc.decrypt(body, clipped(body.length, [[0, body.length]]), seed)
      return body.subarray(0, Number(bytes.readBigUInt64LE(headerBytes - 8)))
    },
    rename: appended('WNCRY'),
    note: () => textNote('@Please_Read_Me@.txt', 'the decryptor'),
  })
}
