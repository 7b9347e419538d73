import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The manifest of a unit's folder. */
export function manifestPlace(folder: string): string {
  return join(folder, 'manifest.ndjson')
}

/** Writes a unit's manifest in one step; durable when it returns. */
export function writeManifest(folder: string, text: string): void {
  const file = manifestPlace(folder)
  rmSync(`${file}.part`, { recursive: true, force: true })
  writeFileSync(`${file}.part`, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(`${file}.part`, file)
}
