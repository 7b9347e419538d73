import { eventOf, followLog } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { decideStatements, type StatementCommand } from './decide-statements.ts'
import { evolveStatements } from './evolve-statements.ts'
import { initialStatements, type StatementDesk } from './statement-desk.ts'
import { statementEntry, type StatementEvent, statementEventOf } from './statement-events.ts'

/** The findings and statements of a case whose events live in its evidence log. */
export interface StatementSession {
  readonly desk: StatementDesk
  refresh(): Promise<StatementDesk>
  /** Decides on all that is in the log, writes the events, then believes them. Throws what `decideStatements` throws. */
  execute(
    command: StatementCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly StatementEvent[]>
}

/** Reads the statements of a case from its log; `estate` is asked when something is decided. Several writers may be at work. */
export async function openStatements(
  log: EvidenceLog,
  caseId: string,
  estate: () => Estate,
): Promise<StatementSession> {
  let desk = initialStatements(caseId)
  const followed = await followLog(log, caseId, (entry) => {
    const event = statementEventOf(entry) ?? eventOf(entry)
    if (event !== undefined) desk = evolveStatements(desk, event, entry.at)
  })
  return {
    get desk() {
      return desk
    },
    async refresh() {
      await followed.catchUp()
      return desk
    },
    execute: (command, by) =>
      followed.decided(
        () => decideStatements(desk, command, { estate: estate(), now: new Date(by.at) }),
        (event) => statementEntry(event, by),
      ),
  }
}
