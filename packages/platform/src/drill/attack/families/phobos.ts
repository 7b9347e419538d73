import { basename } from 'node:path'

import type { AttackMode } from '../attack-mode.ts'
import { aesCbc, wholeBlocks } from '../engine/ciphers.ts'
import type { Footer } from '../engine/footers.ts'
import { noise } from '../engine/keys.ts'
import { type ByteRange, clipped } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

const phobosChunk = 0x4_0000
const phobosChunks = 3

/**
 * Phobos and 8Base. Small files as a whole; from three chunks on, three chunks are cut out, zeros stay in their
 * place (unverified), and the chunks stand encrypted in the footer, together with the name.
 */
export const phobos: AttackMode = phobosMode()

function phobosMode(): AttackMode {
  const seedFor = (path: string, campaign: string) => `phobos ${campaign} ${path}`
  const cutsOf = (size: number): ByteRange[] =>
    size < 6 * phobosChunk
      ? []
      : clipped(
          size,
          Array.from(
            { length: phobosChunks },
            (_, place) =>
              [place * Math.floor((size - phobosChunk) / (phobosChunks - 1)), phobosChunk] as const,
          ),
        )
  /** Name, places and chunks, in whole blocks, and 0xB2 bytes of keys whose last 8 are the size. */
  const footer: Footer = {
    length: (size, path) => 0xb2 + blockBytes(path, cutsOf(size).length),
    sizeFromEnd: 8,
  }
  return {
    name: 'phobos',
    group: 'full',
    kind: 'encrypted',
    encrypt(plain, path, campaign) {
      if (plain.length === 0) return undefined
      const seed = seedFor(path, campaign)
      const cuts = cutsOf(plain.length)
      const bytes = cuts.length === 0 ? wholeBlocks(plain, aesCbc, seed) : Buffer.from(plain)
      const end = noise(footer.length(plain.length, path), `footer ${seed}`)
      end.writeBigUInt64LE(BigInt(plain.length), end.length - footer.sizeFromEnd)
      cuts.forEach(({ offset, length }, place) => {
        wholeBlocks(bytes.subarray(offset, offset + length), aesCbc, `${seed} ${place}`).copy(
          end,
          chunkAt(path, place),
        )
        bytes.fill(0, offset, offset + length)
      })
      const name = `${path}.id[1E857D00-2816].[drill@example.invalid].8base`
      return { path: name, bytes: Buffer.concat([bytes, end]) }
    },
    decrypt(attacked, path, campaign) {
      const size = Number(attacked.bytes.readBigUInt64LE(attacked.bytes.length - footer.sizeFromEnd))
      const seed = seedFor(path, campaign)
      const bytes = Buffer.from(attacked.bytes.subarray(0, attacked.bytes.length - footer.length(size, path)))
      const end = attacked.bytes.subarray(bytes.length)
      cutsOf(size).forEach(({ offset, length }, place) => {
        const chunk = Buffer.from(end.subarray(chunkAt(path, place), chunkAt(path, place) + length))
        aesCbc.decrypt(chunk, [{ offset: 0, length }], `${seed} ${place}`)
        chunk.copy(bytes, offset)
      })
      if (cutsOf(size).length === 0) aesCbc.decrypt(bytes, [{ offset: 0, length: bytes.length }], seed)
      return bytes.subarray(0, size)
    },
    note: () => textNote('info.txt', 'mail'),
  }
}

function blockBytes(path: string, chunks: number): number {
  return chunkAt(path, 0) + chunks * phobosChunk
}

/** Chunks begin behind the name and their table, at a whole block. */
function chunkAt(path: string, place: number): number {
  const table = 0x20 + 8 * phobosChunks + 2 * basename(path).length
  return Math.ceil(table / 16) * 16 + place * phobosChunk
}
