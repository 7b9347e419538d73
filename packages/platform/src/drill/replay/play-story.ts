import { openCase } from '../../core/case/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { cadenceOf, type DeskSession, type Finding, openDesk } from '../../core/updates/index.ts'
import { keysOf, perform, publish, type Stage } from './perform.ts'
import type { Moment, Story } from './story.ts'

/** What a moment came to. */
export type Happened =
  | { readonly kind: 'done'; readonly at: Date; readonly moment: Moment; readonly update?: number }
  | {
      readonly kind: 'refused'
      readonly at: Date
      readonly moment: Moment
      readonly by: string
      readonly why: string
    }
  /** It should have been refused and was not. */
  | { readonly kind: 'let through'; readonly at: Date; readonly moment: Moment }
  /** The timer let the approved "no news" out. */
  | { readonly kind: 'kept'; readonly at: Date; readonly update: number }
  /** The timer could not: it would not have been true, or nothing was approved. */
  | { readonly kind: 'not kept'; readonly at: Date; readonly why: string }

export interface Play {
  readonly desk: DeskSession
  readonly happened: readonly Happened[]
}

/** As the timer of the handbook: it looks this often whether a promise runs out. */
const timerMinutes = 5

/**
 * Plays a story in simulated time: every act goes through the same rules as in earnest, into the log; between acts the
 * timer keeps promises. What the story says is refused has to be; anything else that is refused ends the play.
 */
export async function playStory(
  story: Story,
  log: EvidenceLog,
  onHappened: (happened: Happened) => void = () => {},
): Promise<Play> {
  const session = await openCase(log, story.case)
  const desk = await openDesk(log, story.case, story.estate)
  const keys = keysOf(story)
  const happened: Happened[] = []
  const note = (one: Happened): void => {
    // The timer looks again and again; that it could not keep one promise is said once.
    const isKnown = happened.some(
      ({ kind, at }) => kind === 'not kept' && one.kind === kind && +at === +one.at,
    )
    if (isKnown) return
    happened.push(one)
    onHappened(one)
  }
  const stageAt = (at: Date): Stage => ({ story, session, desk, keys, at: at.toISOString() })
  for (const moment of story.moments) {
    await keepPromises(stageAt, moment.at, note)
    note(await playMoment(stageAt(moment.at), moment))
    await desk.refresh()
  }
  return { desk, happened }
}

async function playMoment(stage: Stage, moment: Moment): Promise<Happened> {
  const { at, act, refused } = moment
  const before = stage.desk.desk.published.length
  try {
    await stage.desk.refresh()
    await perform(stage, act)
  } catch (cause) {
    if (!(cause instanceof AnlaufError) || refused === undefined) throw inMoment(moment, cause)
    const reasons = reasonsOf(cause)
    if (!reasons.includes(refused)) throw inMoment(moment, cause)
    return { kind: 'refused', at, moment, by: refused, why: whyOf(cause, refused) }
  }
  if (refused !== undefined) return { kind: 'let through', at, moment }
  const { length } = stage.desk.desk.published
  return { kind: 'done', at, moment, ...(length > before && { update: length }) }
}

/** Lets "no news" out each time it is due before `until`; a promise that cannot be kept is left for the people. */
async function keepPromises(
  stageAt: (at: Date) => Stage,
  until: Date,
  note: (happened: Happened) => void,
): Promise<void> {
  for (;;) {
    const { desk } = stageAt(until)
    const { nextBy } = cadenceOf(desk.desk, until)
    if (nextBy === undefined || desk.desk.case.status !== 'declared') return
    // The first look of the timer at which less than a quarter of an hour is left.
    const due = new Date(
      Math.ceil((Date.parse(nextBy) - 15 * 60_000) / (timerMinutes * 60_000)) * timerMinutes * 60_000,
    )
    if (due >= until) return
    const { noNews, isDue } = cadenceOf(desk.desk, due)
    if (!isDue || noNews === undefined || noNews.untrue !== undefined) {
      return note({
        kind: 'not kept',
        at: due,
        why: noNews?.untrue ?? 'no text of the kind "no-news" is approved',
      })
    }
    await publish(stageAt(due), noNews.update)
    note({ kind: 'kept', at: due, update: desk.desk.published.length })
  }
}

function findingsOf({ context }: AnlaufError): readonly Finding[] {
  const { findings } = context as { readonly findings?: readonly Finding[] }
  return findings ?? []
}

/** Everything that stopped it: kinds of findings, the rule, the code. */
function reasonsOf(error: AnlaufError): readonly string[] {
  const { refused } = error.context as { readonly refused?: string }
  return [
    ...findingsOf(error).map(({ kind }) => kind),
    ...(refused === undefined ? [] : [refused]),
    error.code,
  ]
}

function whyOf(error: AnlaufError, refused: string): string {
  const finding = findingsOf(error).find(({ kind }) => kind === refused)
  return finding === undefined ? `${error.message} ${error.hint}` : `"${finding.found}": ${finding.hint}`
}

function inMoment({ at, note }: Moment, cause: unknown): AnlaufError {
  const error = cause instanceof AnlaufError ? cause : undefined
  const findings = error === undefined ? [] : findingsOf(error).map(({ kind, found }) => `${kind} "${found}"`)
  return new AnlaufError(
    'drill-failed',
    `${at.toISOString()} ${note}: ${[error?.message ?? String(cause), ...findings].join(' · ')}`,
    { hint: error?.hint ?? 'See the cause.', cause },
  )
}
