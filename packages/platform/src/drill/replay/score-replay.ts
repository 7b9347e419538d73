import type { PlayedEdition } from '../../doors/cli/index.ts'
import type { Audit } from './audit-word.ts'
import type { Happened } from './play-story.ts'
import type { Story } from './story.ts'

/** What a replayed incident came to. */
export interface ReplayScore {
  readonly title: string
  readonly firstWordHours: number | undefined
  readonly longestGapHours: number
  readonly updates: number
  /** Of them by the timer: the approved truthful "no news". */
  readonly byTimer: number
  readonly languages: number
  readonly latePromises: readonly number[]
  readonly contradictions: readonly number[]
  readonly namedCustomers: readonly number[]
  readonly corrected: Audit['corrected']
  readonly openCorrections: number
  readonly unproven: number
  /** What somebody was tempted to say, and whether it was stopped. */
  readonly refused: number
  readonly letThrough: readonly string[]
  readonly evidence: { readonly entries: number; readonly verified: boolean }
  /** Of the signed site: its number, and what a reader would hold against it. */
  readonly edition: Pick<PlayedEdition, 'sequence' | 'problems'>
  readonly closed: boolean
  readonly resembled: Story['resembled']
  /** Why it failed; empty when it passed. */
  readonly reasons: readonly string[]
}

/** The first word within this time of the detection. */
const maxFirstWordHours = 4
/** The longest that anybody may promise. */
const maxGapHours = 7 * 24

export function scoreReplay(
  story: Story,
  audit: Audit,
  happened: readonly Happened[],
  { evidence, edition }: Pick<ReplayScore, 'evidence' | 'edition'>,
): ReplayScore {
  const { firstWordAt, ...found } = audit
  const firstWordHours =
    firstWordAt === undefined ? undefined : (Date.parse(firstWordAt) - story.detectedAt.getTime()) / 3_600_000
  const score = {
    ...found,
    title: story.title,
    firstWordHours,
    byTimer: happened.filter(({ kind }) => kind === 'kept').length,
    refused: happened.filter(({ kind }) => kind === 'refused').length,
    letThrough: happened.flatMap((one) => (one.kind === 'let through' ? [one.moment.note] : [])),
    evidence,
    edition,
    resembled: story.resembled,
  }
  return { ...score, reasons: reasonsOf(score) }
}

function reasonsOf(score: Omit<ReplayScore, 'reasons'>): readonly string[] {
  const { firstWordHours, longestGapHours, latePromises, contradictions, namedCustomers, letThrough } = score
  const conditions: [boolean, string][] = [
    [
      (firstWordHours ?? Infinity) <= maxFirstWordHours,
      `the first word did not come within ${maxFirstWordHours} hours`,
    ],
    [longestGapHours <= maxGapHours, `${hours(longestGapHours)} passed without a word`],
    [latePromises.length === 0, `promises ran out after updates ${latePromises.join(', ')}`],
    [contradictions.length === 0, `updates ${contradictions.join(', ')} say what the register does not`],
    [namedCustomers.length === 0, `updates ${namedCustomers.join(', ')} name a customer`],
    [score.openCorrections === 0, `${score.openCorrections} corrections are open`],
    [score.unproven === 0, `${score.unproven} publications without two genuine approvals`],
    [letThrough.length === 0, `not refused: ${letThrough.join('; ')}`],
    [score.evidence.verified, 'the log does not verify'],
    [score.edition.problems.length === 0, `the site does not verify: ${score.edition.problems.join('; ')}`],
    [score.languages === 2, 'an update came in one language only'],
    [score.closed, 'the case was not closed'],
  ]
  return conditions.flatMap(([holds, why]) => (holds ? [] : [why]))
}

/** The score for people, beside what the incident that this one resembles came to. */
export function replayLines(score: ReplayScore): string[] {
  const { resembled, latePromises, contradictions, corrected, evidence, letThrough } = score
  const slowest = Math.max(0, ...corrected.map((one) => one.hours))
  const rows: [string, string, string, boolean][] = [
    [
      'First word after',
      score.firstWordHours === undefined ? 'never' : hours(score.firstWordHours),
      hours(resembled.firstWordHours),
      (score.firstWordHours ?? Infinity) <= maxFirstWordHours,
    ],
    [
      'Longest silence',
      hours(score.longestGapHours),
      hours(resembled.longestGapHours),
      score.longestGapHours <= maxGapHours,
    ],
    ['Updates', `${score.updates}, of them ${score.byTimer} by the timer`, String(resembled.updates), true],
    ['Languages', String(score.languages), String(resembled.languages), score.languages === 2],
    ['Late promises', String(latePromises.length), 'none were made', latePromises.length === 0],
    [
      'Contradictions',
      `${contradictions.length} published, ${score.refused} attempts refused`,
      'several',
      contradictions.length === 0 && letThrough.length === 0,
    ],
    [
      'Corrections',
      `${corrected.length} made, the slowest after ${hours(slowest)}, ${score.openCorrections} open`,
      'not marked',
      score.openCorrections === 0,
    ],
    [
      'Evidence',
      `${evidence.entries} entries, ${evidence.verified ? 'verified' : 'NOT VERIFIED'}`,
      '-',
      evidence.verified,
    ],
    [
      'Site',
      `edition ${score.edition.sequence}, ${score.edition.problems.length === 0 ? 'signed and checked' : 'DOES NOT VERIFY'}`,
      '-',
      score.edition.problems.length === 0,
    ],
  ]
  return [
    '',
    `    ${''.padEnd(17)} ${'here'.padEnd(52)} in the incident it resembles`,
    ...rows.map(
      ([name, value, then, good]) => `  ${good ? '✔' : '✘'} ${name.padEnd(17)} ${value.padEnd(52)} ${then}`,
    ),
    '',
    score.reasons.length === 0 ? 'The replay passed.' : 'The replay FAILED:',
    ...score.reasons.map((reason) => `  - ${reason}`),
  ]
}

function hours(value: number): string {
  return value < 48 ? `${value.toFixed(1)} h` : `${(value / 24).toFixed(1)} days`
}
