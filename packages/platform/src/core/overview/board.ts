import {
  type CaseState,
  eventOf,
  evolve,
  inBatch,
  initialCase,
  put,
  stageOf,
  type UnitStage,
} from '../case/index.ts'
import { type ClockLog, clocksAfter, emptyClockLog } from '../duties/index.ts'
import { type Entry, entryHash, entryLine } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'

/** How far a unit is, and the entry that shows it. */
export interface Proof {
  readonly stage: UnitStage
  readonly seq: number
  readonly at: string
}

/** Where something stands in the log. */
export interface Place {
  readonly seq: number
  readonly at: string
}

/** All that screens show of a case, after its entry `seq`. */
export interface CaseBoard {
  readonly state: CaseState
  readonly clocks: ClockLog
  readonly seq: number
  /** Time of that entry. */
  readonly asOf: string
  /** Its hash: the head of the log. */
  readonly head: string
  readonly proofs: ReadonlyMap<string, Proof>
  /** The last entry of each kind that is about the whole case. */
  readonly places: ReadonlyMap<string, Place>
}

export function emptyBoard(caseId: string): CaseBoard {
  return {
    state: initialCase(caseId),
    clocks: emptyClockLog(caseId),
    seq: 0,
    asOf: '',
    head: '',
    proofs: new Map(),
    places: new Map(),
  }
}

/** The board after more entries, in order. Throws `evidence-broken` for a gap. */
export function boardAfter(board: CaseBoard, entries: readonly Entry[]): CaseBoard {
  const last = entries.at(-1)
  if (last === undefined) return board
  return inBatch(() => {
    let { state, clocks, proofs, places, seq } = board
    for (const entry of entries) {
      if (entry.seq !== seq + 1) throw gap(state.id, seq + 1)
      seq = entry.seq
      clocks = clocksAfter(clocks, entry, state)
      const event = eventOf(entry)
      if (event === undefined) continue
      const unit = 'unit' in event ? event.unit : undefined
      const before = unit === undefined ? undefined : state.units.get(unit)
      state = evolve(state, event, entry.at)
      const place = { seq, at: entry.at }
      if (unit === undefined) {
        places = put(places, event.type, place)
        continue
      }
      const now = state.units.get(unit)
      // What does not count (a signature that is not genuine) changes nothing and proves nothing.
      if (now !== undefined && now !== before) proofs = put(proofs, unit, { stage: stageOf(now), ...place })
    }
    const head = entryHash(entryLine(last))
    return { state, clocks: { ...clocks, case: state }, seq, asOf: last.at, head, proofs, places }
  })
}

function gap(caseId: string, seq: number): AnlaufError {
  return new AnlaufError('evidence-broken', `Entry ${seq} of the case "${caseId}" is missing.`, {
    hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
  })
}
