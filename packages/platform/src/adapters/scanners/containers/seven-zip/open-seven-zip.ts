import { crc32 } from 'node:zlib'

import type { UnknownCause } from '../../../../phases/recover/index.ts'
import type { Budget } from '../limits.ts'
import type { Opener } from '../opener.ts'
import { bytesSource, type Source } from '../source.ts'
import { mostInMemory } from '../whole-stream.ts'
import { readNames } from './names.ts'
import { aes, type Decoder, loadDecoders } from './decode.ts'
import { numberReader, TornHeader } from './number-reader.ts'
import { type Folder, readStreams } from './streams.ts'

/** Headers describe names and times; 60 bytes a member. */
const maxHeader = 64 * 1024 * 1024
/** A header may be packed, and that of the packed one again. */
const maxHeaders = 4

/**
 * 7z (7zFormat.txt of the LZMA SDK): members packed with LZMA, LZMA2, bzip2, Deflate or as they are, also behind the
 * filter for x86 programs. Every member is held against its checksum: a decoder that is wrong must not make it clean.
 */
export const openSevenZip: Opener = async function* (source, { budget, scratch }) {
  const tools = { budget, decoders: await loadDecoders() }
  const archive = archiveOf(source, tools)
  if (typeof archive === 'string') return yield { problem: archive }
  let next = 0
  for (const folder of archive.folders) {
    const plain = unpack(source, folder, tools)
    if (!Buffer.isBuffer(plain)) {
      yield { problem: plain }
      next += folder.members.length
      continue
    }
    let at = 0
    for (const { size, crc } of folder.members) {
      budget.spendMember()
      const bytes = plain.subarray(at, at + size)
      at += size
      const name = archive.names[next]
      next += 1
      if (crc !== undefined && crc32(bytes) !== crc) yield { problem: 'unparseable' }
      if (bytes.length > 0) yield { content: scratch.copy(bytesSource(bytes), budget), name }
    }
  }
}

interface Tools {
  readonly budget: Budget
  readonly decoders: Readonly<Record<string, Decoder>>
}

interface Archive {
  readonly folders: readonly Folder[]
  /** Of the members in their order; fewer where the header does not say. */
  readonly names: readonly string[]
}

function archiveOf(source: Source, tools: Tools): Archive | UnknownCause {
  const start = source.read(0, 32)
  if (start.length < 32) return 'unparseable'
  const place = 32 + Number(start.readBigUInt64LE(12))
  const size = Number(start.readBigUInt64LE(20))
  if (size === 0) return { folders: [], names: [] }
  if (size > maxHeader) return 'limitExceeded'
  let header = source.read(place, size)
  if (header.length < size) return 'unparseable'
  try {
    for (let level = 0; level < maxHeaders; level += 1) {
      const reader = numberReader(header)
      const kind = reader.byte()
      if (kind === 1) return mainStreams(reader)
      if (kind !== 0x17) return 'unparseable'
      const [folder] = readStreams(reader)
      const plain = folder === undefined ? 'unparseable' : unpack(source, folder, tools)
      if (!Buffer.isBuffer(plain)) return plain
      header = plain
    }
  } catch (error) {
    if (!(error instanceof TornHeader)) throw error
  }
  return 'unparseable'
}

function mainStreams(reader: ReturnType<typeof numberReader>): Archive {
  let kind = reader.byte()
  if (kind === 2) {
    for (let property = reader.byte(); property !== 0; property = reader.byte()) reader.skip(reader.number())
    kind = reader.byte()
  }
  if (kind === 3) throw new TornHeader('additional streams')
  // Folders and empty files only: nothing is packed.
  if (kind !== 4) return { folders: [], names: [] }
  return { folders: readStreams(reader), names: readNames(reader) }
}

function unpack(
  source: Source,
  { chain, coders, packed }: Folder,
  { budget, decoders }: Tools,
): Buffer | UnknownCause {
  if (coders.some(({ method }) => method === aes)) return 'encryptedContainer'
  const [stream] = packed
  if (chain === undefined || stream === undefined) return 'unparseable'
  if (stream.size > mostInMemory) return 'limitExceeded'
  let bytes = source.read(stream.start, stream.size)
  if (bytes.length < stream.size) return 'unparseable'
  for (const { method, properties, plainBytes } of chain) {
    const decoder = decoders[method]
    if (decoder === undefined) return 'unparseable'
    if (plainBytes > mostInMemory) return 'limitExceeded'
    // Before it is made: a header of 100 bytes can promise anything.
    budget.spendBytes(plainBytes)
    const plain = decoder(bytes, properties, plainBytes)
    if (plain?.length !== plainBytes) return 'unparseable'
    bytes = plain
  }
  return bytes
}
