import { type NumberReader, TornHeader } from './number-reader.ts'

export interface Coder {
  /** Hexadecimal digits. */
  readonly method: string
  readonly properties: Buffer
}

/** Streams that were packed together: one chain of coders, several members one behind the other. */
export interface Folder {
  /** From the packed bytes to the plain ones; undefined when the coders are no simple chain. */
  readonly chain: readonly (Coder & { readonly plainBytes: number })[] | undefined
  readonly coders: readonly Coder[]
  readonly packed: readonly { readonly start: number; readonly size: number }[]
  readonly members: readonly { readonly size: number; readonly crc: number | undefined }[]
}

const end = 0
const sizes = 9
const digests = 10

/** Reads packed streams, folders and members (7zFormat.txt, StreamsInfo). Throws `TornHeader`. */
export function readStreams(reader: NumberReader): readonly Folder[] {
  let packed: { start: number; size: number }[] = []
  let folders: Draft[] = []
  for (let kind = reader.byte(); kind !== end; kind = reader.byte()) {
    if (kind === 6) packed = readPacked(reader)
    else if (kind === 7) folders = readFolders(reader)
    else if (kind === 8) readMembers(reader, folders)
    else throw new TornHeader('an unknown part')
  }
  let next = 0
  return folders.map((draft) => {
    const own = packed.slice(next, (next += draft.packedCount))
    const members = draft.members ?? [{ size: draft.plainBytes, crc: draft.crc }]
    return { chain: chainOf(draft), coders: draft.coders, packed: own, members }
  })
}

interface Draft {
  readonly coders: readonly (Coder & { readonly ins: number; readonly outs: number })[]
  readonly binds: readonly { readonly into: number; readonly from: number }[]
  readonly packedCount: number
  outSizes: number[]
  plainBytes: number
  crc: number | undefined
  members: { size: number; crc: number | undefined }[] | undefined
}

/** The archive begins behind its 32 bytes of start. */
const firstByte = 32

function readPacked(reader: NumberReader): { start: number; size: number }[] {
  let start = firstByte + reader.number()
  const streams = Array.from({ length: reader.count() }, () => ({ start: 0, size: 0 }))
  for (let kind = reader.byte(); kind !== end; kind = reader.byte()) {
    if (kind === sizes) for (const stream of streams) stream.size = reader.number()
    else if (kind === digests) readDigests(reader, streams.length)
    else throw new TornHeader('an unknown part of the packed streams')
  }
  for (const stream of streams) {
    stream.start = start
    start += stream.size
  }
  return streams
}

function readFolders(reader: NumberReader): Draft[] {
  if (reader.byte() !== 11) throw new TornHeader('no folders')
  const count = reader.count()
  if (reader.byte() !== 0) throw new TornHeader('folders elsewhere')
  const folders = Array.from({ length: count }, () => readFolder(reader))
  if (reader.byte() !== 12) throw new TornHeader('no sizes of folders')
  for (const folder of folders) {
    const outs = folder.coders.reduce((sum, coder) => sum + coder.outs, 0)
    folder.outSizes = Array.from({ length: outs }, () => reader.number())
    // What no other coder takes is the plain stream.
    const last = folder.outSizes.findIndex((_, out) => !folder.binds.some(({ from }) => from === out))
    folder.plainBytes = folder.outSizes[last] ?? 0
  }
  for (let kind = reader.byte(); kind !== end; kind = reader.byte()) {
    if (kind !== digests) throw new TornHeader('an unknown part of the folders')
    for (const [at, crc] of readDigests(reader, count).entries()) {
      const folder = folders[at]
      if (folder !== undefined) folder.crc = crc
    }
  }
  return folders
}

/** The format allows 32; real archives have at most 5 coders. */
const maxCoders = 32

function readFolder(reader: NumberReader): Draft {
  const count = reader.number()
  if (count < 1 || count > maxCoders) throw new TornHeader('an impossible number of coders')
  const coders = Array.from({ length: count }, () => {
    const flags = reader.byte()
    const method = reader.bytes(flags & 15).toString('hex')
    const isComplex = (flags & 0x10) !== 0
    const [ins, outs] = isComplex ? [reader.number(), reader.number()] : [1, 1]
    if (ins > maxCoders || outs > maxCoders) throw new TornHeader('an impossible coder')
    const properties = (flags & 0x20) === 0 ? Buffer.alloc(0) : reader.bytes(reader.number())
    return { method, properties, ins, outs }
  })
  const ins = coders.reduce((sum, coder) => sum + coder.ins, 0)
  const outs = coders.reduce((sum, coder) => sum + coder.outs, 0)
  if (outs < 1 || ins < outs - 1) throw new TornHeader('coders that do not fit together')
  const binds = Array.from({ length: outs - 1 }, () => ({ into: reader.number(), from: reader.number() }))
  const packedCount = ins - binds.length
  if (packedCount > 1) for (let at = 0; at < packedCount; at += 1) reader.number()
  return { coders, binds, packedCount, outSizes: [], plainBytes: 0, crc: undefined, members: undefined }
}

function readMembers(reader: NumberReader, folders: readonly Draft[]): void {
  let counts = folders.map(() => 1)
  let kind = reader.byte()
  if (kind === 13) {
    counts = folders.map(() => reader.count())
    kind = reader.byte()
  }
  const hasSizes = kind === sizes
  folders.forEach((folder, at) => {
    const count = counts[at] ?? 0
    let left = folder.plainBytes
    folder.members = Array.from({ length: count }, (_, place) => {
      const size = place + 1 === count ? left : hasSizes ? reader.number() : 0
      left -= size
      if (left < 0) throw new TornHeader('members larger than their folder')
      return { size, crc: count === 1 ? folder.crc : undefined }
    })
  })
  if (hasSizes) kind = reader.byte()
  for (; kind !== end; kind = reader.byte()) {
    if (kind !== digests) throw new TornHeader('an unknown part of the members')
    // One member has its folder's checksum where that is known.
    const open = folders.flatMap((folder) =>
      folder.members?.length === 1 && folder.crc !== undefined ? [] : (folder.members ?? []),
    )
    for (const [at, crc] of readDigests(reader, open.length).entries()) {
      const member = open[at]
      if (member !== undefined) member.crc = crc
    }
  }
}

function readDigests(reader: NumberReader, count: number): (number | undefined)[] {
  return reader.defined(count).map((isDefined) => (isDefined ? reader.bytes(4).readUInt32LE(0) : undefined))
}

function chainOf({ coders, binds, packedCount, outSizes }: Draft): Folder['chain'] {
  if (packedCount !== 1 || coders.some(({ ins, outs }) => ins !== 1 || outs !== 1)) return undefined
  const chain: (Coder & { plainBytes: number })[] = []
  let at = coders.findIndex((_, place) => !binds.some(({ into }) => into === place))
  while (chain.length < coders.length) {
    const [coder, plainBytes] = [coders[at], outSizes[at]]
    if (coder === undefined || plainBytes === undefined) return undefined
    chain.push({ method: coder.method, properties: coder.properties, plainBytes })
    at = binds.find(({ from }) => from === at)?.into ?? -1
    if (at < 0) break
  }
  return chain.length === coders.length ? chain : undefined
}
