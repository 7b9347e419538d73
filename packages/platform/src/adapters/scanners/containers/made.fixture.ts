import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'

import type { ContainerSplitter, ScanItem } from '../../../phases/recover/index.ts'

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function itemOf(bytes: Uint8Array | string): ScanItem {
  const buffer = Buffer.from(bytes as Uint8Array)
  return { key: sha256(buffer), bytes: buffer }
}

/** Keys and bytes of all members, and what hindered. */
export async function takenApart(
  splitter: ContainerSplitter,
  item: ScanItem,
): Promise<{ members: string[]; problems: readonly string[]; files: number }> {
  const members: string[] = []
  let files = 0
  const batches = splitter.split(item)
  for (;;) {
    const next = await batches.next()
    if (next.done === true) return { members, problems: [...next.value].sort(), files }
    for (const member of next.value) {
      members.push(member.key)
      files += 'file' in member ? 1 : 0
    }
  }
}

/** Where each member lies, by its hash. */
export async function placesIn(
  splitter: ContainerSplitter,
  item: ScanItem,
): Promise<ReadonlyMap<string, string | undefined>> {
  const places = new Map<string, string | undefined>()
  for await (const members of splitter.split(item)) {
    for (const { key, place } of members) places.set(key, place)
  }
  return places
}

interface ZipMember {
  readonly name: string
  readonly bytes: Buffer
  readonly flags?: number
  readonly method?: number
  /** What the local header says instead. */
  readonly local?: { readonly method?: number; readonly bytes?: Buffer }
  readonly inDirectory?: boolean
}

/** A zip as no honest program writes it: every field as the test wants it. */
export function madeZip(members: readonly ZipMember[], before = Buffer.alloc(0)): Buffer {
  const parts: Buffer[] = [before]
  const directory: Buffer[] = []
  let at = before.length
  for (const { name, bytes, flags = 0, method = 8, local, inDirectory = true } of members) {
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const fields = (of: { method: number; flags: number }, isLocal: boolean): Buffer => {
      const buffer = Buffer.alloc(isLocal ? 26 : 28)
      let place = 0
      if (!isLocal) place = 2
      buffer.writeUInt16LE(20, place)
      buffer.writeUInt16LE(of.flags, place + 2)
      buffer.writeUInt16LE(of.method, place + 4)
      buffer.writeUInt32LE(crc32(bytes), place + 10)
      buffer.writeUInt32LE(packed.length, place + 14)
      buffer.writeUInt32LE(bytes.length, place + 18)
      buffer.writeUInt16LE(Buffer.byteLength(name), place + 22)
      return buffer
    }
    const header = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      fields({ method: local?.method ?? method, flags }, true),
      Buffer.from(name),
    ])
    if (inDirectory) {
      const rest = Buffer.alloc(14)
      rest.writeUInt32LE(at - before.length, 10)
      directory.push(Buffer.from('PK\x01\x02'), fields({ method, flags }, false), rest, Buffer.from(name))
    }
    parts.push(header, packed)
    at += header.length + packed.length
  }
  const lines = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  const count = members.filter(({ inDirectory = true }) => inDirectory).length
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(lines.length, 12)
  end.writeUInt32LE(at - before.length, 16)
  return Buffer.concat([...parts, lines, end])
}

export function madeTar(members: readonly { name: string; bytes: Buffer; kind?: string }[]): Buffer {
  const parts = members.flatMap(({ name, bytes, kind = '0' }) => {
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    header.write('0000644\0', 100)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write(' '.repeat(8), 148)
    header.write(kind, 156)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}
