import type { Repository } from '@anlauf/repository'

import {
  caseIds,
  type Database,
  type DatabaseLocation,
  evidenceLines,
  evidenceLog,
  knownHashes,
  verdictCache,
} from '../../../adapters/database/index.ts'
import type { EvidenceLog } from '../../../core/evidence/index.ts'
import type { KnownHashes, KnownInsides, VerdictCache } from '../../../phases/recover/index.ts'
import type { AnlaufContext } from '../context.ts'
import { insidesOf } from './insides-of.ts'

/** What a case keeps: its evidence and the verdicts that are known. Dispose of it to leave the database. */
export interface Stores extends AsyncDisposable {
  /** What tables beside the log are read and written with: the spool of mail, say. */
  readonly database: Database
  readonly log: EvidenceLog
  /** The stored lines of a case as they are, for whoever verifies them. */
  readonly lines: (caseId: string) => AsyncIterable<string>
  readonly verdicts: VerdictCache
  readonly knownHashes: KnownHashes
  insidesOf(repository: Pick<Repository, 'id' | 'masterKey'>): KnownInsides
  /** All cases of the log, in byte order. */
  caseIds(): AsyncGenerator<string>
}

/** Opens the database of `DATABASE_URL`, else the embedded one below `home` (default: the program's own). */
export async function openStores(context: AnlaufContext, home: string = context.home): Promise<Stores> {
  return storesIn(await context.openDatabase(databaseLocation(context, home)))
}

/** The same in a database that is open; leaving them closes it. */
export function storesIn(database: Database): Stores {
  return {
    database,
    log: evidenceLog(database),
    lines: (caseId) => evidenceLines(database, caseId),
    verdicts: verdictCache(database),
    knownHashes: knownHashes(database),
    insidesOf: (repository) => insidesOf(database, repository),
    async *caseIds() {
      for (let after = ''; ;) {
        const ids = await caseIds(database, { after, limit: 1000 })
        // The server's own chains (sign-ins, inquiries) lie in the same log and are no cases.
        yield* ids.filter((id) => !id.startsWith('anlauf.'))
        if (ids.length < 1000) return
        after = ids.at(-1) ?? ''
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** Where the database is: the one of `DATABASE_URL`, else the embedded one of the home. */
export function databaseLocation(context: AnlaufContext, home: string = context.home): DatabaseLocation {
  const url = context.process.env['DATABASE_URL']
  return url === undefined || url === '' ? { home } : { url }
}
