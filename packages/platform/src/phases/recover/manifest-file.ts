import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { manifestDigest, type ManifestLine, manifestText } from './manifest.ts'

/** The manifest of a unit's folder. */
export function manifestPlace(folder: string): string {
  return join(folder, 'manifest.ndjson')
}

/** Writes a unit's manifest in one step; durable when it returns. */
export function writeManifest(
  folder: string,
  lines: readonly ManifestLine[],
): { readonly manifestFile: string; readonly manifestDigest: string; readonly text: string } {
  const text = manifestText(lines)
  const manifestFile = manifestPlace(folder)
  rmSync(`${manifestFile}.part`, { recursive: true, force: true })
  writeFileSync(`${manifestFile}.part`, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(`${manifestFile}.part`, manifestFile)
  return { manifestFile, manifestDigest: manifestDigest(text), text }
}
