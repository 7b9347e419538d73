import { RepositoryError } from '@anlauf/repository'

import { weights } from '../alarm/weights.ts'
import type { Change } from '../change.ts'
import { judgeChange } from '../judge.ts'
import { judgeFirst, type Judgement } from '../judge-first.ts'
import { longest, unchangedRanges } from '../signals/unchanged-ranges.ts'
import { promisedType } from '../validators/index.ts'
import type { FileNode } from './changes.ts'
import { isOpaqueZip, lookInside, packsOnlyNoise } from './inside.ts'
import { newcomer, type Night } from './night.ts'
import { equalBlobs, readOne, readVersions, type VersionPair } from './read-version.ts'
import { streamed } from './stream-check.ts'
import type { Track } from './timeline.ts'
import { judgeUnpacked, unpacked } from './unpacked.ts'

/**
 * Judges a new version against the clean one of the track. Without a clean version, or with one whose first
 * look speaks against it, the new version must speak for itself: nothing is clean by likeness to the unknown.
 */
export async function judgeAgainstPast(
  night: Night,
  track: Track,
  after: FileNode,
  name: Pick<Change, 'unseenEnding' | 'massRenamed'>,
): Promise<Judgement> {
  const { context } = night
  if (track.cleanKeys.has(after.key)) return { verdict: 'clean', reasons: ['clean content is back'] }
  const known = knownContent(night, after)
  if (known !== undefined) return known
  const before = track.clean
  if (before === undefined)
    return (await judgeAgainstUndecided(night, track, after, name)) ?? judgeAlone(night, after)
  return reading(night, async () => {
    const versions = await readVersions(context.repository, before.node, after.node)
    context.counts.bytesRead += versions.before.length + versions.after.length
    const distrust = track.versions.length === 0 ? judgeBaseline(night, track, before, versions) : false
    if (distrust) {
      const version = { path: after.path, bytes: versions.after, complete: versions.complete }
      return judgeFirst({ ...version, isKin: await night.kin.isKin(after, versions.after) }, context.limits)
    }
    const change = { path: after.path, oldPath: before.path, ...versions, ...name }
    const looked = judgeUnpacked(change, context.limits) ?? judgeChange(change, context.limits)
    const judgement = nothingLost(change, lookInside(change, looked, context.limits))
    const final = await judgeToTheEnd(night, after, { ...versions, bytes: versions.after }, judgement)
    return final.verdict === 'clean'
      ? final
      : { ...final, ...(await salvageOf(night, before, after, versions)) }
  })
}

/** Whoever appends, also what does not belong there, destroys nothing: a log in UTF-16 that a program writes on in UTF-8. */
function nothingLost({ before, after, complete }: VersionPair, judgement: Judgement): Judgement {
  const isHarmless = complete && judgement.verdict === 'suspicious' && judgement.noise !== true
  if (!isHarmless || after.compare(before, 0, before.length, 0, Math.min(before.length, after.length)) !== 0)
    return judgement
  const reasons = ['only appended to', ...judgement.reasons]
  return { verdict: 'unknown', reasons }
}

/** What is left of a version that is not clean; of large files by their blobs alone. */
async function salvageOf(
  { context }: Night,
  before: FileNode,
  after: FileNode,
  versions: VersionPair,
): Promise<Pick<Judgement, 'salvage'>> {
  const salvage = versions.complete
    ? unchangedRanges(versions.before, versions.after)
    : longest(equalBlobs(await context.repository.loadIndex(), before.node, after.node))
  return salvage.bytes === 0 ? {} : { salvage }
}

/**
 * A film that arrived yesterday is not clean, because no check looks inside; that it was a film until today and is
 * noise now convicts all the same; what was put into a container is locked away, and what became a pattern is
 * destroyed, whatever it was. Anything less says nothing: likeness to the unknown is no proof.
 */
async function judgeAgainstUndecided(
  night: Night,
  track: Track,
  after: FileNode,
  name: Pick<Change, 'unseenEnding' | 'massRenamed'>,
): Promise<Judgement | undefined> {
  const before = track.undecided
  if (before === undefined) return undefined
  const { context } = night
  const judgement = await reading(night, async () => {
    const versions = await readVersions(context.repository, before.node, after.node)
    context.counts.bytesRead += versions.before.length + versions.after.length
    const change = { path: after.path, oldPath: before.path, ...versions, ...name }
    return lookInside(change, judgeChange(change, context.limits), context.limits)
  })
  const isProof = judgement.verdict === 'convicted' && promisedType(before.path) !== undefined
  const isLocked = judgement.verdict === 'unknown' && judgement.contradiction === true
  return isProof || isLocked || judgement.unnatural === true ? judgement : undefined
}

/** Judges a version that has no past. */
export async function judgeAlone(night: Night, file: FileNode): Promise<Judgement> {
  const { context } = night
  const known = knownContent(night, file)
  if (known !== undefined) return known
  return reading(night, async () => {
    const { bytes, complete } = await readOne(context.repository, file.node)
    context.counts.bytesRead += bytes.length
    // What is packed is judged by what it packs: a brotli stream says nothing by itself.
    const packed = complete ? unpacked(file.path, bytes) : undefined
    const content = { path: file.path, bytes, ...packed }
    const isKin = await night.kin.isKin({ ...file, path: content.path }, content.bytes)
    const judgement = judgeFirst({ ...content, complete, isKin }, context.limits)
    if (packed !== undefined) return judgement
    const isOpen = complete && judgement.verdict === 'clean'
    if (isOpen && packsOnlyNoise(bytes, context.limits))
      return {
        verdict: 'unknown',
        reasons: ['first seen, and nothing explains the noise it packs'],
        noise: true,
      }
    if (isOpen && judgement.proven !== true && isOpaqueZip(bytes))
      return { verdict: 'unknown', reasons: ['first seen, and nobody can look into what it packs'] }
    return judgeToTheEnd(night, file, { bytes, complete }, judgement)
  })
}

/**
 * What is too large for memory, packed or unpacked, was judged by samples or by structure. Text and gzip are
 * then read to their end once: only that exonerates, or takes back what samples could not see.
 */
async function judgeToTheEnd(
  night: Night,
  file: FileNode,
  { bytes, complete }: { bytes: Uint8Array; complete: boolean },
  judgement: Judgement,
): Promise<Judgement> {
  const isOpen = complete ? judgement.verdict === 'unknown' : judgement.verdict !== 'convicted'
  // Digits of something encoded are text to the last byte, which says nothing for them.
  if (!isOpen || judgement.contradiction === true || judgement.encoded === true) return judgement
  const { repository, signal, counts, limits } = night.context
  // That a package is right to its last byte does not clear the noise that it packs.
  if (complete && packsOnlyNoise(bytes, limits)) return judgement
  const proof = await streamed({ repository, node: file.node, sample: bytes, signal })
  // A text that was read whole is known to its end already; that it stays text takes nothing back.
  if (proof === undefined || (complete && proof.type === 'text')) return judgement
  counts.bytesRead += file.node.size ?? 0
  if (proof.holds) return { verdict: 'clean', reasons: [`${proof.type} to its last byte`] }
  const reasons = [...judgement.reasons, `begins as ${proof.type}, but ${proof.what}`]
  return { verdict: 'unknown', reasons, contradiction: true, noise: judgement.noise === true }
}

/** Content that was judged under another name or on another day. */
function knownContent(night: Night, file: FileNode): Judgement | undefined {
  if (night.convictedKeys.has(file.key)) {
    return { verdict: 'convicted', reasons: ['the same content was convicted before'] }
  }
  return night.trustedKeys.has(file.key)
    ? { verdict: 'clean', reasons: ['content that was deleted is back'] }
    : undefined
}

/**
 * The first snapshot is believed until a change makes us look. When its version is noise under a name that
 * promises something else, it is not what later versions are measured by, and not what is restored.
 */
function judgeBaseline(
  night: Night,
  track: Track,
  file: FileNode,
  versions: { before: Uint8Array; complete: boolean },
): boolean {
  const version = { path: file.path, bytes: versions.before, complete: versions.complete }
  const first = judgeFirst(version, night.context.limits)
  if (first.contradiction !== true || first.noise !== true) return false
  const reasons = ['already so in the oldest snapshot', ...first.reasons]
  // Its own track may be another one: a rename is judged under the new path.
  const owner = file.path === track.path ? track : newcomer(night, file)
  owner.versions.push({ snapshot: night.before, verdict: 'unknown', reasons, score: weights.unknown })
  owner.cleanKeys.delete(file.key)
  owner.clean = undefined
  owner.cleanIn = null
  owner.tainted = true
  return true
}

/** Data that is damaged or missing leaves this version undecided; what stops all reading stops the work. */
async function reading(night: Night, judge: () => Promise<Judgement>): Promise<Judgement> {
  night.context.signal?.throwIfAborted()
  night.context.onChange?.()
  night.context.counts.changesJudged += 1
  try {
    return await judge()
  } catch (error) {
    const isHole =
      error instanceof RepositoryError && (error.code === 'damaged' || error.code === 'missing-object')
    if (!isHole) throw error
    return { verdict: 'unknown', reasons: [`it cannot be read: ${error.message}`] }
  }
}
