import { caseIds, type Database, evidenceLog } from '../../../adapters/database/index.ts'
import { type ClockEvent, type ClockSession, openClocks } from '../../../core/duties/index.ts'

export interface Ticked {
  readonly case: string
  readonly events: readonly ClockEvent[]
}

/** The clocks of all cases of a database, kept open: a look at them reads only what is new. */
export interface AllClocks {
  /** Announces what came near or was missed; a case that cannot be read is reported and does not stop the others. */
  tick(at: Date): Promise<readonly Ticked[]>
}

/** Who announces; a person's name never stands under what a timer found. */
const actor = 'clocks'

export function allClocks(
  database: Database,
  {
    onFailure,
    only,
  }: { readonly onFailure: (caseId: string, error: unknown) => void; readonly only?: string },
): AllClocks {
  const log = evidenceLog(database)
  const sessions = new Map<string, ClockSession>()
  return {
    async tick(at) {
      const ticked: Ticked[] = []
      for (const caseId of only === undefined ? await everyCase(database) : [only]) {
        try {
          const session = sessions.get(caseId) ?? (await openClocks(log, caseId))
          sessions.set(caseId, session)
          const events = await session.execute({ command: 'tick' }, { actor, at: at.toISOString() })
          if (events.length > 0) ticked.push({ case: caseId, events })
        } catch (error) {
          sessions.delete(caseId)
          onFailure(caseId, error)
        }
      }
      return ticked
    },
  }
}

async function everyCase(database: Database): Promise<readonly string[]> {
  const all: string[] = []
  for (;;) {
    const page = await caseIds(database, { limit: 500, after: all.at(-1) ?? '' })
    all.push(...page)
    // The server's own chains are no cases; that of the inquiries grows with what strangers write.
    if (page.length < 500) return all.filter((id) => !id.startsWith('anlauf.'))
  }
}
