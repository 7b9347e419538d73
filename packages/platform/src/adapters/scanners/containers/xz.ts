import type { unpackLzma2 } from '../../../phases/detect/index.ts'
import type { Opener } from './opener.ts'
import type { Collector } from './scratch.ts'
import { mostInMemory } from './whole-stream.ts'

const magic = 'fd377a585a00'
const lzma2 = 0x21
/** Bytes of the check behind each block, by its kind (The .xz File Format, 2.1.1.2). */
const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

type Reached = { readonly next: number } | { readonly problem: 'unparseable' | 'limitExceeded' }

/** xz: the blocks of all streams make one content. Filters for programs before the packing are not undone. */
export const openXz: Opener = async function* (source, { budget, scratch }) {
  const { unpackLzma2: unpack } = await import('../../../phases/detect/index.ts')
  budget.spendMember()
  if (source.size > mostInMemory) return yield { problem: 'limitExceeded' }
  const buffer = source.read(0, source.size)
  using collector = scratch.collect(budget)
  let at = 0
  while (buffer.toString('hex', at, at + 6) === magic) {
    const reached = unpackStream(buffer, at, unpack, collector)
    if ('problem' in reached) {
      yield reached
      break
    }
    at = reached.next
    // Zeros in fours may stand between streams and behind the last.
    while (at + 4 <= buffer.length && buffer.readUInt32LE(at) === 0) at += 4
  }
  if (collector.size > 0) yield { content: collector.finish() }
}

type Unpack = typeof unpackLzma2

function unpackStream(buffer: Buffer, start: number, unpack: Unpack, into: Collector): Reached {
  const check = checkBytes[(buffer[start + 7] ?? 0) & 15] ?? 0
  let at = start + 12
  // The index begins with a zero; no header of a block does.
  while (at < buffer.length && buffer[at] !== 0) {
    const block = unpackBlock(buffer, at, unpack, into)
    if ('problem' in block) return block
    at = block.next + ((4 - ((block.next - at) & 3)) & 3) + check
  }
  if (at >= buffer.length) return { problem: 'unparseable' }
  const end = endOfIndex(buffer, at)
  return end === undefined ? { problem: 'unparseable' } : { next: end }
}

function unpackBlock(buffer: Buffer, start: number, unpack: Unpack, into: Collector): Reached {
  const data = start + ((buffer[start] ?? 0) + 1) * 4
  const flags = buffer[start + 1] ?? 0
  let at = start + 2
  for (const told of [0x40, 0x80]) if ((flags & told) !== 0) at = numberAt(buffer, at).next
  if ((flags & 3) !== 0 || buffer[at] !== lzma2) return { problem: 'unparseable' }
  const result = unpack(buffer, data, mostInMemory)
  if ('failure' in result) {
    return { problem: result.failure === 'too-large' ? 'limitExceeded' : 'unparseable' }
  }
  into.write(result.content)
  return { next: result.next }
}

/** Behind the index with its checksum, and the footer of 12 bytes. */
function endOfIndex(buffer: Buffer, start: number): number | undefined {
  const count = numberAt(buffer, start + 1)
  let at = count.next
  for (let block = 0; block < 2 * count.value; block += 1) {
    if (at >= buffer.length) return undefined
    at = numberAt(buffer, at).next
  }
  const end = at + ((4 - ((at - start) & 3)) & 3) + 4 + 12
  return end <= buffer.length && buffer.toString('latin1', end - 2, end) === 'YZ' ? end : undefined
}

/** Digits of base 128, the lowest first. */
function numberAt(buffer: Buffer, start: number): { value: number; next: number } {
  let value = 0
  for (let digit = 0; digit < 9; digit += 1) {
    const byte = buffer[start + digit] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * digit)
    if ((byte & 0x80) === 0) return { value, next: start + digit + 1 }
  }
  return { value, next: start + 9 }
}
