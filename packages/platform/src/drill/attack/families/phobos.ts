import { basename } from 'node:path'

import type { AttackMode } from '../attack-mode.ts'
import { aesCbc, wholeBlocks } from '../engine/ciphers.ts'
import { type Footer, footerBytes, sizeIn } from '../engine/footers.ts'
import { type ByteRange, clipped, spots } from '../engine/ranges.ts'
import { wholeFileMode } from '../engine/whole-file.ts'
import { textNote } from '../notes.ts'

const phobosChunk = 0x4_0000
const phobosChunks = 3

/**
 * Phobos and 8Base. Small files as a whole; from three chunks on, three chunks are cut out, zeros stay in their
 * place (unverified), and the chunks stand encrypted in the footer, together with the name.
 */
export const phobos: AttackMode = wholeFileMode({
  name: 'phobos',
  group: 'full',
  wrap(plain, seed, path) {
    const cuts = cutsOf(plain.length)
    const bytes = cuts.length === 0 ? wholeBlocks(plain, aesCbc, seed) : plain
    const end = footerBytes(footer, plain.length, path, seed)
    cuts.forEach(({ offset, length }, place) => {
      const chunk = bytes.subarray(offset, offset + length)
      wholeBlocks(chunk, aesCbc, `${seed} ${place}`).copy(end, chunkAt(path, place))
      chunk.fill(0)
    })
    return Buffer.concat([bytes, end])
  },
  unwrap(attacked, seed, path) {
    const size = sizeIn(attacked, footer)
    const bytes = Buffer.from(attacked.subarray(0, attacked.length - footer.length(size, path)))
    const end = attacked.subarray(bytes.length)
    const cuts = cutsOf(size)
    cuts.forEach(({ offset, length }, place) => {
      const chunk = Buffer.from(end.subarray(chunkAt(path, place), chunkAt(path, place) + length))
      aesCbc.decrypt(chunk, [{ offset: 0, length }], `${seed} ${place}`)
      chunk.copy(bytes, offset)
    })
    if (cuts.length === 0) aesCbc.decrypt(bytes, clipped(bytes.length, [[0, bytes.length]]), seed)
    return bytes.subarray(0, size)
  },
  rename: (path) => `${path}.id[1E857D00-2816].[drill@example.invalid].8base`,
  note: () => textNote('info.txt', 'mail'),
})

/** Name, places and chunks, in whole blocks, and 0xB2 bytes of keys whose last 8 are the size. */
const footer: Footer = {
  length: (size, path) => 0xb2 + blockBytes(path, cutsOf(size).length),
  sizeFromEnd: 8,
}

function cutsOf(size: number): ByteRange[] {
  if (size < 6 * phobosChunk) return []
  const step = Math.floor((size - phobosChunk) / (phobosChunks - 1))
  return spots(size, phobosChunks, step, phobosChunk)
}

function blockBytes(path: string, chunks: number): number {
  return chunkAt(path, 0) + chunks * phobosChunk
}

/** Chunks begin behind the name and their table, at a whole block. */
function chunkAt(path: string, place: number): number {
  const table = 0x20 + 8 * phobosChunks + 2 * basename(path).length
  return Math.ceil(table / 16) * 16 + place * phobosChunk
}
