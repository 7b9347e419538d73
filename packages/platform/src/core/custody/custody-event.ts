import type { Entry, EntryDraft, EvidenceAction } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'

export type OriginalOutcome = 'intact' | 'damaged' | 'missing'

/** What was done with an original. `note` is why, in words; it is the entry's note. */
export type CustodyEvent =
  | {
      readonly type: 'original.acquired'
      readonly sha256: string
      readonly size: number
      /** Exhibit number or name that people use. */
      readonly label: string
      /** Originals that this one was derived from. */
      readonly parent?: readonly string[]
      readonly note?: string
    }
  | { readonly type: 'original.verified'; readonly sha256: string; readonly outcome: OriginalOutcome }
  | { readonly type: 'original.accessed'; readonly sha256: string; readonly note: string }
  | {
      readonly type: 'original.transferred'
      readonly sha256: string
      /** Who has it now, and in which sealed bag. */
      readonly to: string
      readonly seal?: string
      readonly note: string
    }
  | { readonly type: 'original.held' | 'original.holdLifted'; readonly sha256: string; readonly note: string }
  | {
      readonly type: 'original.erasureSigned'
      readonly sha256: string
      readonly person: string
      readonly role: string
      readonly keyId: string
      readonly signature: string
      readonly note: string
    }
  | { readonly type: 'original.erased'; readonly sha256: string; readonly note: string }
  /** The log itself went out; the entry is written first and is the export's last one. */
  | {
      readonly type: 'log.exported'
      readonly signer: string
      readonly originals: readonly string[]
      readonly forTenant?: string
      readonly note?: string
    }

const actions: Readonly<Record<CustodyEvent['type'], EvidenceAction>> = {
  'original.acquired': 'acquire',
  'original.verified': 'verify',
  'original.accessed': 'access',
  'original.transferred': 'transfer',
  'original.held': 'seal',
  'original.holdLifted': 'decide',
  'original.erasureSigned': 'decide',
  'original.erased': 'decide',
  'log.exported': 'export',
}

/** The evidence entry of an event. Hash, size and origin stand where every reader of the log looks for them. */
export function custodyDraft(
  event: CustodyEvent,
  by: { readonly at: string; readonly actor: string },
): EntryDraft {
  const { type, note, ...rest } = { note: undefined, ...event }
  const { sha256, size, parent, label, ...data } = {
    sha256: undefined,
    size: undefined,
    parent: undefined,
    label: undefined,
    ...rest,
  }
  const isDerived = type === 'original.acquired' && parent !== undefined
  return {
    ...by,
    action: isDerived ? 'derive' : actions[type],
    kind: type,
    ...(label !== undefined && { object: label }),
    ...(sha256 !== undefined && { sha256 }),
    ...(size !== undefined && { size }),
    ...(parent !== undefined && { parent }),
    ...('keyId' in event && { actorKey: event.keyId }),
    ...(note !== undefined && { note }),
    data,
  }
}

/** The event of an entry; undefined for entries about other things. Throws `evidence-broken` for a misfit. */
export function custodyEventOf(entry: Entry): CustodyEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  const { kind, action, sha256, size, parent, object: label, note, data } = entry
  const isDerived = kind === 'original.acquired' && parent !== undefined
  if (action !== (isDerived ? 'derive' : actions[kind as CustodyEvent['type']])) {
    throw new AnlaufError('evidence-broken', `Entry ${entry.seq} says ${kind} but acts as ${action}.`, {
      hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
    })
  }
  const known = Object.entries({ sha256, size, parent, label, note }).filter(
    ([, value]) => value !== undefined,
  )
  return { type: kind, ...data, ...Object.fromEntries(known) } as unknown as CustodyEvent
}
