import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'

import { type Sample, sampleOf } from '../git/sample.ts'
import { type Kind, kindOf, typeOf } from '../kinds.ts'
import type { Base } from './outcome.ts'

/** So many versions of each type, whatever the order in which they were found. */
export interface BaseChoice {
  offer(base: Base): void
  chosen(): Base[]
}

/** Types beyond these are one project's own; they say little of the world. */
const mostTypes = { binary: 50, text: 30 } as const

/** A hundred modes on a large file take minutes, but some modes do other things to them: so few, of any type. */
const largeBytes = 512 << 10
const mostLarge = 16

/**
 * Takes the most common types of either kind, and of each type the same number from every source in turn: one
 * project's thousand icons shall not be all pictures there are.
 */
export function chooseBases(perType: number, seed: number): BaseChoice {
  const byType = new Map<string, { kind: Kind; offered: number; sources: Map<string, Sample<Base>> }>()
  const large = sampleOf<Base>(Math.min(perType, mostLarge), seed)
  return {
    offer(base) {
      const key = 'id' in base.at ? base.at.id : base.path
      if (base.size > largeBytes) {
        large.offer(key, () => base)
        return
      }
      const name = `${base.kind} ${base.type}`
      const held = byType.get(name) ?? { kind: base.kind, offered: 0, sources: new Map() }
      byType.set(name, held)
      held.offered += 1
      const sample = held.sources.get(base.from) ?? sampleOf<Base>(perType, seed)
      held.sources.set(base.from, sample)
      sample.offer(key, () => base)
    },
    chosen: () => [
      ...large.taken(),
      ...(['binary', 'text'] as const).flatMap((kind) =>
        [...byType.values()]
          .filter((held) => held.kind === kind)
          .sort((a, b) => b.offered - a.offered)
          .slice(0, mostTypes[kind])
          .flatMap(({ sources }) =>
            inTurn(
              [...sources.values()].map((sample) => sample.taken()),
              perType,
            ),
          ),
      ),
    ],
  }
}

/** The first of every list, then the second of every list, and so on. */
function inTurn<Item>(lists: readonly (readonly Item[])[], most: number): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  const items = Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  )
  return items.flat().slice(0, most)
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
    const head = readHead(file)
    choice.offer({
      kind: kindOf(head, head),
      type: typeOf(path, head),
      path,
      size,
      from: basename(folder),
      at: { file },
    })
  }
}

function readHead(file: string): Buffer {
  return readFileSync(file).subarray(0, 8192)
}
