import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'

import { type Sample, sampleOf } from '../git/sample.ts'
import { typeOf } from '../kinds.ts'
import type { Base } from './outcome.ts'

/** So many versions of each type, whatever the order in which they were found. */
export interface BaseChoice {
  offer(base: Base): void
  chosen(): Base[]
}

/** Types beyond these are one project's own; they say little of the world. */
const mostTypes = 80

export function chooseBases(perType: number, seed: number): BaseChoice {
  const byType = new Map<string, { sample: Sample<Base>; offered: number }>()
  return {
    offer(base) {
      const held = byType.get(base.type) ?? { sample: sampleOf<Base>(perType, seed), offered: 0 }
      byType.set(base.type, held)
      held.offered += 1
      held.sample.offer('id' in base.at ? base.at.id : base.path, () => base)
    },
    chosen: () =>
      [...byType.values()]
        .toSorted((a, b) => b.offered - a.offered)
        .slice(0, mostTypes)
        .flatMap(({ sample }) => sample.taken()),
  }
}

const [smallest, largest] = [64, 4 << 20]

/** Offers the regular files below a folder that are of a size to attack; follows no links. */
export function offerFiles(folder: string, choice: BaseChoice): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const { size } = statSync(file)
    if (size < smallest || size > largest) continue
    const path = relative(folder, file)
    choice.offer({ type: typeOf(path, readHead(file)), path, from: basename(folder), at: { file } })
  }
}

function readHead(file: string): Buffer {
  return readFileSync(file).subarray(0, 8192)
}
