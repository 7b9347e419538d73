import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  type CanaryRecord,
  entriesBelow,
  openCanaries,
  placeCanaries,
  removeCanaries,
  sealCanaries,
} from '../../../phases/detect/index.ts'
import type { AnlaufContext } from '../context.ts'

/** The canaries of this machine; none before the first were placed. Throws `evidence-broken` for a changed list. */
export function listedCanaries(context: AnlaufContext): readonly CanaryRecord[] {
  const file = listFile(context)
  return existsSync(file) ? openCanaries(readFileSync(file, 'utf8'), keyOf(context)) : []
}

/** Places canaries in folders of these roots that have none yet; answers all of them. */
export function withCanaries(context: AnlaufContext, roots: readonly string[]): readonly CanaryRecord[] {
  const before = listedCanaries(context)
  const folders = roots
    .flatMap(foldersBelow)
    .filter((folder) => !before.some(({ path }) => path.startsWith(`${folder}/`)))
  const all = [...before, ...placeCanaries(folders)]
  keep(context, all)
  return all
}

/** Takes back every canary that nobody touched. */
export function withoutCanaries(context: AnlaufContext): { removed: number; left: readonly CanaryRecord[] } {
  const before = listedCanaries(context)
  const removed = removeCanaries(before)
  const left = before.filter(({ path }) => existsSync(path))
  keep(context, left)
  return { removed, left }
}

function keep(context: AnlaufContext, canaries: readonly CanaryRecord[]): void {
  mkdirSync(join(context.home, 'watch'), { recursive: true, mode: 0o700 })
  writeFileSync(listFile(context), sealCanaries(canaries, keyOf(context)), { mode: 0o600, flush: true })
}

function listFile(context: AnlaufContext): string {
  return join(context.home, 'watch', 'canaries.json')
}

function keyOf(context: AnlaufContext): Buffer {
  const file = join(context.home, 'watch', 'canary.key')
  if (!existsSync(file)) {
    mkdirSync(join(context.home, 'watch'), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true })
  }
  return readFileSync(file)
}

/** The folder itself and all below it, links not followed, hidden folders not entered. */
function foldersBelow(root: string): string[] {
  const below = entriesBelow(root, (name) => !name.startsWith('.'))
  return [root, ...[...below].flatMap(({ path, kind }) => (kind === 'folder' ? [path] : []))]
}
