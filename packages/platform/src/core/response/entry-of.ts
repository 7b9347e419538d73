import { draftOf as caseDraftOf, eventOf as caseEventOf } from '../case/index.ts'
import type { Entry, EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { ResponseEvent, SeenEvent } from './events.ts'

const actions: Readonly<Record<ResponseEvent['type'], EvidenceAction>> = {
  'plan.adopted': 'decide',
  'plan.proposed': 'decide',
  'plan.approved': 'decide',
  'scope.stated': 'decide',
  'stage.started': 'decide',
  'stage.filled': 'decide',
  'stage.approved': 'decide',
  'stage.done': 'decide',
  'stage.skipped': 'decide',
  'stage.failed': 'decide',
  'stage.reopened': 'decide',
  'roster.taken': 'decide',
  'alarm.raised': 'decide',
  'alarm.called': 'transfer',
  'alarm.sent': 'transfer',
  'alarm.acknowledged': 'verify',
  'alarm.ended': 'decide',
  'decision.recorded': 'decide',
  'decision.confirmed': 'decide',
  'review.begun': 'decide',
  'situation.reported': 'derive',
  'role.taken': 'decide',
  'role.handedOver': 'transfer',
}

/** The evidence entry of an event of the case or of its response. */
export function responseDraftOf(
  event: SeenEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  if (!isOwn(event)) return caseDraftOf(event, by)
  const { type, ...data } = event
  const object = objectOf(event)
  return {
    ...by,
    action: actions[type],
    kind: type,
    ...(object !== undefined && { object }),
    data: data as unknown as { readonly [name: string]: Json },
  }
}

function objectOf(event: ResponseEvent): string | undefined {
  if ('stage' in event) return event.stage
  if ('alarm' in event) return event.alarm
  return 'decision' in event ? event.decision : undefined
}

function isOwn(event: SeenEvent): event is ResponseEvent {
  return Object.hasOwn(actions, event.type)
}

/** The event of an entry; undefined for entries of others. Throws `evidence-broken` for a misfit. */
export function responseEventOf(entry: Entry): SeenEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return caseEventOf(entry)
  if (entry.action === actions[entry.kind as ResponseEvent['type']]) {
    return { type: entry.kind, ...entry.data } as unknown as ResponseEvent
  }
  throw new AnlaufError(
    'evidence-broken',
    `Entry ${entry.seq} says ${entry.kind} but acts as ${entry.action}.`,
    {
      hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
    },
  )
}
