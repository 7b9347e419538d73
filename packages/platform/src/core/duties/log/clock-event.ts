import type { ContractNotice, DutyEvent, LegalProfile } from '../../estate/index.ts'
import type { Entry, EntryDraft, EvidenceAction, Json } from '../../evidence/index.ts'
import { AnlaufError } from '../../failure.ts'
import { dutyRulesDigest } from '../rules/index.ts'
import type { Statement } from './statement.ts'

/** What was recorded about the clocks of a case. Reasons in words are the entry's note. */
export type ClockEvent =
  | {
      readonly type: 'clock.profiled'
      readonly profile: LegalProfile
      readonly contracts: readonly ContractNotice[]
    }
  | {
      readonly type: 'clock.started'
      readonly event: DutyEvent
      readonly occurredAt: string
      /** Until when the authority wants an answer. */
      readonly dueBy?: string
    }
  | {
      readonly type: 'clock.met'
      readonly duty: string
      readonly tenant?: string
      readonly metAt: string
      /** SHA-256 of the receipt. */
      readonly proof: string
      /** File number or ticket of the recipient. */
      readonly reference?: string
      /** Content hash of the filing that was handed in, where it was drafted here. */
      readonly payload?: string
      /** Why it came late. */
      readonly note?: string
    }
  | {
      readonly type: 'clock.signed'
      readonly statement: Statement
      readonly person: string
      readonly role: string
      readonly keyId: string
      readonly signature: string
      readonly note: string
    }
  | {
      readonly type: 'clock.reopened'
      readonly duty: string
      readonly tenant?: string
      readonly note: string
    }
  /** The time of a clock comes near, or is over; said once for each due time. */
  | ({ readonly type: 'clock.approaching' | 'clock.missed' } & Announcement)
  /** What was submitted with proof started a clock of somebody else: a customer's own, by the receipt of our notice. */
  | ({ readonly type: 'clock.derived'; readonly from: string; readonly startedAt: string } & Announcement)

/** Tenants whose clocks say the same stand in one event: five thousand usually do. */
export interface Announcement {
  readonly duty: string
  readonly tenants?: readonly string[]
  readonly due: string
  readonly dueBy: 'law' | 'contract' | 'authority' | 'target'
}

export type ClockEventOf<Type extends ClockEvent['type']> = Extract<ClockEvent, { readonly type: Type }>

const actions: Readonly<Record<ClockEvent['type'], EvidenceAction>> = {
  'clock.profiled': 'decide',
  'clock.started': 'decide',
  'clock.met': 'transfer',
  'clock.signed': 'decide',
  'clock.reopened': 'decide',
  'clock.approaching': 'derive',
  'clock.missed': 'derive',
  'clock.derived': 'derive',
}

/** The evidence entry of an event, with the digest of the rules that it was decided under. */
export function clockDraft(
  event: ClockEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, note, ...data } = { note: undefined, ...event }
  const object = 'duty' in event ? event.duty : 'event' in event ? event.event : undefined
  return {
    ...by,
    action: actions[type],
    kind: type,
    ...(object === undefined ? {} : { object }),
    ...(event.type === 'clock.met' && { sha256: event.proof }),
    ...(event.type === 'clock.signed' && { actorKey: event.keyId }),
    ...(note === undefined ? {} : { note }),
    data: { ...(data as unknown as { readonly [name: string]: Json }), ruleSet: dutyRulesDigest },
  }
}

/** The event of an entry; undefined for entries about other things. Throws `evidence-broken` for a misfit. */
export function clockEventOf(entry: Entry): ClockEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  if (entry.action !== actions[entry.kind as ClockEvent['type']]) {
    throw new AnlaufError(
      'evidence-broken',
      `Entry ${entry.seq} says ${entry.kind} but acts as ${entry.action}.`,
      { hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.' },
    )
  }
  const { note } = entry
  const { ruleSet: _ruleSet, ...data } = entry.data
  return { type: entry.kind, ...data, ...(note === undefined ? {} : { note }) } as unknown as ClockEvent
}
