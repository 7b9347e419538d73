import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { copyFolder } from './ground.ts'
import { again, type Play } from './play.ts'

/**
 * The run restores from a damaged copy. Nothing of the damage may come through; then somebody fetches the sound
 * copy, and the same command completes.
 */
function damagedCopy(play: Play, act: (repository: string) => void): Injection {
  const copy = play.at('damaged')
  copyFolder(play.ground.repository, copy)
  act(copy)
  play.repository = copy
  const mend = (): void => {
    play.repository = play.ground.repository
  }
  return {
    after: once('run', async (step) => {
      mend()
      await again(play, step)
    }),
    mend,
  }
}

function anyFile(play: Play, folder: string): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  return files.sort()[play.random.below(files.length)] ?? ''
}

function flip(play: Play, file: string, times: number): void {
  const bytes = readFileSync(file)
  for (let time = 0; time < times; time += 1) {
    const at = play.random.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << play.random.below(8))
  }
  rmSync(file)
  writeFileSync(file, bytes)
}

function damage(name: string, act: (play: Play, repository: string) => void, weight = 1): Fault {
  return { name, weight, inject: (play) => damagedCopy(play, (repository) => act(play, repository)) }
}

export const faultsOfBackups: readonly Fault[] = [
  damage(
    'pack with turned bits',
    (play, at) => flip(play, anyFile(play, `${at}/data`), 1 + play.random.below(40)),
    2,
  ),
  damage('pack cut short', (play, at) => {
    const file = anyFile(play, `${at}/data`)
    truncateSync(file, play.random.below(readFileSync(file).length))
  }),
  damage('pack missing', (play, at) => rmSync(anyFile(play, `${at}/data`))),
  damage('packs exchanged', (play, at) => {
    const [one, other] = [anyFile(play, `${at}/data`), anyFile(play, `${at}/data`)]
    const bytes = readFileSync(one)
    rmSync(one)
    writeFileSync(one, readFileSync(other === one ? anyFile(play, `${at}/snapshots`) : other))
    if (other === one) return
    rmSync(other)
    writeFileSync(other, bytes)
  }),
  damage('index with turned bits', (play, at) => flip(play, anyFile(play, `${at}/index`), 3), 0.5),
  damage('snapshot missing', (play, at) => rmSync(anyFile(play, `${at}/snapshots`)), 0.5),
]
