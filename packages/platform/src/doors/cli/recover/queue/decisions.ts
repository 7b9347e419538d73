import { type CaseSession, type CaseState, decidedGroups, isReleased } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { HistoryReport } from '../../../../phases/detect/index.ts'
import {
  type CaseQueue,
  type DecidedPlan,
  itemId,
  type Permit,
  queueFacts,
  riskWindow,
} from '../../../../phases/recover/index.ts'
import { signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'

/** Records the queue of every unit of the case whose queue is new. */
export async function recordQueue(
  context: AnlaufContext,
  session: CaseSession,
  queue: CaseQueue,
  options: { readonly windowHours: number; readonly hasLooked: (unit: string) => boolean },
): Promise<void> {
  const { units, queues } = session.state
  const facts = queue.units
    .filter(({ unit }) => units.has(unit))
    .flatMap((unit) =>
      queueFacts(unit, {
        windowHours: options.windowHours,
        hasLooked: options.hasLooked(unit.unit),
        known: queues.get(unit.unit),
      }),
    )
    .filter(({ unit, digest }) => queues.get(unit)?.digest !== digest)
  if (facts.length > 0) await session.execute({ command: 'record', facts }, signature(context))
}

/** What a plan for the case has to follow; undefined when nothing was decided. Throws `input-invalid` for whole backups. */
export function decisionsIn(
  state: CaseState | undefined,
  report: HistoryReport,
  { wholeSnapshot, unit: named }: { readonly wholeSnapshot: boolean; readonly unit?: readonly string[] },
): Omit<DecidedPlan, 'plan'> | undefined {
  if (state === undefined) return undefined
  const queues = [...state.queues].filter(([unit]) => named?.includes(unit) !== false)
  const decided = new Map(queues.map(([unit, queue]) => [unit, decidedGroups(queue)]))
  if ([...decided.values()].every((list) => list.length === 0)) return undefined
  if (wholeSnapshot) throw noWhole()
  // Queues are made of all units at once, with one window.
  const hours = Math.max(...queues.map(([, { windowHours }]) => windowHours))
  return { decided, window: riskWindow(report, { declaredOnset: state.onset?.from, hours }) }
}

/** What two people released although no engine calls it clean, as long as the engine says what they were shown. */
export function permitOf({ queues }: CaseState): Permit {
  return (unit, decision, { host, path, sha256 = '', cause, detail }) =>
    isReleased(queues.get(unit), decision, { item: itemId({ host, path }), sha256, says: { cause, detail } })
}

function noWhole(): AnlaufError {
  return new AnlaufError('input-invalid', 'Whole backups cannot follow decisions about single files.', {
    hint: 'Plan file by file, or name with --unit only tenants about whose files nothing was decided.',
  })
}
