import { draftOf as caseDraftOf, eventOf, followLog } from '../case/index.ts'
import type { CaseEvent } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import type { Entry, EntryDraft, EvidenceAction, EvidenceLog, Json } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { type Circumstances, type DeskCommand, type DeskRefusal, isDeskRefusal } from './commands.ts'
import { decideDesk } from './decide-desk.ts'
import { type Desk, initialDesk } from './desk.ts'
import type { Tellings } from './content/told.ts'
import type { DeskEvent } from './events.ts'
import { evolveDesk } from './evolve-desk.ts'

/** The desk of a case whose events live in an evidence log. */
export interface DeskSession {
  readonly desk: Desk
  /** By what a draft is checked at a moment. */
  circumstances(now: Date): Circumstances
  /** Reads what others wrote since. */
  refresh(): Promise<Desk>
  /** Decides on all that is in the log, writes the events, then believes them. Throws `input-invalid` when refused. */
  execute(
    command: DeskCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly DeskEvent[]>
}

/** What customers heard by name, read beside the desk; `core/response` has it. */
interface FollowedTellings {
  believe(entry: Entry): void
  now(): Tellings
}

/** Reads a case and its desk from the log. Several writers may be at work; every command is decided anew then. */
export async function openDesk(
  log: EvidenceLog,
  caseId: string,
  estate: Estate,
  tellings?: FollowedTellings,
): Promise<DeskSession> {
  let desk = initialDesk(caseId)
  const followed = await followLog(log, caseId, (entry) => {
    const event = deskEventOf(entry) ?? eventOf(entry)
    if (event !== undefined) desk = evolveDesk(desk, event, entry.at)
    tellings?.believe(entry)
  })
  const circumstances = (now: Date): Circumstances => ({ estate, now, ...tellings?.now() })
  return {
    get desk() {
      return desk
    },
    circumstances,
    async refresh() {
      await followed.catchUp()
      return desk
    },
    execute: (command, by) =>
      followed.decided(
        () => allowed(decideDesk(desk, command, circumstances(new Date(by.at)))),
        (event) => deskDraftOf(event, by),
      ),
  }
}

function allowed(result: ReturnType<typeof decideDesk>): readonly DeskEvent[] {
  if (isDeskRefusal(result)) throw deskRefusedError(result)
  return result
}

const actions = {
  'update.drafted': 'derive',
  'update.approved': 'decide',
  'update.rejected': 'decide',
  'update.handedOut': 'export',
  'claim.stated': 'decide',
  'service.stated': 'decide',
} as const satisfies Partial<Record<DeskEvent['type'], EvidenceAction>>

/** An event of the desk as an entry. */
export function deskDraftOf(
  event: DeskEvent,
  by: { readonly actor: string; readonly at: string },
): EntryDraft {
  if (event.type === 'update.published') return caseDraftOf(event, by)
  const { type, ...data } = event
  const object =
    event.type === 'claim.stated'
      ? event.statement.claim
      : event.type === 'service.stated'
        ? event.statement.service
        : event.update
  return { ...by, action: actions[type], kind: type, object, data: data as unknown as Record<string, Json> }
}

/** An event that only the desk knows. */
export function deskEventOf(entry: Entry): DeskEvent | CaseEvent | undefined {
  if (!Object.hasOwn(actions, entry.kind)) return undefined
  return { type: entry.kind, ...entry.data } as unknown as DeskEvent
}

/** A refusal as an error, with everything that was found. */
export function deskRefusedError({ refused, message, hint, findings }: DeskRefusal): AnlaufError {
  const isGate = refused === 'not-approved' || refused === 'bad-text'
  return new AnlaufError(isGate ? 'gate-closed' : 'input-invalid', message, {
    hint,
    context: { refused, findings },
  })
}
