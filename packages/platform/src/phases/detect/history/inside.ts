import type { Change } from '../change.ts'
import { contentOf } from '../content.ts'
import type { Judgement } from '../judge-first.ts'
import { noiseInside } from '../noise-inside.ts'
import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import type { Thresholds } from '../thresholds.ts'
import { gunzipped, noiseShare, promisedType, sniff, zipMembers } from '../validators/index.ts'

/** What is unpacked for it; larger packages are judged by their check alone. */
const maxUnpacked = 16 * 1024 * 1024

/**
 * Looks into a package where its check proves too little of it: one whose members are noise where they were something
 * before, in the same kind of package, and one that took a file's place and packs neither that file nor anything known.
 * Returns the judgement as it was when there is nothing to add.
 */
export function lookInside(change: Change, judgement: Judgement, limits: Thresholds): Judgement {
  if (!change.complete || judgement.verdict === 'convicted' || judgement.unnatural === true) return judgement
  const now = sniff(change.after)
  if (now?.name !== 'zip' && now?.name !== 'gzip') return judgement
  const stranger = packsAStranger(change, limits)
  if (stranger !== undefined) {
    return { verdict: 'unknown', reasons: [stranger], contradiction: true, noise: true }
  }
  const [old, packed] = [change.before, change.after].map((bytes) =>
    contentOf(bytes, { expected: undefined, complete: true }),
  )
  if (old?.type !== now || packed?.state !== 'whole' || packed.deep) return judgement
  const inside = noiseInside(change.before, change.after, { old, now: packed, wraps: false, limits })
  if (inside === undefined) return judgement
  const reasons = [inside.what, ...(judgement.verdict === 'clean' ? [] : judgement.reasons)]
  return { verdict: 'suspicious', reasons, contradiction: true, noise: true, unnatural: true }
}

/** Of a kind that no check knows there is nothing to compare but the bytes: packed, they are still what they were. */
function packsAStranger({ path, oldPath, before, after }: Change, limits: Thresholds): string | undefined {
  if (oldPath === undefined || !path.startsWith(`${oldPath}.`)) return undefined
  if (promisedType(oldPath) !== undefined || sniff(before) !== undefined) return undefined
  const only = onlyMember(after)
  if (only === undefined || Buffer.compare(only, before) === 0) return undefined
  return isNoise(only, limits) ? 'it packs noise that is not what stood there' : undefined
}

/** The bytes of a zip without any entry. */
const emptyZipBytes = 22

/** A sound package of one thing, and that is noise of no known kind: its sums vouch for nothing. */
export function packsOnlyNoise(bytes: Uint8Array, limits: Thresholds): boolean {
  const type = sniff(bytes)?.name
  const only = type === 'zip' || type === 'gzip' ? onlyMember(bytes) : undefined
  if (only === undefined || only.length >= limits.minRewritten)
    return only !== undefined && isNoise(only, limits)
  return sniff(only) === undefined && noiseShare(only) > limits.noiseShare * 2
}

/** A zip of which nothing can be read, for it is locked or larger than what is unpacked here. */
export function isOpaqueZip(bytes: Uint8Array): boolean {
  const isFilled = sniff(bytes)?.name === 'zip' && bytes.length > emptyZipBytes
  return isFilled && zipMembers(bytes, maxUnpacked).size === 0
}

function onlyMember(bytes: Uint8Array): Uint8Array | undefined {
  const members = [...zipMembers(bytes, maxUnpacked).values()]
  if (members.length > 1) return undefined
  return members[0] ?? gunzipped(bytes, maxUnpacked)
}

function isNoise(bytes: Uint8Array, limits: Thresholds): boolean {
  return sniff(bytes) === undefined && Math.abs(uniformityZ(histogramOf(bytes))) < limits.uniformZ
}
