import { setTimeout as wait } from 'node:timers/promises'

import type { EvidenceLog } from '../../../core/evidence/index.ts'
import type { AnlaufContext } from '../context.ts'

/** What a push says about when the next one is due. */
export interface PushedEdition {
  readonly validUntil: string
  /** The promise that the edition shows; once it is late the pages have to say so. */
  readonly nextBy: string | undefined
  /** False when a host does not show it yet. */
  readonly isDone: boolean
}

/**
 * Pushes at once, then whenever the case got new entries, a host missed the last edition, a promise ran out, or half of the
 * edition's time is over; until somebody stops the program.
 */
export async function watchCase(
  context: AnlaufContext,
  { log, caseId, everyMs }: { readonly log: EvidenceLog; readonly caseId: string; readonly everyMs: number },
  push: () => Promise<PushedEdition>,
): Promise<void> {
  let head = 0
  let edition: (PushedEdition & { readonly at: number }) | undefined
  while (!context.signal.aborted) {
    const before = head
    for await (const { seq } of log.read(caseId, head + 1)) head = seq
    const now = context.now().getTime()
    if (edition === undefined || head > before || isDue(edition, now)) {
      edition = { ...(await push()), at: now }
    }
    await wait(everyMs, undefined, { signal: context.signal }).catch(() => undefined)
  }
}

/** A host missed it, its promise ran out, or half of its time is over. */
export function isDue(
  { at, validUntil, nextBy, isDone }: PushedEdition & { readonly at: number },
  now: number,
): boolean {
  const isLate = nextBy !== undefined && at <= Date.parse(nextBy) && Date.parse(nextBy) < now
  return !isDone || isLate || now - at > (Date.parse(validUntil) - at) / 2
}
