import { createHmac, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'

import type { Database } from './database.ts'
import { secretKey } from './secret-key.ts'

/** A board as bytes, and the entry that it goes up to. */
export interface KeptBoard {
  readonly seq: number
  /** Hash of that entry. */
  readonly head: string
  readonly bytes: Uint8Array
}

/** Boards of cases, kept over restarts. */
export interface CaseBoards {
  /** The kept board, when it is ours, of this version, and its entry is in the log as it was. */
  find(caseId: string): Promise<KeptBoard | undefined>
  keep(caseId: string, board: KeptBoard): Promise<void>
}

/**
 * Boards in the database. Each carries an HMAC-SHA-256 with the key in `<home>/board.key`: who can write to the
 * database alone cannot make the server believe what no entry says. `version` names the code that reads them.
 */
export function caseBoards(
  database: Database,
  { home, version }: { readonly home: string; readonly version: string },
): CaseBoards {
  let loading: Promise<Uint8Array> | undefined
  const key = () => (loading ??= secretKey(join(home, 'board.key')))
  return {
    async find(caseId) {
      const [row] = await database.query<{ seq: number; head: string; mac: Buffer; board: Buffer }>(
        `select b.seq::float8 as seq, b.head, b.mac, b.board
           from anlauf.case_board b join anlauf.evidence e on e.case_id = b.case_id and e.seq = b.seq and e.hash = b.head
          where b.case_id = $1 and b.version = $2`,
        [caseId, version],
      )
      if (row === undefined) return undefined
      const { seq, head, mac, board: bytes } = row
      const expected = macOf(await key(), version, caseId, { seq, head, bytes })
      return mac.length === expected.length && timingSafeEqual(mac, expected)
        ? { seq, head, bytes }
        : undefined
    },
    async keep(caseId, board) {
      const { seq, head, bytes } = board
      await database.query(
        `insert into anlauf.case_board (case_id, seq, head, version, mac, board) values ($1, $2, $3, $4, $5, $6)
         on conflict (case_id) do update set seq = excluded.seq, head = excluded.head, version = excluded.version,
               mac = excluded.mac, board = excluded.board, kept_at = now()
          where anlauf.case_board.seq < excluded.seq or anlauf.case_board.version <> excluded.version`,
        [caseId, seq, head, version, macOf(await key(), version, caseId, board), Buffer.from(bytes)],
      )
    },
  }
}

function macOf(key: Uint8Array, version: string, caseId: string, { seq, head, bytes }: KeptBoard): Buffer {
  return createHmac('sha256', key)
    .update(`${JSON.stringify([version, caseId, seq, head])}\n`)
    .update(bytes)
    .digest()
}
