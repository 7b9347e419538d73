import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { manifestDigest, orWriteFailure, unitFolder } from '../../recover/index.ts'

/**
 * Keeps a manifest under its digest, before what it names leaves the house: the evidence names releases by that digest
 * alone, and the clean room may be gone when somebody asks what a release held. Durable when it returns; one that is
 * there already stays. Throws `no-space`, `write-failed`.
 */
export function keepManifest(folder: string, text: string): void {
  const place = join(folder, `${manifestDigest(text)}.ndjson`)
  if (existsSync(place) && readFileSync(place, 'utf8') === text) return
  const part = `${place}.${process.pid}.part`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(part, text, { mode: 0o600, flush: true })
    renameSync(part, place)
  } catch (error) {
    rmSync(part, { force: true })
    throw orWriteFailure(error, folder)
  }
}

/**
 * The text of a released manifest: where it was kept, else in clean rooms and among receipts that somebody names.
 * Undefined when none of them holds exactly what was released.
 */
export function findManifest(
  { unit, manifestDigest: digest }: { readonly unit: string; readonly manifestDigest: string },
  { kept, folders }: { readonly kept: string; readonly folders: readonly string[] },
): string | undefined {
  const places = [
    join(kept, `${digest}.ndjson`),
    ...folders.flatMap((folder) => {
      const own = unitFolder(folder, unit)
      return [join(own, 'manifest.ndjson'), join(own, 'receipt', 'manifest.ndjson')]
    }),
  ]
  for (const place of places) {
    const text = existsSync(place) ? readFileSync(place, 'utf8') : ''
    if (text !== '' && manifestDigest(text) === digest) return text
  }
  return undefined
}
