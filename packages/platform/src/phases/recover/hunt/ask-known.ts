import { type Content, keyOfBlobs } from '../contents.ts'
import type { Scanner } from '../scanner.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import type { KnownHashes } from './known-hashes.ts'
import type { Tally } from './tally.ts'

/** SHA-256 of contents, as far as somebody knows it. */
export interface ContentHashes {
  of(content: Content): string | undefined
  /** What was read meanwhile, by the catalogue's key. */
  learn(key: string, sha256: string): void
}

/** As far as trees and earlier runs know them. */
export async function hashesOf(contents: readonly Content[], known: KnownHashes): Promise<ContentHashes> {
  const learned = new Map<string, string>()
  const several = contents.filter(({ blobs }) => blobs.length > 1)
  const found =
    several.length === 0 ? undefined : await known.find(several.map(({ blobs }) => keyOfBlobs(blobs)))
  for (const { key, blobs } of several) {
    const sha256 = found?.get(keyOfBlobs(blobs))
    if (sha256 !== undefined) learned.set(key, sha256)
  }
  return {
    // The key of one blob is its id, which is the SHA-256 of the file; of none, the SHA-256 of nothing.
    of: ({ key, blobs }) => (blobs.length <= 1 ? keyOfBlobs(blobs) : learned.get(key)),
    learn: (key, sha256) => void learned.set(key, sha256),
  }
}

/** What the engine has said before needs no reading, as far as the hash is known. Returns the rest. */
export async function askCache(
  contents: readonly Content[],
  hashes: ContentHashes,
  { scanner, verdicts }: { readonly scanner: Scanner; readonly verdicts: VerdictCache },
  tally: Tally,
): Promise<readonly Content[]> {
  const known = await verdicts.find(
    contents.flatMap((content) => hashes.of(content) ?? []),
    scanner.describe(),
  )
  return contents.filter((content) => {
    const sha256 = hashes.of(content)
    const verdict = sha256 === undefined ? undefined : known.get(sha256)
    if (sha256 === undefined || verdict === undefined) return true
    tally.counts.fromCache += 1
    tally.noteVerdict(content, sha256, verdict)
    return false
  })
}
