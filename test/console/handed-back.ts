import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Ledger } from '../../packages/platform/src/drill/truth/ledger.ts'

type Hashes = ReadonlyMap<string, string>

/** SHA-256 of everything that customers were given, by its path on the provider's machine. */
export function handedBack(place: string): Hashes {
  const found = new Map<string, string>()
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const at = path.indexOf('/srv/')
    if (at >= 0) found.set(path.slice(at), sha256(readFileSync(path)))
  }
  return found
}

/** Files that have to be there and are not, or are something else. */
export function notAsWanted(wanted: Hashes, back: Hashes): readonly string[] {
  return [...wanted].flatMap(([path, hash]) => (back.get(path) === hash ? [] : [path]))
}

/**
 * Encrypted files and droppers among what customers were given, whatever their name is now. A ransom note is not: it is a
 * text that hurts nobody, and nothing tells every one of them from a letter.
 */
export function madeByAttacker({ files }: Ledger, back: Hashes): readonly string[] {
  const honest = new Set<string>()
  const hostile = new Set<string>()
  for (const { versions } of files.values()) {
    for (const { state, sha256: hash } of versions) {
      if (state === 'clean') honest.add(hash)
      else if (state === 'encrypted' || state === 'dropper') hostile.add(hash)
    }
  }
  return [...back].flatMap(([path, hash]) => (hostile.has(hash) && !honest.has(hash) ? [path] : []))
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
