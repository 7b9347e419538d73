import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { printName, timeToNanoseconds } from '@anlauf/repository'

import type { CaseSession } from '../../core/case/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  contentHash,
  manifestDigest,
  type ManifestLine,
  parseManifest,
  placeOf,
  unitFolder,
} from '../recover/index.ts'

export interface ReleaseOptions {
  readonly session: CaseSession
  readonly unit: string
  readonly cleanRoom: string
  readonly manifestFile: string
  /** Rules in force now; a scan with others does not open the gate. */
  readonly ruleSetDigest: string
  /** Folder that customers will see; the unit appears below it in one step. */
  readonly target: string
  readonly by: { readonly actor: string; readonly at: string }
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; bytesDone: number }) => void
}

export interface ReleaseResult {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/**
 * Releases one unit: hands over exactly the files of the manifest that was restored, verified, scanned and
 * approved. Every file is hashed while it is copied; the gate is asked last, for what was really copied; the
 * event is written before the folder appears. Throws `gate-closed` with all that is missing, `no-space`,
 * `write-failed`. Nothing of a refused unit stays in the target.
 */
export async function releaseUnit(options: ReleaseOptions): Promise<ReleaseResult> {
  const { unit, target, session } = options
  const text = readFileSync(options.manifestFile, 'utf8')
  const lines = parseManifest(text)
  const bytes = lines.reduce((sum, line) => sum + line.size, 0)
  const from = unitFolder(options.cleanRoom, unit)
  const folder = unitFolder(target, unit)
  const incoming = unitFolder(join(target, '.incoming'), unit)
  if (existsSync(folder)) {
    throw new AnlaufError('unsafe-target', `${folder} exists already.`, {
      hint: 'The unit was released before, or something else lies there; look before you move it away.',
    })
  }
  rmSync(incoming, { recursive: true, force: true })
  try {
    await copyChecked(lines, from, incoming, options)
    await session.execute(
      {
        command: 'release',
        unit,
        manifestDigest: manifestDigest(text),
        ruleSetDigest: options.ruleSetDigest,
        files: lines.length,
        bytes,
      },
      options.by,
    )
    mkdirSync(incoming, { recursive: true })
    renameSync(incoming, folder)
  } finally {
    rmSync(incoming, { recursive: true, force: true })
  }
  return { folder, files: lines.length, bytes }
}

async function copyChecked(
  lines: readonly ManifestLine[],
  from: string,
  to: string,
  options: ReleaseOptions,
): Promise<void> {
  const progress = { done: 0, total: lines.length, bytesDone: 0 }
  // Links last, as everywhere: one that exists can be walked through.
  const sorted = lines.toSorted((a, b) => Number(a.type === 'symlink') - Number(b.type === 'symlink'))
  for (const line of sorted) {
    options.signal?.throwIfAborted()
    const found = line.type === 'symlink' ? await copyLink(line, from, to) : await copyFile(line, from, to)
    if (found !== line.sha256) throw changed(line)
    progress.done += 1
    progress.bytesDone += line.size
    options.onProgress?.(progress)
  }
}

async function copyFile(line: ManifestLine, from: string, to: string): Promise<string | undefined> {
  const [source, target] = [placeOf(from, line), placeOf(to, line)]
  if (lstatSync(source, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  makeParents(target)
  const hash = createHash('sha256')
  await pipeline(
    createReadStream(source),
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece)
        yield piece
      }
    },
    createWriteStream(target, { flags: 'wx', mode: 0o600 }),
  )
  chmodSync(target, line.mode & 0o777)
  const seconds = Number(timeToNanoseconds(line.mtime) / 1_000_000n) / 1000
  utimesSync(target, seconds, seconds)
  return hash.digest('hex')
}

async function copyLink(line: ManifestLine, from: string, to: string): Promise<string | undefined> {
  const found = await contentHash(from, line)
  if (found !== line.sha256) return found
  const target = placeOf(to, line)
  makeParents(target)
  symlinkSync(readlinkSync(placeOf(from, line), { encoding: 'buffer' }), target)
  return found
}

function makeParents(place: Buffer): void {
  mkdirSync(place.subarray(0, place.lastIndexOf('/')), { recursive: true, mode: 0o700 })
}

function changed(line: ManifestLine): AnlaufError {
  return new AnlaufError('gate-closed', `${printName(line.path)} is not the file that was scanned.`, {
    hint: 'Somebody changed the clean room. Restore the unit again; nothing of it was released.',
    context: { sha256: line.sha256 },
  })
}
