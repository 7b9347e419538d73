import type { Content } from './content.ts'
import { holdsNoise } from './package-noise.ts'
import type { Thresholds } from './thresholds.ts'
import { gunzipped, promisedType, sniff, zipMembers } from './validators/index.ts'

/** What is unpacked to look at it; larger packages are judged by their check alone. */
const maxUnpacked = 16 * 1024 * 1024
/** Whoever packs ciphertext packs little else; archives of thousands are not opened for it. */
const mostMembers = 64

/**
 * A sound package vouches for what it holds as it was put in, whatever that was. When a name in it promises a kind
 * of content and the bytes are nothing known, says so; and when the names promise nothing and the greater part is
 * noise, for that may be ciphertext as well. For packages that nobody saw before: there is no old content to compare
 * with.
 */
export function brokenPromise(
  path: string,
  bytes: Uint8Array,
  { type }: Content,
  limits: Thresholds,
): { what: string; isContradiction: boolean } | undefined {
  const parts = partsOf(path, bytes, type?.name)
  for (const [name, part] of parts) {
    const promised = promisedType(name)
    if (promised === undefined || part.length === 0 || sniff(part) !== undefined) continue
    const what = `what it packs as ${name.slice(name.lastIndexOf('/') + 1)} is no ${promised.name}`
    return { what, isContradiction: true }
  }
  return holdsNoise(new Map(parts), limits)
    ? { what: 'most of what it packs is noise of no known kind', isContradiction: false }
    : undefined
}

function partsOf(path: string, bytes: Uint8Array, type: string | undefined): [string, Uint8Array][] {
  if (type === 'zip') return [...zipMembers(bytes, maxUnpacked)].slice(0, mostMembers)
  const plain = type === 'gzip' ? gunzipped(bytes, maxUnpacked) : undefined
  return plain === undefined ? [] : [[path.slice(0, Math.max(0, path.lastIndexOf('.'))), plain]]
}
