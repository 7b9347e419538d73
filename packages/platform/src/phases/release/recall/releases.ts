import { eventOf, type EventOf } from '../../../core/case/index.ts'
import type { EvidenceLog } from '../../../core/evidence/index.ts'

/** A unit that went through the gate, and the times that it was handed back since. */
export interface Release {
  readonly case: string
  /** An exercise hands nothing to anybody. */
  readonly exercise: boolean
  readonly unit: string
  readonly at: string
  readonly manifestDigest: string
  readonly handedBack: readonly HandedBack[]
}

export interface HandedBack extends Pick<EventOf<'unit.handedBack'>, 'form' | 'receiptDigest'> {
  readonly at: string
}

/** Everything that a case has ever released, also what later releases replaced. */
export async function releasesOf(log: EvidenceLog, caseId: string): Promise<readonly Release[]> {
  const releases: (Release & { readonly handedBack: HandedBack[] })[] = []
  let exercise = false
  for await (const entry of log.read(caseId)) {
    const event = eventOf(entry)
    if (event?.type === 'case.declared') exercise = event.exercise
    if (event?.type === 'unit.released') {
      const { unit, manifestDigest } = event
      releases.push({ case: caseId, exercise, unit, at: entry.at, manifestDigest, handedBack: [] })
    }
    if (event?.type === 'unit.handedBack') {
      const { unit, manifestDigest, form, receiptDigest } = event
      const of = releases.findLast((one) => one.unit === unit && one.manifestDigest === manifestDigest)
      of?.handedBack.push({ at: entry.at, form, receiptDigest })
    }
  }
  return releases
}
