import type { Estate } from '../../../core/estate/index.ts'
import { asFailure } from './failed.ts'
import { type LayerPlaces, openOnce } from './places.ts'
import { retain } from './retain.ts'
import { runTask, type TaskFigures, type TaskResult } from './run-task.ts'
import { stateOf } from './status.ts'
import type { ProtectTask } from './task.ts'

export interface Retained {
  readonly copy: string
  readonly forgotten: number
  /** Why nothing was forgotten although there is a `keep`. */
  readonly why?: string
}

export interface PassResult {
  readonly results: readonly TaskResult[]
  /** Tasks that were not due. */
  readonly fresh: readonly string[]
  readonly retained: readonly Retained[]
}

/**
 * One pass over the layers: each task that is due, in order, then the thinning of copies that have a `keep`. A task
 * that fails is reported and the others go on. Stopped in the middle, the next pass goes on: backups are resumable
 * by their parent, copies by snapshot, media by volume.
 */
export async function runLayers(
  estate: Estate,
  tasks: readonly ProtectTask[],
  places: LayerPlaces,
  options: {
    /** Does what is not due too. */
    all?: boolean
    onProgress?: ((figures: TaskFigures) => void) | undefined
    onResult?: ((result: TaskResult) => void) | undefined
  } = {},
): Promise<PassResult> {
  const { all = false, onProgress, onResult } = options
  const asked = openOnce(places)
  const results: TaskResult[] = []
  const fresh: string[] = []
  for (const task of tasks) {
    const { state, name } = await stateOf(task, asked)
    if (!all && state === 'fresh') {
      fresh.push(name)
      continue
    }
    const result = await runTask(task, asked, onProgress)
    results.push(result)
    onResult?.(result)
  }
  const retained = await retainAll(estate, tasks, results, asked)
  return { results, fresh, retained }
}

async function retainAll(
  estate: Estate,
  tasks: readonly ProtectTask[],
  results: readonly TaskResult[],
  places: LayerPlaces,
): Promise<readonly Retained[]> {
  const retained: Retained[] = []
  const copies = new Map(
    results.filter(({ outcome }) => outcome === 'done').map(({ task }) => [task.copy.id, task.copy]),
  )
  for (const copy of copies.values()) {
    if (copy.keep === undefined) continue
    const own = tasks.filter((task) => task.copy.id === copy.id)
    const states = await Promise.all(own.map((task) => stateOf(task, places)))
    const datasets = own.flatMap((task) => {
      if (task.kind === 'media') return []
      return task.kind === 'backup' ? [task.dataset.id] : task.datasets
    })
    const lagging = states.some(({ state }) => state !== 'fresh')
    try {
      const repository = await places.open(copy)
      const { hold } = estate.protection
      const { signal } = places
      retained.push({
        copy: copy.id,
        ...(await retain(repository, copy, { datasets, hold, lagging, now: places.now(), signal })),
      })
    } catch (error) {
      if (places.signal?.aborted === true) throw error
      retained.push({ copy: copy.id, forgotten: 0, why: asFailure(error).message })
    }
  }
  return retained
}
