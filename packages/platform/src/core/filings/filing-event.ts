import type { Entry, EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { type DocumentTag } from './document-tag.ts'
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
  /**
   * What a file is. That it is kept apart the program may say by itself (it wrote the file); that it is free to be
   * handed on takes a person.
   */
  | {
      readonly type: 'document.tagged'
      readonly document: string
      readonly tag: DocumentTag
      /** What people call it, in one line. */
      readonly label: string
      readonly signed?: FilingSignature
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
  'document.tagged': 'decide',
}

export function filingDraft(
  event: FilingEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, ...data } = event
  return {
    ...by,
    action: actions[type],
    kind: type,
    object: objectOf(event),
    ...(event.type === 'filing.drafted' && { sha256: event.contentHash }),
    ...(event.type === 'document.tagged' && { sha256: event.document }),
    ...('signed' in event && event.signed !== undefined && { actorKey: event.signed.keyId }),
    data: data as unknown as Record<string, Json>,
  }
}

function objectOf(event: FilingEvent): string {
  switch (event.type) {
    case 'filing.drafted':
      return filingName(event)
    case 'filing.approved':
      return event.filing
    case 'filing.consented':
      return event.into
    case 'document.tagged':
      return event.tag
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
