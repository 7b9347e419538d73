import type { Snapshot } from '@anlauf/repository'

import type { SetRecord } from '../media/index.ts'
import { type Dueness, duenessOf } from './due.ts'
import { asFailure } from './failed.ts'
import { type LayerPlaces, openOnce } from './places.ts'
import { datasetTag, type ProtectTask, taskName } from './task.ts'

export interface TaskState {
  readonly task: ProtectTask
  readonly name: string
  readonly state: Dueness | 'unknown'
  /** Time of the newest state in the copy, as its snapshots say. */
  readonly lastAt?: Date
  readonly dueAt?: Date
  /** Why nothing is known. */
  readonly failure?: { readonly code: string; readonly message: string; readonly hint: string }
  /** Sealed volumes whose test read is due. */
  readonly untested?: readonly { readonly set: string; readonly volume: number }[]
}

/**
 * How every layer stands, asked of the copies themselves: what counts is what lies there, not what somebody noted.
 * A place that cannot be asked is `unknown`, never fresh.
 */
export async function layerStates(
  tasks: readonly ProtectTask[],
  places: LayerPlaces,
): Promise<readonly TaskState[]> {
  const asked = openOnce(places)
  const states: TaskState[] = []
  for (const task of tasks) states.push(await stateOf(task, asked))
  return states
}

export async function stateOf(task: ProtectTask, places: LayerPlaces): Promise<TaskState> {
  const name = taskName(task)
  const now = places.now()
  try {
    if (task.kind === 'media') return await mediaState(task, places, { name, now })
    const snapshots = await (await places.open(task.copy)).listSnapshots()
    const lastAt = newestOf(task, snapshots)
    const { state, dueAt } = duenessOf({ lastAt, everyHours: task.copy.every, now })
    return { task, name, state, ...(lastAt && { lastAt }), ...(dueAt && { dueAt }) }
  } catch (error) {
    return { task, name, state: 'unknown', failure: asFailure(error) }
  }
}

/** Of a layer with several data sets the one that lags behind most counts. */
function newestOf(
  task: Exclude<ProtectTask, { kind: 'media' }>,
  snapshots: readonly Snapshot[],
): Date | undefined {
  const newest = (dataset: string): number | undefined => {
    const times = snapshots
      .filter(({ tags, hostname }) => {
        const isOfDataset = tags?.includes(datasetTag(dataset)) === true
        return isOfDataset && (task.kind === 'copy' || hostname === task.dataset.on)
      })
      .map(({ time }) => Date.parse(time))
      .filter((time) => !Number.isNaN(time))
    return times.length === 0 ? undefined : Math.max(...times)
  }
  const datasets = task.kind === 'backup' ? [task.dataset.id] : task.datasets
  const times = datasets.map(newest)
  if (times.includes(undefined)) return undefined
  return new Date(Math.min(...times.filter((time) => time !== undefined)))
}

async function mediaState(
  task: Extract<ProtectTask, { kind: 'media' }>,
  places: LayerPlaces,
  { name, now }: { name: string; now: Date },
): Promise<TaskState> {
  const repository = (await places.open(task.from)).id
  const sets = places.records.list().sets.filter((set) => set.repository === repository)
  const complete = sets.find((set) => set.volumes.every(({ sealedAt }) => sealedAt !== undefined))
  // A set is as old as the state that was frozen when it was begun.
  const lastAt = complete === undefined ? undefined : new Date(complete.createdAt)
  const { state, dueAt } = duenessOf({ lastAt, everyHours: task.copy.every, now })
  const untested = task.copy.testEvery === undefined ? [] : untestedIn(sets, task.copy.testEvery, now)
  return { task, name, state, ...(lastAt && { lastAt }), ...(dueAt && { dueAt }), untested }
}

function untestedIn(
  sets: readonly SetRecord[],
  testEveryHours: number,
  now: Date,
): { set: string; volume: number }[] {
  return sets.flatMap(({ set, volumes }) =>
    volumes
      .filter(({ sealedAt, tests }) => {
        if (sealedAt === undefined) return false
        const read = tests.findLast(({ ok }) => ok)?.at ?? sealedAt
        return now.getTime() - Date.parse(read) >= testEveryHours * 3_600_000
      })
      .map(({ volume }) => ({ set, volume })),
  )
}
