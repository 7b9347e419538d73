import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { digest, type Manifest, readManifest } from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'

/** The line of bundles of one case, as far as this home made it. */
export interface Series {
  /** The last one that was made here. */
  readonly last: { readonly manifest: Manifest; readonly sha256: string } | undefined
  /** Takes the next number above all others; no two processes of this home get the same one. */
  takeNumber(after?: number): number
  /** Keeps what was made; the next one names its hash. */
  keep(manifest: Uint8Array): void
}

/** Numbers that were given out stay marked for so long; nobody is late by that many. */
const markersKept = 100

export function seriesOf(context: Pick<AnlaufContext, 'home'>, caseId: string): Series {
  const folder = join(context.home, 'site', caseId)
  const file = join(folder, 'bundle.json')
  const bytes = existsSync(file) ? readFileSync(file) : undefined
  const last = bytes === undefined ? undefined : { manifest: readManifest(bytes), sha256: digest(bytes) }
  return {
    last,
    takeNumber(after = 0) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const taken = readdirSync(folder).flatMap((name) => Number(/^number-(\d+)$/.exec(name)?.[1] ?? 0))
      for (let number = Math.max(after, last?.manifest.sequence ?? 0, ...taken) + 1; ; number += 1) {
        if (!mark(join(folder, `number-${number}`))) continue
        for (const old of taken) {
          if (old > 0 && old <= number - markersKept) rmSync(join(folder, `number-${old}`), { force: true })
        }
        return number
      }
    },
    keep(manifest) {
      // Another process made a later one meanwhile; the next names that.
      if (existsSync(file) && sequenceOf(readFileSync(file)) > sequenceOf(manifest)) return
      const fresh = join(folder, `.bundle.json.${process.pid}`)
      writeFileSync(fresh, manifest, { mode: 0o600, flush: true })
      renameSync(fresh, file)
    },
  }
}

function sequenceOf(manifest: Uint8Array): number {
  return readManifest(manifest).sequence
}

function mark(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx', flush: true })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
