import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'

import { AnlaufError } from '../../../core/failure.ts'
import { contentHash, type ManifestLine, placeOf } from '../../recover/index.ts'
import { copyChecked } from '../copy-checked.ts'
import type { DataFacts, HandOverOptions } from './data-facts.ts'
import { differs } from './expected.ts'
import { readThrough } from './read-through.ts'
import { refuseStrangers } from './strangers.ts'

/**
 * Copies a released unit's files into `to`, of the same shape. What an earlier call left there and still has the
 * right content stays. Every file is hashed while it is copied and read once more from the target; an entry that
 * is in no manifest does not go out. Throws `gate-closed` for the first difference.
 */
export async function handOverFiles(
  lines: readonly ManifestLine[],
  from: string,
  to: string,
  options: HandOverOptions,
): Promise<Extract<DataFacts, { kind: 'files' }>> {
  const absent = existsSync(`${to}/files`) ? await missingIn(to, lines, options.signal) : lines
  const missing = linksLast(absent)
  const there = { done: lines.length - missing.length, bytes: bytesOf(lines) - bytesOf(missing) }
  let copied = 0
  await copyChecked(missing, from, to, {
    ...(options.signal !== undefined && { signal: options.signal }),
    onProgress: ({ done, bytesDone }) => {
      copied = done
      options.onProgress?.({
        phase: 'hand over',
        done: there.done + done,
        total: lines.length,
        bytesDone: there.bytes + bytesDone,
        bytesTotal: bytesOf(lines),
      })
    },
  }).catch((error: unknown) => {
    // The copier speaks of the clean room; here it read the released folder.
    throw isDifference(error) ? differs(missing[copied] ?? unnamed, 'is not what was released') : error
  })
  await readThrough(to, lines, options, 'is not in the target what was released')
  refuseStrangers(to, lines)
  return { kind: 'files', sumsDigest: createHash('sha256').update(sumsOf(lines)).digest('hex') }
}

/** The list that `sha256sum -c` reads in a unit's folder: files in the manifest's order, names as bytes. */
export function sumsOf(lines: readonly ManifestLine[]): Buffer {
  const here = Buffer.from('files/')
  const pieces = lines.flatMap((line) => {
    if (line.type === 'symlink') return []
    const name = Buffer.concat([here, placeOf('/', line).subarray('/files/'.length)])
    const escaped = escapeName(name)
    return [Buffer.from(`${escaped === name ? '' : '\\'}${line.sha256}  `), escaped, Buffer.from('\n')]
  })
  return Buffer.concat(pieces)
}

/** coreutils: a name with a line break or a backslash is escaped, and a backslash before the sum says so. */
function escapeName(name: Buffer): Buffer {
  if (!/[\\\n\r]/.test(name.toString('latin1'))) return name
  const text = name.toString('latin1')
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return Buffer.from(escaped, 'latin1')
}

async function missingIn(
  folder: string,
  lines: readonly ManifestLine[],
  signal: AbortSignal | undefined,
): Promise<readonly ManifestLine[]> {
  const missing: ManifestLine[] = []
  for (const line of lines) {
    signal?.throwIfAborted()
    if ((await contentHash(folder, line)) !== line.sha256) missing.push(line)
  }
  return missing
}

function bytesOf(lines: readonly ManifestLine[]): number {
  return lines.reduce((sum, { size }) => sum + size, 0)
}

/** The order in which the copier works, so that its count says at which entry it stopped. */
function linksLast(lines: readonly ManifestLine[]): readonly ManifestLine[] {
  return lines.toSorted((a, b) => Number(a.type === 'symlink') - Number(b.type === 'symlink'))
}

const unnamed = { host: '', path: '' }

function isDifference(error: unknown): boolean {
  return error instanceof AnlaufError && error.code === 'gate-closed'
}
