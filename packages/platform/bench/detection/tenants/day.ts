import { gzipSync } from 'node:zlib'

import { logText } from '../../../src/drill/content/log-file.ts'
import { paragraph, sentence } from '../../../src/drill/content/words.ts'
import type { Random } from '../../../src/drill/random.ts'
import type { Archetype, Files } from './archetypes.ts'
import { contentOf, databaseOf, type Kind, nameOf } from './contents.ts'

/** One honest working day. `night` counts from 1; paths in `untouchable` are left alone: nobody can read them. */
export async function liveDay(
  archetype: Archetype,
  files: Files,
  { random, night, untouchable }: { random: Random; night: number; untouchable: ReadonlySet<string> },
): Promise<void> {
  const open = () => [...files.keys()].filter((path) => !untouchable.has(path))
  for (const { folder, kind, count } of archetype.arrives) {
    for (let number = 0; number < count; number += 1) {
      files.set(`${folder}/${nameOf(random, kind)}`, await contentOf(kind, random.below(1_000_000)))
    }
  }
  const documents = open().filter((path) => writtenAnew.has(kindOf(path)))
  for (const path of random.shuffled(documents).slice(0, archetype.rewrites)) {
    files.set(path, await contentOf(kindOf(path) as Kind, random.below(1_000_000)))
  }
  const texts = open().filter((path) => edited.has(kindOf(path)))
  for (const path of random.shuffled(texts).slice(0, 2)) files.set(path, editText(files.get(path), random))
  for (const path of open().filter((path) => path.endsWith('.sqlite'))) {
    if (random.chance(0.6))
      files.set(path, await databaseOf(Number(/(\d+)\.sqlite$/.exec(path)?.[1] ?? 0), night))
  }
  for (const path of open().filter((path) => path.endsWith('.log'))) growLog(files, path, random, night)
  for (const path of open().filter((path) => path.endsWith('.mbox'))) {
    if (random.chance(0.5))
      files.set(path, Buffer.concat([bytesOf(files, path), await contentOf('mbox', random.below(1_000_000))]))
  }
  if (random.chance(0.5)) forgetOne(files, open(), random)
}

const writtenAnew = new Set('docx xlsx pptx odt pdf jpg png webp zip sql sql.gz'.split(' '))
const edited = new Set('txt md php js css html csv json sql'.split(' '))

/** The ending by which contents are made. */
export function kindOf(path: string): string {
  return /\.(sql\.gz|[a-z0-9]+)$/.exec(path)?.[1] ?? ''
}

function editText(before: Buffer = Buffer.alloc(0), random: Random): Buffer {
  if (random.chance(0.3)) return Buffer.concat([before, Buffer.from(`${paragraph(random)}\n`)])
  const at = before.indexOf('\n', random.below(before.length)) + 1
  return Buffer.concat([before.subarray(0, at), Buffer.from(`${sentence(random)}\n`), before.subarray(at)])
}

/** A log grows; on the third day it is rotated and compressed. */
function growLog(files: Files, path: string, random: Random, night: number): void {
  if (night % 3 === 0) {
    files.set(`${path}.${night}.gz`, gzipSync(bytesOf(files, path)))
    files.set(path, Buffer.from(logText(random, dayOf(night), 60)))
  } else {
    files.set(path, Buffer.concat([bytesOf(files, path), Buffer.from(logText(random, dayOf(night), 60))]))
  }
}

/** Deletes or renames something. */
function forgetOne(files: Files, paths: readonly string[], random: Random): void {
  if (paths.length < 20) return
  const path = random.pick(paths)
  const bytes = bytesOf(files, path)
  files.delete(path)
  if (random.chance(0.5)) files.set(path.replace(/([^/]*)$/, 'old-$1'), bytes)
}

export function bytesOf(files: Files, path: string): Buffer {
  return files.get(path) ?? Buffer.alloc(0)
}

function dayOf(night: number): Date {
  return new Date(Date.UTC(2026, 2, 2 + night))
}
