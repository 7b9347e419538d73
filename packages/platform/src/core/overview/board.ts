import {
  type CaseEvent,
  type CaseState,
  eventOf,
  inBatch,
  put,
  stageOf,
  type UnitStage,
  type UnitState,
} from '../case/index.ts'
import type { ClockLog } from '../duties/index.ts'
import { type Entry, entryHash, entryLine } from '../evidence/index.ts'
import { afterEntry, initialResponse, type ResponseState } from '../response/index.ts'
import type { Desk } from '../updates/index.ts'

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
  /** The plan that it follows, and how its people carry it out; `state` is its case. */
  readonly response: ResponseState
  readonly clocks: ClockLog
  /** What is said to the public; `state.updates` holds only what the right people signed. */
  readonly desk: Desk
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
  const response = initialResponse(caseId)
  return {
    state: response.case,
    response,
    clocks: response.said.clocks,
    desk: response.said.desk,
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
    let { response, proofs, places } = board
    for (const entry of entries) {
      const earlier = response
      const before = earlier.case
      const event = eventOf(entry)
      const touched = event === undefined ? [] : unitsOf(event, before)
      const published = earlier.said.desk.published.length
      response = afterEntry(response, entry)
      if (event === undefined) continue
      if (event.type === 'update.published' && response.said.desk.published.length === published) {
        // In the log without the signatures that it needs: nobody was told, nobody is shown it as told, no stage is done by it.
        const { seq, at, said } = response
        response = { ...earlier, seq, at, said }
        continue
      }
      const place = { seq: entry.seq, at: entry.at }
      if (!('unit' in event)) places = put(places, event.type, place)
      for (const [unit, known] of touched) {
        const now = response.case.units.get(unit)
        // What does not count (a signature that is not genuine) changes nothing and proves nothing.
        if (now !== undefined && now !== known) proofs = put(proofs, unit, { stage: stageOf(now), ...place })
      }
    }
    const { case: state, said } = response
    return {
      state,
      response,
      clocks: { ...said.clocks, case: state },
      desk: { ...said.desk, case: state },
      seq: last.seq,
      asOf: last.at,
      head: entryHash(entryLine(last)),
      proofs,
      places,
    }
  })
}

/** The units that an event can change, as they are before it. */
function unitsOf(
  event: CaseEvent,
  { units, requests }: CaseState,
): readonly [string, UnitState | undefined][] {
  const one = (unit: string | undefined): [string, UnitState | undefined][] =>
    unit === undefined ? [] : [[unit, units.get(unit)]]
  if (event.type === 'approval.given' || event.type === 'approval.withdrawn') {
    return one(requests.get(event.request)?.subject.name)
  }
  // Rare, and any unit may be meant.
  if (event.type === 'key.revoked') return [...units]
  if (event.type === 'case.extended') return event.tenants.map((unit) => [unit, units.get(unit)])
  return 'unit' in event ? one(event.unit) : []
}
