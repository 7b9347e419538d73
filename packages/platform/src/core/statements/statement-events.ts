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
      /** Hash over its wording, figures left out: letters of one wording read alike. */
      readonly wording?: string
      /** When the first date that it promises is over. */
      readonly promisesEnd?: string
    }
  | ({
      readonly type: 'statement.approved'
      readonly tenant: string
      readonly revision: number
    } & Signature)
  | {
      /** A person opened these letters of a request before signing it; that they were shown is the server's word. */
      readonly type: 'statement.seen'
      readonly request: string
      readonly person: string
      readonly tenants: readonly string[]
    }
  | {
      /** It says something else than was known then; somebody said why it went out all the same. */
      readonly type: 'statement.outdatedAnyway'
      readonly tenant: string
      readonly revision: number
      readonly reason: string
    }
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
  'statement.seen': 'access',
  'statement.outdatedAnyway': 'decide',
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
    object: objectOf(event),
    ...(event.type === 'finding.stated' && { actorKey: event.signed.keyId }),
    ...(event.type === 'statement.approved' && { actorKey: event.keyId }),
    data: data as unknown as Record<string, Json>,
  }
}

function objectOf(event: StatementEvent): string {
  if (event.type === 'finding.stated') return event.finding.tenant
  return event.type === 'statement.seen' ? event.request : event.tenant
}

/** The event of an entry; undefined for entries about other things. */
export function statementEventOf(entry: Entry): StatementEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  return { type: entry.kind, ...entry.data } as unknown as StatementEvent
}
