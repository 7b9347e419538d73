import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import {
  chooseFiles,
  mediaRecords,
  type MediaRecords,
  planVolumes,
  type SetRecord,
  startSet,
  writeSet,
  type WrittenSet,
} from './index.ts'

/** A real repository with some packs, and a folder for everything around it. */
export interface MediaCase extends Disposable {
  readonly folder: string
  readonly source: string
  readonly place: string
  readonly repository: Repository
  readonly records: MediaRecords
  at(...names: string[]): string
  /** A set of the repository; each volume holds one or two packs. */
  begin(options?: { name?: string; volumeBytes?: number }): Promise<SetRecord>
  write(record: SetRecord, folder: string, signal?: AbortSignal): Promise<WrittenSet>
}

export const noon = (): Date => new Date('2026-11-28T12:00:00Z')

export async function mediaCase(): Promise<MediaCase> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-media-'))
  const at = (...names: string[]): string => join(folder, ...names)
  const [source, place] = [at('source'), at('repository')]
  // Packs fill up at 16 MiB, so each backup makes some of its own.
  const repository = await initRepository(localStorage(place), { password: 'p' })
  for (const night of [1, 2, 3, 4, 5]) {
    mkdirSync(join(source, `night ${night}`), { recursive: true })
    for (let i = 0; i < 4; i += 1) {
      writeFileSync(join(source, `night ${night}`, `file ${i}`), randomBytes(60_000))
    }
    await backup(repository, { paths: [source], hostname: 'files1' })
  }
  const records = mediaRecords(at('records'))
  return {
    folder,
    source,
    place,
    repository,
    records,
    at,
    async begin({ name = 'set', volumeBytes = 800_000 } = {}) {
      const files = await chooseFiles(repository, { keys: true })
      return startSet(records, planVolumes(files, { volumeBytes }), {
        set: name,
        repository: repository.id,
        location: place,
        createdAt: noon().toISOString(),
        keys: 'here',
      })
    },
    write(record, target, signal) {
      mkdirSync(target, { recursive: true })
      return writeSet(repository.storage, records, record, {
        target: { kind: 'folder', path: target },
        now: noon,
        signal,
      })
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
