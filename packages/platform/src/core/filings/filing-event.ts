import type { Entry, EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { filingName, type Revision } from './filing.ts'
import type { FilingSignature } from './signed-filing.ts'

/** What happened to the documents for recipients. */
export type FilingEvent =
  | ({ readonly type: 'filing.drafted' } & Revision)
  | {
      readonly type: 'filing.approved'
      readonly filing: string
      /** Why it goes out although required answers are missing. */
      readonly incomplete?: string
      readonly signed: FilingSignature
    }
  /** A document that is kept apart may be used in another one: only with the word of those it protects. */
  | {
      readonly type: 'filing.consented'
      readonly document: string
      readonly tag: string
      readonly into: string
      readonly reason: string
      readonly signed: FilingSignature
    }

const actions: Readonly<Record<FilingEvent['type'], EvidenceAction>> = {
  'filing.drafted': 'derive',
  'filing.approved': 'decide',
  'filing.consented': 'decide',
}

export function filingDraft(
  event: FilingEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, ...data } = event
  const object =
    event.type === 'filing.drafted'
      ? filingName(event)
      : event.type === 'filing.approved'
        ? event.filing
        : event.into
  return {
    ...by,
    action: actions[type],
    kind: type,
    object,
    ...(event.type === 'filing.drafted' && { sha256: event.contentHash }),
    ...(event.type !== 'filing.drafted' && { actorKey: event.signed.keyId }),
    data: data as unknown as Record<string, Json>,
  }
}

/** The event of an entry; undefined for entries about other things. Throws `evidence-broken` for a misfit. */
export function filingEventOf(entry: Entry): FilingEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  if (entry.action !== actions[entry.kind as FilingEvent['type']]) {
    throw new AnlaufError(
      'evidence-broken',
      `Entry ${entry.seq} says ${entry.kind} but acts as ${entry.action}.`,
      {
        hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
      },
    )
  }
  return { type: entry.kind, ...entry.data } as unknown as FilingEvent
}
