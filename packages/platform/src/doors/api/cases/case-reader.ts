import { deserialize, serialize } from 'node:v8'

import type { CaseBoards } from '../../../adapters/database/index.ts'
import type { Entry, EvidenceLog } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { boardAfter, type CaseBoard, emptyBoard } from '../../../core/overview/index.ts'

/** What is known of a case after its entry `seq`. */
export type CaseSnapshot = CaseBoard

export type CaseReader = (caseId: string) => Promise<CaseSnapshot>

/** Cases whose last state is kept in memory; more are read again. */
const keptCases = 64

/** Entries that are folded without a pause: about 20 ms, in which nothing else is answered. */
const batchSize = 2_000

/** A start reads at most so many entries behind the kept board: a third of a second. */
const keepEvery = 20_000

/**
 * Reads cases as they are now. Keeps the last state of each, so that only new entries are read; the log is asked
 * every time. A case of which nothing is written has `seq` 0. With `boards` a state is kept over restarts as well.
 */
export function caseReader(log: EvidenceLog, boards?: CaseBoards): CaseReader {
  const known = new Map<string, CaseBoard>()
  /** The read under way and the one that comes after it: whoever asks meanwhile shares the latter. */
  const reading = new Map<string, { readonly now: Promise<CaseBoard>; next?: Promise<CaseBoard> }>()

  function read(caseId: string): Promise<CaseBoard> {
    const under = reading.get(caseId)
    // What is under way may have asked the log already, before the entry that this caller means.
    if (under !== undefined) return (under.next ??= under.now.then(ignore, ignore).then(() => read(caseId)))
    const now = catchUp(caseId).finally(() => {
      const entry = reading.get(caseId)
      if (entry?.now === now) reading.delete(caseId)
    })
    reading.set(caseId, { now })
    return now
  }

  async function catchUp(caseId: string): Promise<CaseBoard> {
    let board = known.get(caseId) ?? (await kept(caseId, boards)) ?? emptyBoard(caseId)
    const keptAt = known.has(caseId) ? (savedAt.get(caseId) ?? 0) : board.seq
    let batch: Entry[] = []
    for await (const entry of log.read(caseId, board.seq + 1)) {
      batch.push(entry)
      if (batch.length < batchSize) continue
      board = boardAfter(board, batch)
      batch = []
    }
    board = boardAfter(board, batch)
    if (board.seq > 0) remember(known, caseId, board)
    savedAt.set(caseId, keptAt)
    if (boards !== undefined && board.seq - keptAt >= keepEvery) {
      savedAt.set(caseId, board.seq)
      await keep(boards, board)
    }
    return board
  }

  const savedAt = new Map<string, number>()
  return read
}

/** Throws `not-found` for a case that nobody declared. */
export function requireDeclared(snapshot: CaseSnapshot): CaseSnapshot {
  if (snapshot.state.status !== 'none') return snapshot
  throw new AnlaufError('not-found', `There is no case "${snapshot.state.id}".`, {
    hint: 'GET /api/cases lists the cases; POST /api/cases or "anlauf case declare" opens one.',
  })
}

/** A board that cannot be read is none: the log has everything. */
async function kept(caseId: string, boards: CaseBoards | undefined): Promise<CaseBoard | undefined> {
  const found = await boards?.find(caseId)
  return found === undefined ? undefined : (deserialize(found.bytes) as CaseBoard)
}

/** A board that could not be kept costs the next start some seconds, nothing else. */
async function keep(boards: CaseBoards, board: CaseBoard): Promise<void> {
  const { seq, head, state } = board
  try {
    await boards.keep(state.id, { seq, head, bytes: serialize(board) })
  } catch {
    // Read anew from the log then.
  }
}

/** The case that waited longest for a reader goes. */
function remember(known: Map<string, CaseBoard>, caseId: string, board: CaseBoard): void {
  known.delete(caseId)
  known.set(caseId, board)
  const [oldest] = known.keys()
  if (known.size > keptCases && oldest !== undefined) known.delete(oldest)
}

function ignore(): void {
  // Whoever waits asks anew and hears of a failure then.
}
