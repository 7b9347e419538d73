import { isCompressed, isContainerSwap } from '../change.ts'
import { commonGrowth } from '../signals/growth.ts'
import { endingOf } from '../validators/index.ts'
import type { Event, Night } from './night.ts'
import { convict } from './timeline.ts'

/**
 * The evidence that the files of one night give about each other. A file that alone stays undecided is
 * convicted when it grew by the same footer as many others (T9), when it is one of many that were replaced
 * by something unexplained (T7), or when it contradicts its name or past in a night in which other files of
 * its tenant were convicted. Files that contradict nothing (a new archive, a key file) stay undecided.
 */
export function weighTogether(night: Night, massEndings: ReadonlySet<string>): void {
  for (const [tenant, events] of Map.groupBy(night.events, (event) => event.tenant)) {
    byEnding(night, events, massEndings)
    byGrowth(night, events)
    byMass(night, events)
    byLoss(night, events)
    bySwaps(night, events)
    byEncoding(night, events)
    byGuesses(night, tenant, events)
    // Of what the others convicted the ending is told anew.
    byEnding(night, events, massEndings)
    byCompany(night, events)
    keepForLater(night, tenant, events)
  }
}

/** T8: an ending that many convicted files got that night says enough about the others that got it. */
function byEnding(night: Night, events: readonly Event[], massEndings: ReadonlySet<string>): void {
  const endingOfEvent = ({ tracks }: Event) => endingOf(tracks[0]?.path ?? '')
  for (const [ending, members] of Map.groupBy(events, endingOfEvent)) {
    if (!massEndings.has(ending)) continue
    const convicted = members.filter((event) => verdictOf(night, event) === 'convicted').length
    if (convicted < night.context.limits.renamedFiles) continue
    const reason = `has the ending "${ending}" that ${convicted} encrypted files got that night`
    for (const event of members) {
      // A newcomer that is clean by its look alone looks like the others that got the ending.
      const isProved = event.growth !== undefined || event.judgement.proven === true
      if (verdictOf(night, event) === 'clean' && isProved) continue
      for (const track of event.tracks)
        if (track.role === 'victim' && endingOf(track.path) === ending) track.role = 'successor'
      convictAll(night, event, reason)
    }
  }
}

/** T9. Only changes that nothing explains count: a new licence line makes many sources grow alike. */
function byGrowth(night: Night, events: readonly Event[]): void {
  const unexplained = events.filter(
    (event) => verdictOf(night, event) !== 'clean' && event.growth !== undefined,
  )
  const common = commonGrowth(
    unexplained.flatMap(({ growth }) => growth ?? []),
    night.context.limits,
  )
  if (common === undefined) return
  const reason = `grew by exactly ${common.bytes} bytes, like ${common.files - 1} other changed files of ${common.kinds} kinds`
  for (const event of events) {
    // Of kinds that no check knows, the looks of a change never excuse it.
    const isOpen = verdictOf(night, event) !== 'clean' || event.growth?.isKnownKind === false
    if (isOpen && event.growth?.bytes === common.bytes) convictAll(night, event, reason)
  }
}

/**
 * T6, T11: files that kept their names and contradict what they were (a picture that is no picture, a text that
 * became digits, blocks of zeros). One has an accident or a strange program; many in one night have not.
 */
function byMass(night: Night, events: readonly Event[]): void {
  const changed = events.filter((event) => event.growth !== undefined && !event.isSwap)
  const odd = changed.filter(
    (event) => event.judgement.contradiction === true && event.judgement.verdict === 'suspicious',
  )
  if (odd.length < night.context.limits.renamedFiles) return
  const reason = `one of ${odd.length} files that contradict in one night what they were`
  for (const event of odd) convictAll(night, event, reason)
}

/** T11: many files that were emptied or cut short in one night, and no new file that keeps what they held. */
function byLoss(night: Night, events: readonly Event[]): void {
  const lost = lostIn(events)
  if (lost.length < night.context.limits.renamedFiles) return
  const reason = `one of ${lost.length} files that were emptied or cut short in one night: destroyed, not encrypted`
  for (const event of lost) convictAll(night, event, reason)
}

function lostIn(events: readonly Event[]): Event[] {
  const added = events
    .filter((event) => event.growth === undefined)
    .map(({ tracks }) => tracks[0]?.path ?? '')
  return events.filter(({ judgement, growth, tracks }) => {
    const path = tracks[0]?.path ?? ''
    const isLost = growth !== undefined && judgement.cutShort === true
    // A log that was rotated lives on beside itself.
    return isLost && !added.some((other) => other.startsWith(path))
  })
}

/** Remembers what says little alone: files locked away under another name, and files of which nothing is left. */
function keepForLater(night: Night, tenant: string, events: readonly Event[]): void {
  const keep = (kind: string) => (event: Event) => {
    night.swaps.push({ tracks: event.tracks, tenant, snapshot: night.snapshot, kind })
  }
  for (const event of events) {
    if (event.isSwap && (event.judgement.contradiction === true || isLocked(event)))
      keep(`locked away as .${endingOf(event.tracks[0]?.path ?? '')}`)(event)
  }
  lostIn(events)
    .filter(({ growth }) => growth?.isEmptied === true)
    .forEach(keep('emptied'))
}

/** In a container that nobody can look into; smaller than it was, when the container compresses. */
function isLocked({ tracks: [successor, old] }: Event): boolean {
  if (successor === undefined || old === undefined) return false
  const names = { path: successor.path, oldPath: old.path }
  return isContainerSwap(names) && !isCompressed(names)
}

/** T7: one document that its owner encrypted is his affair; many in one night are not. */
function bySwaps(night: Night, events: readonly Event[]): void {
  const swaps = events.filter((event) => event.isSwap && event.judgement.contradiction === true)
  const open = swaps.filter((event) => verdictOf(night, event) !== 'clean')
  if (open.length >= night.context.limits.renamedFiles) {
    const reason = `one of ${open.length} files that were replaced by something unexplained in one night`
    for (const event of open) convictAll(night, event, reason)
  }
}

/** T6: where many files were encoded in one night, those that were never seen before are encoded too. */
function byEncoding(night: Night, events: readonly Event[]): void {
  const encoded = events.filter((event) => event.judgement.encoded === true)
  const convicted = encoded.filter((event) => verdictOf(night, event) === 'convicted').length
  if (convicted < night.context.limits.renamedFiles) return
  const reason = `one of ${encoded.length} files that became encoded text in one night`
  for (const event of encoded) if (verdictOf(night, event) !== 'clean') convictAll(night, event, reason)
}

/** A new file in the place of a vanished one is a coincidence now and then, night after night it is not. */
function byGuesses(night: Night, tenant: string, events: readonly Event[]): void {
  const guesses = events.filter((event) => event.isGuess && event.judgement.contradiction === true)
  const known = (night.guesses.get(tenant) ?? 0) + guesses.length
  night.guesses.set(tenant, known)
  if (known < night.context.limits.renamedFiles) return
  const reason = `one of ${known} files so far that seem to have taken vanished ones' places`
  for (const event of guesses) convictAll(night, event, reason)
}

function byCompany(night: Night, events: readonly Event[]): void {
  const convicted = events.filter((event) => verdictOf(night, event) === 'convicted')
  const notes = convicted.filter(({ tracks }) => tracks[0]?.role === 'note').length
  // The same note in many folders is one thing that happened.
  const others = convicted.length - Math.max(0, notes - 1)
  if (others < night.context.limits.alarmConvictions) return
  const reason = `${others} other files of this tenant were convicted in the same snapshot`
  for (const event of events) {
    if (event.judgement.contradiction === true) convictAll(night, event, reason)
    else if (event.isNoteLike) convictNote(night, event, `reads like a ransom note; ${reason}`)
  }
  bySpread(night, events, convicted)
}

/**
 * T10 in whatever language: the same new small text in many folders, most of which lost files in the same night.
 * A licence that came with forty packages stands where nothing was encrypted, and stays a text.
 */
function bySpread(night: Night, events: readonly Event[], convicted: readonly Event[]): void {
  const hit = new Set<string>()
  for (const { tracks } of convicted)
    for (const { path, role } of tracks) if (role !== 'note') addFolders(hit, path)
  const texts = Map.groupBy(events, ({ spread }) => spread)
  for (const [folders, copies] of texts) {
    if (folders === undefined) continue
    const among = [...folders].filter((folder) => hit.has(folder)).length
    if (among * 2 <= folders.size) continue
    const reason = `the same new text in ${folders.size} folders, in ${among} of which files were convicted`
    for (const event of copies) convictNote(night, event, reason)
  }
}

/** The folder of a path and all above it. */
function addFolders(folders: Set<string>, path: string): void {
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end)
    if (folders.has(folder)) return
    folders.add(folder)
    if (end === 0) return
  }
}

function convictNote(night: Night, event: Event, reason: string): void {
  for (const track of event.tracks) track.role = 'note'
  convictAll(night, event, reason)
}

function convictAll(night: Night, event: Event, reason: string): void {
  for (const track of event.tracks) convict(track, night.snapshot, reason)
}

function verdictOf(night: Night, event: Event): string | undefined {
  const last = event.tracks[0]?.versions.at(-1)
  return last?.snapshot === night.snapshot ? last.verdict : undefined
}
