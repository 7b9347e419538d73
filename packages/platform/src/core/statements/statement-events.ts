import type { Entry, EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import type { Signature } from '../updates/index.ts'
import type { Finding } from './finding.ts'

/** What happened to findings and statements. Ids, hashes and times: what a statement says is kept beside the log. */
export type StatementEvent =
  | { readonly type: 'finding.stated'; readonly finding: Finding; readonly signed: Signature }
  | {
      readonly type: 'statement.drafted'
      readonly tenant: string
      readonly revision: number
      readonly contentHash: string
      /** Hash over what it says, without when: another one means that a revision is needed. */
      readonly substance: string
    }
  | ({
      readonly type: 'statement.approved'
      readonly tenant: string
      readonly revision: number
    } & Signature)
  | {
      readonly type: 'statement.posted'
      readonly tenant: string
      readonly revision: number
      readonly how: 'letter' | 'registered'
      readonly postedAt: string
      /** Number of the consignment. */
      readonly reference?: string
    }
  | {
      readonly type: 'statement.delivered'
      readonly tenant: string
      readonly revision: number
      readonly deliveredAt: string
      /** SHA-256 of the receipt. */
      readonly proof: string
    }

const actions: Readonly<Record<StatementEvent['type'], EvidenceAction>> = {
  'finding.stated': 'decide',
  'statement.drafted': 'derive',
  'statement.approved': 'decide',
  'statement.posted': 'transfer',
  'statement.delivered': 'verify',
}

export function statementEntry(
  event: StatementEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, ...data } = event
  return {
    ...by,
    action: actions[type],
    kind: type,
    object: event.type === 'finding.stated' ? event.finding.tenant : event.tenant,
    ...(event.type === 'finding.stated' && { actorKey: event.signed.keyId }),
    ...(event.type === 'statement.approved' && { actorKey: event.keyId }),
    data: data as unknown as Record<string, Json>,
  }
}

/** The event of an entry; undefined for entries about other things. */
export function statementEventOf(entry: Entry): StatementEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  return { type: entry.kind, ...entry.data } as unknown as StatementEvent
}
