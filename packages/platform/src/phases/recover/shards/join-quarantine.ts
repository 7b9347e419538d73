import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs'
import { join } from 'node:path'

import type { Quarantine } from '../quarantine.ts'

/** Puts the key of the unit into a new quarantine, before anything is sealed there. */
export function layKey(key: string, quarantine: string): void {
  const place = join(quarantine, 'key')
  if (existsSync(place)) return
  mkdirSync(quarantine, { recursive: true, mode: 0o700 })
  copyFileSync(key, `${place}.part`)
  chmodSync(`${place}.part`, 0o400)
  renameSync(`${place}.part`, place)
}

/** Takes over what a part of the unit sealed, unopened, and whose files it is. */
export function joinQuarantine(from: string, folder: string, quarantine: Quarantine): void {
  if (!existsSync(from)) return
  for (const name of readdirSync(from).filter((one) => /^[0-9a-f]{32}\.sealed$/.test(one))) {
    const to = join(folder, name)
    if (!existsSync(to)) linkOrCopy(join(from, name), to)
  }
  const notes = join(from, 'items.ndjson')
  if (!existsSync(notes)) return
  const lines = readFileSync(notes, 'utf8').split('\n')
  quarantine.note(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Held))
}

type Held = Parameters<Quarantine['note']>[0][number]

/** Some file systems know no second name for a file. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, `${to}.part`)
    renameSync(`${to}.part`, to)
  }
}
