import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../folder-lock.ts'
import type { PlannedVolume } from '../plan/index.ts'
import { isCount, isSetName, parseObject, parsePath, type StoredFile, storedPath } from '../volume/index.ts'
import { replaceFile } from './durable-file.ts'
import { decodeRecord, encodeRecord, type SetRecord } from './set-record.ts'

/** The catalogue of all sets, online: which volume holds what, where it lies, when it was last read. */
export interface MediaRecords {
  /** Every set, the newest first; records that cannot be read are named. */
  list(): { readonly sets: readonly SetRecord[]; readonly unreadable: readonly string[] }
  /** Throws `not-found`. */
  get(set: string): SetRecord
  has(set: string): boolean
  /** Keeps a set that is about to be written, with the files of each volume. */
  create(record: SetRecord, plan: readonly PlannedVolume[]): void
  update(record: SetRecord): void
  /** The right to write volumes of a set; one run at a time. Throws `unsafe-target`. */
  lock(set: string): Disposable
  /** The files of one volume as planned. Throws `not-found` when the plan is gone or does not fit the record. */
  planned(set: string, volume: number): Promise<readonly StoredFile[]>
  keepCatalogue(set: string, volume: number, lines: Buffer): void
  catalogue(set: string, volume: number): Buffer | undefined
}

/** Records below a folder, one folder a set; made when the first set is written. */
export function mediaRecords(folder: string): MediaRecords {
  const recordFile = (set: string): string => join(folder, checked(set), 'set.json')
  const planFile = (set: string): string => join(folder, checked(set), 'plan.ndjson')
  const catalogueFile = (set: string, volume: number): string =>
    join(folder, checked(set), `volume-${String(volume).padStart(4, '0')}.catalogue.ndjson`)
  function read(set: string): SetRecord | undefined {
    return existsSync(recordFile(set)) ? decodeRecord(readFileSync(recordFile(set))) : undefined
  }

  return {
    list() {
      const names = existsSync(folder) ? readdirSync(folder).filter(isSetName) : []
      const found = names.map((name) => ({ name, record: read(name) }))
      return {
        sets: found
          .flatMap(({ record }) => (record === undefined ? [] : [record]))
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
        unreadable: found.flatMap(({ name, record }) => (record === undefined ? [name] : [])),
      }
    },
    get(set) {
      const record = read(set)
      if (record !== undefined) return record
      throw new AnlaufError('not-found', `Nothing is written down about a media set "${set}".`, {
        hint: `"anlauf media list" shows the sets known in ${folder}; "anlauf media list VOLUME" reads the label of a volume.`,
      })
    },
    has: (set) => isSetName(set) && read(set) !== undefined,
    create(record, plan) {
      replaceFile(planFile(record.set), planLines(plan))
      replaceFile(recordFile(record.set), encodeRecord(record))
    },
    update: (record) => replaceFile(recordFile(record.set), encodeRecord(record)),
    lock: (set) => lockFolder(join(folder, checked(set))),
    planned: (set, volume) => readPlan(planFile(set), volume),
    keepCatalogue: (set, volume, lines) => replaceFile(catalogueFile(set, volume), lines),
    catalogue(set, volume) {
      const file = catalogueFile(set, volume)
      return existsSync(file) ? readFileSync(file) : undefined
    },
  }
}

function planLines(plan: readonly PlannedVolume[]): string {
  return plan
    .flatMap(({ volume, files }) =>
      files.map(({ kind, id, size }) => `${JSON.stringify({ volume, path: storedPath(kind, id), size })}\n`),
    )
    .join('')
}

async function readPlan(file: string, volume: number): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = []
  if (!existsSync(file)) throw planGone(file)
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const value = parseObject(Buffer.from(line), 1024)
    const place = typeof value?.['path'] === 'string' ? parsePath(value['path']) : undefined
    if (place?.of !== 'repository' || !isCount(value?.['size'])) throw planGone(file)
    if (value['volume'] === volume) files.push({ kind: place.kind, id: place.id, size: value['size'] })
  }
  return files
}

function planGone(file: string): AnlaufError {
  return new AnlaufError('not-found', `The plan of the set, ${file}, is gone or not as it was written.`, {
    hint: 'Volumes that are sealed stay good. Write a new set for the rest.',
  })
}

function checked(set: string): string {
  if (isSetName(set)) return set
  throw new AnlaufError('input-invalid', `"${set}" is no name of a media set.`, {
    hint: 'Use lower-case letters, digits and "-", at most 40 characters.',
  })
}
