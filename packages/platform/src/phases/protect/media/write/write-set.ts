import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { Storage } from '@anlauf/repository'

import { AnlaufError } from '../../../../core/failure.ts'
import type { PlannedVolume } from '../plan/index.ts'
import { readVolume } from '../read/index.ts'
import { type MediaRecords, type SetRecord, type VolumeRecord, withVolume } from '../record/index.ts'
import { volumeName } from '../volume/index.ts'
import { deviceSink, fileSink, streamSink, type VolumeSink } from './volume-sink.ts'
import { type LeftOut, writeVolume } from './write-volume.ts'

/** Where volumes go. A folder takes as many as fit, a device or a stream one. */
export type Target =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'device'; readonly path: string }
  | { readonly kind: 'stream'; readonly write: (bytes: Uint8Array) => Promise<void> }

export interface WriteFigures {
  readonly volume: number
  readonly volumes: number
  readonly done: number
  readonly total: number
  readonly bytesDone: number
  readonly bytesTotal: number
}

export interface WrittenSet {
  readonly record: SetRecord
  /** Numbers of the volumes that this run finished. */
  readonly written: readonly number[]
  readonly leftOut: readonly LeftOut[]
  /** Volumes that still have to be written. */
  readonly left: number
}

/**
 * A set that is about to be written: kept before the first byte, so that every later run goes on with it. Without
 * records it is a rehearsal. Throws `input-invalid` when the name is taken.
 */
export function startSet(
  records: MediaRecords | undefined,
  plan: readonly PlannedVolume[],
  about: Pick<SetRecord, 'set' | 'repository' | 'location' | 'createdAt' | 'keys'>,
): SetRecord {
  if (records?.has(about.set) === true) {
    throw new AnlaufError('input-invalid', `There is a media set "${about.set}" already.`, {
      hint: `Give another --name, or go on with it: --set ${about.set}.`,
    })
  }
  const record: SetRecord = {
    ...about,
    volumes: plan.map(({ volume, files, bytes }) => ({
      volume,
      files: files.length,
      bytes,
      tests: [],
      custody: [],
    })),
  }
  records?.create(record, plan)
  return record
}

/**
 * Writes the volumes of a set that are not sealed yet, in order. A volume counts once it is whole: killed in the
 * middle, the next run writes that volume again from its beginning. A finished volume that a crash kept from being
 * written down is read, and taken when it is what it says. Two runs never write the same set at once.
 * Throws `no-space` before anything is written when the folder cannot take the next volume, else as `writeVolume`.
 */
export async function writeSet(
  storage: Storage,
  records: MediaRecords,
  start: SetRecord,
  options: {
    target: Target
    now: () => Date
    signal?: AbortSignal | undefined
    onProgress?: ((figures: WriteFigures) => void) | undefined
  },
): Promise<WrittenSet> {
  const { target, now, signal, onProgress } = options
  using _lock = records.lock(start.set)
  const written: number[] = []
  const leftOut: LeftOut[] = []
  let record = start
  for (const planned of start.volumes) {
    if (planned.sealedAt !== undefined) continue
    if (written.length > 0 && target.kind !== 'folder') break
    if (target.kind === 'folder') {
      const adopted = await adopt(records, record, planned, target.path)
      if (adopted !== undefined) {
        record = adopted
        continue
      }
      // The disk took what it could: the next one is for the rest.
      if (!hasRoom(target.path, planned, written.length > 0)) break
    }
    const files = await records.planned(record.set, planned.volume)
    const bytesTotal = files.reduce((sum, { size }) => sum + size, 0)
    const figures = { done: 0, bytesDone: 0 }
    const sink = await sinkFor(target, record, planned.volume)
    try {
      const result = await writeVolume(storage, sink, {
        label: {
          set: record.set,
          volume: planned.volume,
          volumes: record.volumes.length,
          repository: record.repository,
          writtenAt: now().toISOString(),
          keys: record.keys,
        },
        files,
        now,
        signal,
        onFile({ size }) {
          figures.done += 1
          figures.bytesDone += size
          onProgress?.({
            volume: planned.volume,
            volumes: record.volumes.length,
            ...figures,
            total: files.length,
            bytesTotal,
          })
        },
      })
      leftOut.push(...result.leftOut)
      records.keepCatalogue(record.set, planned.volume, result.catalogue)
      record = sealed(records, record, planned.volume, result.seal)
      written.push(planned.volume)
    } catch (error) {
      await sink.abandon()
      throw error
    }
  }
  const left = record.volumes.filter(({ sealedAt }) => sealedAt === undefined).length
  return { record, written, leftOut, left }
}

function sealed(
  records: MediaRecords,
  record: SetRecord,
  volume: number,
  seal: { sealedAt: string; catalogue: string; leftOut: number },
): SetRecord {
  const { sealedAt, catalogue, leftOut } = seal
  const after = withVolume(record, volume, (before) => ({ ...before, sealedAt, catalogue, leftOut }))
  records.update(after)
  return after
}

async function sinkFor(target: Target, { set }: SetRecord, volume: number): Promise<VolumeSink> {
  if (target.kind === 'folder') return fileSink(join(target.path, volumeName(set, volume)))
  return target.kind === 'device' ? deviceSink(target.path) : streamSink(target.write)
}

/** A volume that lies there whole, but was not written down before the crash. */
async function adopt(
  records: MediaRecords,
  record: SetRecord,
  { volume }: VolumeRecord,
  folder: string,
): Promise<SetRecord | undefined> {
  const path = join(folder, volumeName(record.set, volume))
  if (!existsSync(path)) return undefined
  const report = await readVolume(path)
  const { label, seal, catalogue } = report
  const isOurs = label?.set === record.set && label.volume === volume
  if (!isOurs || !report.isWhole || seal === undefined || catalogue === undefined) {
    throw new AnlaufError(
      'unsafe-target',
      `${path} is there already and is not the whole volume ${volume}.`,
      {
        hint: 'Remove the file if nobody needs it, or name another folder, then run the same command again.',
      },
    )
  }
  records.keepCatalogue(record.set, volume, catalogue)
  return sealed(records, record, volume, seal)
}

/** Throws `no-space` when not even the first volume fits. */
function hasRoom(folder: string, { volume, bytes }: VolumeRecord, isLater: boolean): boolean {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= bytes) return true
  if (isLater) return false
  throw new AnlaufError(
    'no-space',
    `Volume ${volume} takes up to ${bytes} bytes, ${folder} has ${bavail * bsize} left.`,
    {
      hint: 'Name a larger or empty disk, or begin a new set with smaller volumes (--volume-size).',
      retry: 'later',
    },
  )
}

/**
 * What a path is as a target. A device is overwritten from its beginning, so it has to be asked for.
 * Throws `input-invalid`, `unsafe-target`.
 */
export function targetAt(path: string, options: { overwriteDevice: boolean }): Target {
  const stats = existsSync(path) ? statSync(path) : undefined
  if (stats?.isDirectory() === true) return { kind: 'folder', path }
  if (stats?.isFIFO() === true) return { kind: 'device', path }
  if (stats?.isCharacterDevice() === true || stats?.isBlockDevice() === true) {
    if (options.overwriteDevice) return { kind: 'device', path }
    throw new AnlaufError('unsafe-target', `${path} is a device; writing starts at its beginning.`, {
      hint: 'Make sure that the right medium is loaded and may be overwritten, then add --overwrite-device.',
    })
  }
  throw new AnlaufError(
    'input-invalid',
    stats === undefined ? `${path} does not exist.` : `${path} is a file.`,
    {
      hint: 'Name a folder (volumes become files in it), a tape drive such as /dev/nst0, or "-" for standard output.',
    },
  )
}
