import type { MailState } from '../deliveries/index.ts'
import type { EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import type { Notice } from './notice.ts'
import type { PlannedRecipient } from './plan-recipients.ts'
import type { CallCause } from '../messages/index.ts'

export const callOutcomes = ['reached', 'voicemail', 'wrong', 'refused', 'callback'] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** What happened to notices. Recipients are `tenant/contact`; no address, no number, no name of a person outside. */
export type NoticeEvent =
  | ({ readonly type: 'notice.drafted' } & Notice)
  | {
      readonly type: 'notice.approved'
      readonly notice: string
      readonly person: string
      readonly role: string
      readonly keyId: string
      readonly contentHash: string
      readonly signature: string
    }
  /** Recipients are fixed from here on; five thousand stand in ten entries. */
  | {
      readonly type: 'notice.sent'
      readonly notice: string
      readonly contentHash: string
      readonly part: number
      readonly parts: number
      readonly recipients: readonly PlannedRecipient[]
    }
  | {
      readonly type: 'notice.delivered'
      readonly notice: string
      readonly outcomes: readonly MailOutcome[]
    }
  | {
      readonly type: 'notice.callDue'
      readonly notice: string
      readonly because: CallCause
      readonly recipients: readonly string[]
    }
  | {
      readonly type: 'notice.called'
      readonly notice: string
      readonly tenant: string
      readonly recipient: string
      readonly outcome: CallOutcome
      readonly caller: string
      readonly calledAt: string
    }
  /** Somebody saw a mistake: how many mails stayed, were on the wire in that moment, had left. */
  | {
      readonly type: 'notice.stopped'
      readonly notice: string
      readonly held: number
      readonly underway: number
      readonly gone: number
    }
  | { readonly type: 'notice.resumed'; readonly notice: string; readonly resumed: number }
  /** Proof that the notice arrived: the link in it, or the code that was read back on the phone. */
  | {
      readonly type: 'notice.received'
      readonly notice: string
      readonly tenant: string
      readonly recipient: string
      readonly by: 'link' | 'call' | 'letter'
      readonly receivedAt: string
      /** SHA-256 of what proves it. */
      readonly proof: string
    }
  /** A receipt that proves nothing after all: a mail scanner followed the link, somebody else picked up the phone. */
  | {
      readonly type: 'notice.voided'
      readonly notice: string
      readonly tenant: string
      readonly recipient: string
      readonly person: string
      readonly reason: string
    }

export interface MailOutcome {
  readonly recipient: string
  readonly state: MailState
  readonly reason?: string
  readonly reply?: string
}

const actions: Readonly<Record<NoticeEvent['type'], EvidenceAction>> = {
  'notice.drafted': 'derive',
  'notice.approved': 'decide',
  'notice.sent': 'transfer',
  'notice.delivered': 'verify',
  'notice.callDue': 'derive',
  'notice.stopped': 'decide',
  'notice.resumed': 'decide',
  'notice.called': 'transfer',
  'notice.received': 'verify',
  'notice.voided': 'decide',
}

export function noticeEntry(
  event: NoticeEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, ...data } = event
  return {
    ...by,
    action: actions[type],
    kind: type,
    object: event.notice,
    ...(event.type === 'notice.approved' && { actorKey: event.keyId }),
    ...(event.type === 'notice.received' && { sha256: event.proof }),
    data: data as unknown as Readonly<Record<string, Json>>,
  }
}

/** The event of an entry; undefined for entries about other things. */
export function noticeEventOf(entry: {
  readonly kind: string
  readonly data: unknown
}): NoticeEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  return { type: entry.kind, ...(entry.data as object) } as unknown as NoticeEvent
}
