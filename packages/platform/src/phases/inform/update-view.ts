import type { Estate, Words } from '../../core/estate/index.ts'
import { namedCustomer, type Part, type Published } from '../../core/updates/index.ts'
import { type Revision, revisionsOf } from './content/series.ts'
import { validTime } from './moments.ts'

/** An update as the public sees it. Its number is its place in the log and never changes. */
export interface PublicUpdate {
  readonly number: number
  readonly kind: Published['kind']
  /** Of a typed text, slots filled; undefined with the text. */
  readonly parts: readonly Part[] | undefined
  /** Among the texts that take each other's place. */
  readonly revision: Revision | undefined
  readonly topic: string | undefined
  readonly service: string | undefined
  readonly reviewBy: string | undefined
  /** It says only that there is nothing new, and stands without remark: lists may fold several into one line. */
  readonly isQuiet: boolean
  readonly at: string
  readonly asOf: string
  readonly nextBy: string | undefined
  /** Undefined when it was corrected and its old wording cannot be shown. */
  readonly text: Words | undefined
  /** The promise that this update came too late for. */
  readonly brokenPromise: string | undefined
  /** Number of the update that corrects it. */
  readonly correctedBy: number | undefined
  /** What it corrects: the sentence that did not hold (undefined when it cannot be shown), and why. */
  readonly corrects:
    | { readonly number: number; readonly was: Words | undefined; readonly why: Words }
    | undefined
  /** SHA-256 that two people signed. */
  readonly contentHash: string
  /** Which services changed with it, and to what. */
  readonly impacts: readonly {
    readonly service: string
    readonly from: string | undefined
    readonly to: string
  }[]
}

/** An old wording longer than this is not carried along. */
const maxCorrectedLength = 4000

/**
 * All updates, oldest first. Nothing published is edited: a correction is an update of its own, and the page of the
 * wrong one stays and says so. Its old wording is shown unless it names a customer or is too long.
 */
export function publicUpdates(updates: readonly Published[], estate: Estate): readonly PublicUpdate[] {
  const revisions = revisionsOf(updates)
  return updates.map((update, place) => {
    const at = validTime(update.at) ?? new Date(0).toISOString()
    const before = updates[place - 1]
    const promise = validTime(before?.nextBy)
    const correction = updates.find(({ corrects }) => corrects?.number === update.number)
    const { corrects } = update
    const isLate = promise !== undefined && promise < at
    const isWithheld = correction !== undefined && !canStay(update.text, estate)
    const { number, kind, parts, topic, service, reviewBy } = update
    return {
      number,
      kind,
      parts: isWithheld ? undefined : parts,
      revision: revisions.get(number),
      topic,
      service,
      reviewBy: validTime(reviewBy),
      isQuiet: update.kind === 'no-news' && correction === undefined && !isLate,
      at,
      asOf: validTime(update.asOf) ?? at,
      nextBy: validTime(update.nextBy),
      text: isWithheld ? undefined : update.text,
      brokenPromise: isLate ? promise : undefined,
      correctedBy: correction?.number,
      corrects:
        corrects === undefined
          ? undefined
          : { ...corrects, was: canStay(corrects.was, estate) ? corrects.was : undefined },
      contentHash: update.contentHash,
      impacts: Object.entries(update.states)
        .map(([service, to]) => ({ service, from: before?.states[service], to }))
        .filter(({ from, to }) => from !== to),
    }
  })
}

function canStay({ de, en }: Words, estate: Estate): boolean {
  return de.length + en.length <= maxCorrectedLength && namedCustomer([de, en], estate) === undefined
}
