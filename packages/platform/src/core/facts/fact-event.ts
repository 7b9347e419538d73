import type { Entry, EntryDraft, EvidenceAction, Json } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { StatedFact } from './fact.ts'
import type { FactSignature } from './signed-fact.ts'

/** What happened to the facts of a case. */
export type FactEvent =
  | { readonly type: 'fact.stated'; readonly fact: StatedFact; readonly signed: FactSignature }
  /** It does not hold and nothing takes its place. */
  | {
      readonly type: 'fact.withdrawn'
      readonly fact: string
      readonly reason: string
      readonly signed: FactSignature
    }

const actions: Readonly<Record<FactEvent['type'], EvidenceAction>> = {
  'fact.stated': 'decide',
  'fact.withdrawn': 'decide',
}

/** The evidence entry of an event. */
export function factDraft(event: FactEvent, by: { readonly at: string; readonly actor: string }): EntryDraft {
  const { type, ...data } = event
  return {
    ...by,
    action: actions[type],
    kind: type,
    object: event.type === 'fact.stated' ? event.fact.field : event.fact,
    actorKey: event.signed.keyId,
    data: data as unknown as Record<string, Json>,
  }
}

/** The event of an entry; undefined for entries about other things. Throws `evidence-broken` for a misfit. */
export function factEventOf(entry: Entry): FactEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  if (entry.action !== actions[entry.kind as FactEvent['type']]) {
    throw new AnlaufError(
      'evidence-broken',
      `Entry ${entry.seq} says ${entry.kind} but acts as ${entry.action}.`,
      {
        hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
      },
    )
  }
  return { type: entry.kind, ...entry.data } as unknown as FactEvent
}
