import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { backup, initRepository, localStorage, openRepository } from '@anlauf/repository'

import { huntHistory, memoryKnownHashes } from '../../src/phases/recover/index.ts'
import { password } from './programs.ts'

const [folders, filesPerFolder, snapshots] = [500, 100, 20]
/** One of so many folders changes from one snapshot to the next, and in it every fifth file. */
const changedEvery = 10

/**
 * Where did this hash ever lie? Asked of 1,000,000 file versions: 50,000 files in 20 snapshots, 1,000 of them changed
 * from one to the next, the wanted one since the tenth. Opening the repository and reading its index count.
 */
export async function measureRetroHunt(folder: string): Promise<Record<string, number>> {
  const place = join(folder, 'repository')
  const machine = join(folder, 'machine')
  const kdf = { N: 1024, r: 8, p: 1 }
  const repository = await initRepository(localStorage(place), { password, kdf })
  for (let day = 1; day <= snapshots; day += 1) {
    for (let at = 0; at < folders; at += 1) {
      if (day > 1 && (at + day) % changedEvery !== 0) continue
      mkdirSync(join(machine, `${at}`), { recursive: true })
      for (let file = 0; file < filesPerFolder; file += day === 1 ? 1 : 5)
        writeFileSync(join(machine, `${at}`, `${file}`), contentOf(at, file, day))
    }
    const time = new Date(Date.UTC(2026, 0, day, 2))
    await backup(repository, { paths: [machine], asRoot: machine, hostname: 'files1', time })
  }
  const wanted = createHash('sha256')
    .update(contentOf(0, 0, 10))
    .digest('hex')
  let best = Infinity
  let found: Record<string, number> = {}
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now()
    const { hits, counters } = await huntHistory(await openRepository(localStorage(place), { password }), {
      hashes: [wanted],
      known: memoryKnownHashes(),
      staging: join(folder, 'staging'),
    })
    best = Math.min(best, (performance.now() - started) / 1000)
    if (hits[0]?.sightings.length !== 1) throw new Error('The hunt did not find what it was sent for.')
    found = {
      huntVersions: folders * filesPerFolder * counters.snapshots,
      huntContents: counters.contents,
      huntTrees: counters.treesRead,
    }
  }
  return { ...found, retroHuntSeconds: best }
}

function contentOf(folder: number, file: number, day: number): string {
  return `Rechnung ${folder}/${file}, Stand ${day}\n`
}
