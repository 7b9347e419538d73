import { randomInt } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  renameSync,
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { type CanaryRecord, recordOf } from '../canary.ts'
import { canMake, contentFor } from './content.ts'
import { type Draw, pick } from './language.ts'
import { endingOf, nameLike, type NameStyle, nameStyle } from './name-style.ts'

const fewestFiles = 20
/** Names are tried against the list of the folder; in longer lists that takes too long. */
const longestList = 5_000
/** A canary is hashed whenever somebody looks at it. */
const largestBytes = 512 * 1024
/** Names tried for a place in the order of the disk, which hashes them: with 64, one of them is among the first fiftieth. */
const tries = 64

interface Model {
  readonly name: string
  readonly stat: Stats
}

/**
 * Puts canaries into each folder with at least twenty files: first and last in the alphabet, and as near to the first and
 * the last place as names allow in the order in which the disk lists them. Name, kind, size, age, owner and mode are as in
 * that folder; the content is made here, sound for its kind, and nothing of any file stands in it. Folders where no file
 * is of a kind that can be made get none. Answers what was put where.
 */
export function placeCanaries(
  folders: readonly string[],
  draw: Draw = (below) => randomInt(below),
): readonly CanaryRecord[] {
  return folders.flatMap((folder) => placeIn(folder, draw))
}

function placeIn(folder: string, draw: Draw): readonly CanaryRecord[] {
  const names = namesIn(folder)
  if (names.length < fewestFiles || names.length > longestList) return []
  const models = names
    .filter((name) => canMake(endingOf(name)))
    .map((name) => ({ name, stat: statSync(join(folder, name)) }))
    .filter(({ stat }) => stat.size > 0 && stat.size <= largestBytes)
  if (models.length === 0) return []
  const placed: string[] = []
  for (const place of ['first', 'last'] as const) {
    const name = nameAt(place, nameStyle([...names, ...placed]), models, draw)
    if (name !== undefined) placed.push(put(folder, name, models, draw))
  }
  // The others are found by their place in the list, which only the disk knows.
  for (const place of ['first', 'last'] as const) {
    if (isOwnAt(place, folder, placed)) continue
    const model = pick(draw, models)
    const style = nameStyle([...names, ...placed])
    const name = nameLike(style, draw, { ending: endingOf(model.name) })
    if (name !== undefined) placed.push(towards(place, folder, put(folder, name, models, draw), style, draw))
  }
  return placed.map((name) => recordOf(join(folder, name)))
}

/** A kind that is common there, and if need be another one: not every pattern reaches the ends of the alphabet. */
function nameAt(
  place: 'first' | 'last',
  style: NameStyle,
  models: readonly Model[],
  draw: Draw,
): string | undefined {
  const common = endingOf(pick(draw, models).name)
  const endings = new Set([common, ...models.map(({ name }) => endingOf(name))])
  for (const ending of endings) {
    const name = nameLike(style, draw, { ending, place })
    if (name !== undefined) return name
  }
  return undefined
}

/** Writes a canary as large and as old as a file of its kind. Answers its name. */
function put(folder: string, name: string, models: readonly Model[], draw: Draw): string {
  const alike = models.filter((model) => endingOf(model.name) === endingOf(name))
  const { stat } = pick(draw, alike)
  const path = join(folder, name)
  const bytes = Math.round(stat.size * (0.8 + draw(41) / 100))
  const { language } = nameStyle(models.map((model) => model.name))
  writeFileSync(path, contentFor(endingOf(name), { language, bytes }, draw), { flag: 'wx' })
  if (process.getuid?.() === 0) chownSync(path, stat.uid, stat.gid)
  chmodSync(path, stat.mode & 0o7777)
  utimesSync(path, stat.atime, stat.mtime)
  return name
}

function isOwnAt(place: 'first' | 'last', folder: string, own: readonly string[]): boolean {
  const name = namesIn(folder).at(place === 'first' ? 0 : -1)
  return name !== undefined && own.includes(name)
}

/** Renames a canary until the disk lists it as near to an end as one of some names comes. Answers its last name. */
function towards(
  place: 'first' | 'last',
  folder: string,
  name: string,
  style: NameStyle,
  draw: Draw,
): string {
  const distance = (one: string): number => {
    const list = namesIn(folder)
    return place === 'first' ? list.indexOf(one) : list.length - 1 - list.indexOf(one)
  }
  let [best, least, now] = [name, distance(name), name]
  const become = (next: string): void => {
    renameSync(join(folder, now), join(folder, next))
    now = next
  }
  for (let attempt = 0; attempt < tries && least > 0; attempt += 1) {
    const next = nameLike(style, draw, { ending: endingOf(name) })
    if (next === undefined || existsSync(join(folder, next))) continue
    become(next)
    const far = distance(next)
    if (far < least) [best, least] = [next, far]
  }
  if (now !== best) become(best)
  return best
}

/** Regular files in the order of the disk, hidden ones left out. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
}
