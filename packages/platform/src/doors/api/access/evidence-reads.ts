import { setTimeout as sleep } from 'node:timers/promises'

import type { Database } from '../../../adapters/database/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { noteAccess } from './access-log.ts'
import { requirePermission } from './permissions.ts'
import type { Principal } from './principal.ts'

/** One entry for each session, case and quarter of an hour; one for each page would bury the rest of the chain. */
const gatherMs = 15 * 60_000
/** A minute after a quarter ended its entry is there. */
const lookEveryMs = 60_000

/**
 * Notes, before it is handed out, that somebody reads these entries of a case: first and last, with what lies between.
 * The entry `access.evidenceRead` is made when its quarter of an hour is over. What cannot be noted is not read.
 */
export async function noteRead(
  { database, now }: Pick<ApiParts, 'database' | 'now'>,
  principal: Principal | undefined,
  { caseId, from, to }: { readonly caseId: string; readonly from: number; readonly to: number },
): Promise<void> {
  const { name, keyId, session } = requirePermission(principal, 'read')
  if (to < from) return
  const quarter = new Date(Math.floor(now().getTime() / gatherMs) * gatherMs)
  await database.query(
    `insert into anlauf.evidence_read as known (reader, session, case_id, quarter, key_id, from_seq, to_seq)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (reader, session, case_id, quarter) do update
       set from_seq = least(known.from_seq, excluded.from_seq), to_seq = greatest(known.to_seq, excluded.to_seq)
       where known.from_seq > excluded.from_seq or known.to_seq < excluded.to_seq`,
    [name, session ?? Buffer.alloc(0), caseId, quarter, keyId ?? null, from, to],
  )
}

interface ReadRow {
  readonly reader: string
  readonly case_id: string
  readonly key_id: string | null
  readonly quarter: Date
  readonly from_seq: string
  readonly to_seq: string
}

/** Makes entries of the quarters that are over; each once, whoever else does it at the same time. */
export async function noteEndedReads(database: Database, now: Date): Promise<void> {
  await database.transaction(async (session) => {
    const rows = await session.query<ReadRow>(
      `delete from anlauf.evidence_read where quarter <= $1
       returning reader, case_id, key_id, quarter, from_seq, to_seq`,
      [new Date(now.getTime() - gatherMs)],
    )
    const inOrder = rows.toSorted((a, b) => a.quarter.getTime() - b.quarter.getTime())
    for (const { reader, case_id: object, key_id: keyId, quarter, from_seq: from, to_seq: to } of inOrder) {
      const data = { from: Number(from), to: Number(to), quarter: quarter.toISOString() }
      const by = { actor: reader, ...(keyId !== null && { actorKey: keyId }) }
      await noteAccess(session, { kind: 'access.evidenceRead', ...by, object, data }, now)
    }
  })
}

/** Does so once a minute until disposed of; what an ended server left is done first. */
export function startNotingReads({ database, now }: Pick<ApiParts, 'database' | 'now'>): AsyncDisposable {
  const stopping = new AbortController()
  const noting = (async () => {
    while (!stopping.signal.aborted) {
      // A database that does not answer now has the rows still.
      await noteEndedReads(database, now()).catch(() => undefined)
      await sleep(lookEveryMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await noting
    },
  }
}
