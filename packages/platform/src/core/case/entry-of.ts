import {
  type Entry,
  type EntryDraft,
  entryHash,
  entryLine,
  type EvidenceAction,
  type Json,
} from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { CaseEvent } from './events.ts'

const actions: Readonly<Record<CaseEvent['type'], EvidenceAction>> = {
  'case.declared': 'decide',
  'case.extended': 'decide',
  'case.reopened': 'decide',
  'isolation.proven': 'verify',
  'approver.registered': 'decide',
  'unit.restorePointsChosen': 'decide',
  'unit.givenOut': 'decide',
  'unit.restored': 'derive',
  'unit.databaseAdded': 'derive',
  'unit.databaseRefused': 'seal',
  'database.recovered': 'derive',
  'unit.verified': 'verify',
  'unit.scanned': 'verify',
  'item.quarantined': 'seal',
  'item.sentToReview': 'seal',
  'unit.queued': 'derive',
  'unit.decided': 'decide',
  'unit.approved': 'decide',
  'unit.released': 'transfer',
  'unit.handedBack': 'transfer',
  'update.published': 'export',
  'credential.registered': 'decide',
  'key.revoked': 'decide',
  'approval.requested': 'decide',
  'approval.given': 'decide',
  'approval.withdrawn': 'decide',
  'override.recorded': 'decide',
  'exercise.scored': 'verify',
  'case.closed': 'decide',
}

/** The evidence entry of an event. */
export function draftOf(event: CaseEvent, by: { readonly at: string; readonly actor: string }): EntryDraft {
  const { type, head: _head, ...data } = { head: undefined, ...event }
  const object = 'item' in event ? event.item : 'unit' in event ? event.unit : undefined
  return {
    ...by,
    action: actions[type],
    kind: type,
    ...(object === undefined ? {} : { object }),
    data: data as { readonly [name: string]: Json },
  }
}

/** The event of an entry; undefined for entries that are no case events. Throws `evidence-broken` for a misfit. */
export function eventOf(entry: Entry): CaseEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  if (entry.action !== actions[entry.kind as CaseEvent['type']]) {
    throw new AnlaufError(
      'evidence-broken',
      `Entry ${entry.seq} says ${entry.kind} but acts as ${entry.action}.`,
      {
        hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
      },
    )
  }
  const event = { type: entry.kind, ...entry.data } as CaseEvent
  // Signers sign under the state of the log that the request's own entry names.
  return event.type === 'approval.requested' ? { ...event, head: entryHash(entryLine(entry)) } : event
}
