import { createHash } from 'node:crypto'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

import { blockBytes, decodeName, type Node, padding, tarHeader, type TarType } from '@anlauf/repository'

import { contentHash, type ManifestLine, openPlaced, placeOf, readPlacedLink } from '../../recover/index.ts'
import type { DataFacts, HandBackProgress, HandOverOptions } from './data-facts.ts'
import { differs } from './expected.ts'
import { piecesUpTo } from './pieces-up-to.ts'

/**
 * Writes a released unit as one pax archive, `<to>/files.tar`, whose names begin with `files/`. Each file is hashed
 * on its way and the archive once more when it is on the disk. Begins anew when an earlier call left something.
 * Throws `gate-closed` for the first difference.
 */
export async function handOverTar(
  lines: readonly ManifestLine[],
  from: string,
  to: string,
  options: HandOverOptions,
): Promise<Extract<DataFacts, { kind: 'tar' }>> {
  const file = join(to, 'files.tar')
  const handle = openSync(file, 'w', 0o600)
  const hash = createHash('sha256')
  let size = 0
  const write = (bytes: Buffer): void => {
    writeFileSync(handle, bytes)
    hash.update(bytes)
    size += bytes.length
  }
  const progress = progressOf(lines)
  try {
    for (const line of lines) {
      options.signal?.throwIfAborted()
      await (line.type === 'symlink' ? writeLink(line, from, write) : writeEntry(line, from, write))
      progress.done += 1
      progress.bytesDone += line.size
      options.onProgress?.({ ...progress })
    }
    write(Buffer.alloc(2 * blockBytes))
  } finally {
    closeSync(handle)
  }
  const sha256 = hash.digest('hex')
  if ((await hashOfFile(file, options.signal)) !== sha256) {
    throw differs({ host: '', path: '/files.tar' }, 'is not in the target what was written')
  }
  return { kind: 'tar', file: 'files.tar', size, sha256 }
}

type Write = (bytes: Buffer) => void

async function writeEntry(line: ManifestLine, from: string, write: Write): Promise<void> {
  const source = openPlaced(from, line)
  if (source === undefined) throw differs(line, 'is gone, or no regular file any more')
  try {
    write(headerOf(line, 'file', ''))
    const hash = createHash('sha256')
    let length = 0
    for await (const piece of piecesUpTo(source, line.size)) {
      write(piece)
      hash.update(piece)
      length += piece.length
    }
    if (length !== line.size || hash.digest('hex') !== line.sha256)
      throw differs(line, 'is not what was released')
    write(Buffer.alloc(padding(length)))
  } finally {
    closeSync(source)
  }
}

async function writeLink(line: ManifestLine, from: string, write: Write): Promise<void> {
  const target = readPlacedLink(from, line)
  if (target === undefined || (await contentHash(from, line)) !== line.sha256) {
    throw differs(line, 'is not what was released')
  }
  write(headerOf(line, 'symlink', decodeName(target)))
}

/** Owners are not restored, so the archive names none: who unpacks it owns it. */
function headerOf(
  { host, path, mode, mtime, size, type }: ManifestLine,
  kind: TarType,
  target: string,
): Buffer {
  const name = decodeName(placeOf('/', { host, path }).subarray(1))
  const times = { mtime, atime: mtime, ctime: mtime }
  const node: Node = { name, type, mode: mode & 0o777, uid: 0, gid: 0, size, ...times }
  return tarHeader(node, kind, name, target)
}

async function hashOfFile(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  await using handle = await open(file)
  for await (const piece of handle.createReadStream({ autoClose: false })) {
    signal?.throwIfAborted()
    hash.update(piece as Buffer)
  }
  return hash.digest('hex')
}

function progressOf(lines: readonly ManifestLine[]): {
  -readonly [Name in keyof HandBackProgress]: HandBackProgress[Name]
} {
  const bytesTotal = lines.reduce((sum, { size }) => sum + size, 0)
  return { phase: 'hand over', done: 0, total: lines.length, bytesDone: 0, bytesTotal }
}
