import { correctionTasks, type Desk } from './desk.ts'

/** What happened since the last word to the public; undefined when there is truly nothing. */
export function newsSince(desk: Desk): string | undefined {
  const last = desk.published.at(-1)
  if (last === undefined) return 'nothing was published yet'
  const task = correctionTasks(desk)[0]
  if (task !== undefined) return `update ${task.number} has to be corrected (claim "${task.claim}")`
  const since = last.at
  const released = [...desk.case.units.values()].filter((unit) => (unit.released?.at ?? '') > since).length
  if (released > 0) {
    return `${released} of ${desk.case.units.size} customers were released after update ${last.number}`
  }
  if ((desk.case.isolation?.at ?? '') > since) return `isolation was proved after update ${last.number}`
  const changed = [...desk.claims].find(
    ([, { inForce, takenBack }]) => (inForce?.at ?? takenBack?.at ?? '') > last.at,
  )
  if (changed === undefined) return undefined
  const [claim, { inForce }] = changed
  return `the claim "${claim}" was ${inForce === undefined ? 'taken back' : 'stated'} after update ${last.number}`
}
