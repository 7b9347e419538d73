import type { PublishedUpdate } from '../../core/case/index.ts'
import type { Estate, Words } from '../../core/estate/index.ts'
import { namedCustomer } from './customer-names.ts'
import { validTime } from './moments.ts'

/** An update as the public sees it. Its number is its place in the log and never changes. */
export interface PublicUpdate {
  readonly number: number
  readonly at: string
  readonly asOf: string
  readonly nextBy: string | undefined
  /** Undefined when it was corrected and its old wording cannot be shown. */
  readonly text: Words | undefined
  /** The promise that this update came too late for. */
  readonly brokenPromise: string | undefined
  /** Number of the update that took its place. */
  readonly correctedBy: number | undefined
  readonly corrects: number | undefined
}

/** An old wording longer than this is not carried along. */
const maxCorrectedLength = 4000

/**
 * All updates, oldest first. Nothing published is edited: an update that is published again under its id corrects
 * the one before, whose page stays and says so. Its old wording is shown unless it names a customer or is too long.
 */
export function publicUpdates(updates: readonly PublishedUpdate[], estate: Estate): readonly PublicUpdate[] {
  return updates.map((update, place) => {
    const at = validTime(update.at) ?? new Date(0).toISOString()
    const promise = validTime(updates[place - 1]?.nextBy)
    const latest = updates.findLastIndex((other) => other.update === update.update)
    const before = updates.findLastIndex((other, n) => n < place && other.update === update.update)
    const isCorrected = latest > place
    return {
      number: place + 1,
      at,
      asOf: validTime(update.asOf) ?? at,
      nextBy: validTime(update.nextBy),
      text: isCorrected && !canStay(update.text, estate) ? undefined : update.text,
      brokenPromise: promise !== undefined && promise < at ? promise : undefined,
      correctedBy: isCorrected ? latest + 1 : undefined,
      corrects: before < 0 ? undefined : before + 1,
    }
  })
}

function canStay({ de, en }: Words, estate: Estate): boolean {
  return de.length + en.length <= maxCorrectedLength && namedCustomer([de, en], estate) === undefined
}
