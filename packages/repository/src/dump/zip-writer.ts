import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

import { encodeName } from '../name.ts'
import { timeToNanoseconds } from '../time.ts'
import { type Node, permissionsOf } from '../tree/index.ts'
import type { ArchiveWriter } from './archive-writer.ts'
import { centralRecord, dataDescriptor, endOfArchive, localHeader, type ZipEntry } from './zip-records.ts'

/** From this size on a file may take more than 4 GiB in the archive, even deflated. */
const largeBytes = 0xf000_0000

/** A zip archive of files, folders and symbolic links; memory: some 150 bytes an entry until the end. */
export function zipWriter(): ArchiveWriter {
  const records: Buffer[] = []
  let offset = 0
  return {
    async *entry(path, node, content) {
      if (node.type !== 'file' && node.type !== 'dir' && node.type !== 'symlink') return
      const entry: ZipEntry = {
        name: encodeName(node.type === 'dir' ? `${path}/` : path),
        mode: typeBits[node.type] | permissionsOf(node.mode),
        seconds: secondsOf(node),
        uid: node.uid,
        gid: node.gid,
        isFolder: node.type === 'dir',
        isLarge: (node.size ?? 0) >= largeBytes,
        offset,
      }
      const header = localHeader(entry)
      yield header
      const sums = { crc: 0, plain: 0, packed: 0 }
      for await (const piece of node.type === 'dir' ? [] : deflated(contentOf(node, content), sums)) {
        sums.packed += piece.length
        yield piece
      }
      const descriptor = dataDescriptor(entry, sums)
      yield descriptor
      offset += header.length + sums.packed + descriptor.length
      records.push(centralRecord(entry, sums))
    },
    *end() {
      yield* records
      const length = records.reduce((sum, record) => sum + record.length, 0)
      yield endOfArchive({ count: records.length, offset, length })
    },
  }
}

const typeBits = { file: 0o100000, dir: 0o040000, symlink: 0o120000 } as const

async function* contentOf(node: Node, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (node.type === 'symlink') yield encodeName(node.linkTarget ?? '')
  else yield* content
}

/** A stream within the stream: its own sums are only known at its end. */
async function* deflated(
  content: AsyncIterable<Buffer>,
  sums: { crc: number; plain: number },
): AsyncGenerator<Buffer> {
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of content) {
      sums.crc = crc32(piece, sums.crc)
      sums.plain += piece.length
      yield piece
    }
  }
  const source = Readable.from(counted())
  const packer = createDeflateRaw()
  // An error of the source must end the packer too, or the reader waits for ever.
  source.on('error', (error) => packer.destroy(error))
  yield* source.pipe(packer) as AsyncIterable<Buffer>
}

/** Whole seconds since 1970, as far as 32 bits reach. */
function secondsOf(node: Node): number {
  try {
    const seconds = Number(timeToNanoseconds(node.mtime) / 1_000_000_000n)
    return Math.max(-0x8000_0000, Math.min(seconds, 0x7fff_ffff))
  } catch {
    return 0
  }
}
