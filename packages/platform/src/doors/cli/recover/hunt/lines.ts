import { printName } from '@anlauf/repository'

import type { HandedOut } from '../../../../phases/release/index.ts'
import { formatBytes, formatCount } from '../../terminal/output.ts'
import type { RecalledHit, RecalledHunt } from './recall-hits.ts'
import type { HuntWords, OpenWord } from './words.ts'

/** Places of one content that are shown; the JSON has all. */
const shown = 20
/** Contents that never left and are shown; a rule that matches too much must not push what is open off the screen. */
const shownHits = 100

/** What people read first comes first: what must be recalled, what was found, what is open, what was looked at. */
export function huntLines(hunt: RecalledHunt, words: HuntWords): string[] {
  const { hits, open, problems, stopped, releases, counters } = hunt
  const recalled = hits.filter(({ handedOut }) => handedOut.length > 0).length
  const rest = hits.length - recalled - shownHits
  return [
    ...(recalled > 0 ? [words.recalls(formatCount(recalled))] : []),
    ...hits.slice(0, recalled + shownHits).flatMap((hit) => hitLines(hit, words)),
    ...(rest > 0 ? [words.moreContents(formatCount(rest))] : []),
    ...open.map(({ cause, contents, bytes }) =>
      words.open(formatCount(contents), formatBytes(bytes), words.why[cause as OpenWord] ?? cause),
    ),
    ...releases.notKnown.map((one) =>
      words.releaseNotKnown(
        printName(one.unit),
        one.case + exerciseMark(one, words),
        one.at,
        one.manifestDigest,
      ),
    ),
    ...(releases.notLookedInto > 0 ? [words.notLookedInto(formatCount(releases.notLookedInto))] : []),
    ...releases.unreadable.map((one) => words.unreadable(one.case, one.message)),
    ...problems
      .slice(0, shown)
      .map(({ path, message }) => words.notRead(printName(path), printName(message))),
    ...(hunt.insidesFull === true ? [words.full] : []),
    ...(stopped === undefined
      ? []
      : [
          words.stopped(
            stopped.answered.map((one) => words.dangers[one]).join(', ') || words.nothingAnswered,
            words.dangers[stopped.within],
            stopped.since,
          ),
        ]),
    hits.length === 0 ? words.nothing : words.found(formatCount(hits.length)),
    words.looked({
      snapshots: formatCount(counters.snapshots),
      files: formatCount(counters.filesSeen),
      contents: formatCount(counters.contents),
      read: formatCount(counters.contentsRead),
      bytes: formatBytes(counters.bytesRead),
      known: formatCount(counters.fromCache),
    }),
  ]
}

function hitLines(hit: RecalledHit, words: HuntWords): string[] {
  const { sha256, size, verdict, matches, members, sightings, handedOut } = hit
  const rest = sightings.length - shown
  const what = verdict === 'listed' ? words.listed : verdict
  const rules = matches.length > 0 ? `: ${matches.map(printName).join(', ')}` : ''
  return [
    `${handedOut.length > 0 ? `${words.recall}  ` : ''}${sha256}  ${formatBytes(size)}  ${what}${rules}`,
    ...members
      .slice(0, shown)
      .map(
        (one) =>
          `    ${words.holds(one.place === undefined ? words.placeNotRead : printName(one.place), one.sha256)}`,
      ),
    ...handedOut.flatMap((one) => handedOutLines(one, words)),
    ...sightings
      .slice(0, shown)
      .map(
        ({ tenant, host, path, firstSeen, lastSeen, snapshots }) =>
          `    ${printName(tenant)}  ${printName(`${host}:${path}`)}  ${words.seen(firstSeen.time, lastSeen.time, formatCount(snapshots))}`,
      ),
    ...(rest > 0 ? [`    ${words.morePlaces(formatCount(rest))}`] : []),
    ...(sightings.length === 0 ? [`    ${words.inNoBackup}`] : []),
  ]
}

function handedOutLines(one: HandedOut, words: HuntWords): string[] {
  const rest = one.files.length - shown
  return [
    `    ${words.released(printName(one.unit), one.case + exerciseMark(one, words), one.at)}`,
    ...(one.handedBack.length === 0 ? [`        ${words.notHandedBack}`] : []),
    ...one.handedBack.map(
      ({ at, form, receiptDigest }) => `        ${words.handedBack(at, words.forms[form], receiptDigest)}`,
    ),
    ...one.files
      .slice(0, shown)
      .map(({ host, path }) => `        ${words.there(printName(`${host}:${path}`))}`),
    ...(rest > 0 ? [`        ${words.morePlaces(formatCount(rest))}`] : []),
  ]
}

function exerciseMark({ exercise }: { readonly exercise: boolean }, words: HuntWords): string {
  return exercise ? words.exercise : ''
}
