import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { writeMarker } from '../../../src/drill/estate-folder.ts'
import { realFiles } from '../../../src/phases/detect/real-files.fixture.ts'

/** Different files of each kind, so that an attacker does not meet the same bytes again and again. */
const draws = 4
const folders = 16

export type Kinds = readonly (readonly (readonly [name: string, bytes: Buffer])[])[]

export async function drawKinds(seed: number): Promise<Kinds> {
  const drawn: (readonly [string, Buffer])[][] = []
  for (let draw = 0; draw < draws; draw += 1) drawn.push([...(await realFiles(seed + draw))])
  return drawn
}

/** An office of real files of every kind, marked as ours to attack. Answers how many files it has. */
export function buildEstate(root: string, kinds: Kinds, seed: number): number {
  writeMarker(root, seed)
  let count = 0
  for (let folder = 0; folder < folders; folder += 1) {
    const path = join(root, `folder ${folder}`)
    mkdirSync(path)
    for (const [name, bytes] of kinds[folder % kinds.length] ?? []) {
      writeFileSync(join(path, name), bytes)
      count += 1
    }
  }
  return count
}
