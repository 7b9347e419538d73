import { type CommitSizes, selectPairs } from '../git/pairs.ts'
import type { Repository } from '../git/repositories.ts'
import { progressOf } from '../progress.ts'
import { chooseBases, offerFiles } from './bases.ts'
import { addOutcome, emptyOutcome, type Finding, type Outcome } from './outcome.ts'
import type { Task } from './thread.ts'
import { runTasks } from './threads.ts'

export interface MeasureOptions {
  readonly repositories: readonly Repository[]
  readonly folders: readonly string[]
  readonly seed: number
  /** Changes of files whose name promises text, at most; and of all others. */
  readonly mostText: number
  readonly mostOther: number
  /** Versions of each type that attacks are played on, at most. */
  readonly basesPerType: number
  readonly threads: number
  /** Called with everything that was not as it should be, in no particular order. */
  readonly onFinding: (finding: Finding) => void
}

export interface Measured {
  readonly outcome: Outcome
  readonly changes: ReadonlyMap<Repository, number>
  readonly judged: ReadonlyMap<Repository, number>
  readonly commits: CommitSizes
  readonly bases: number
}

const [pairsPerTask, basesPerTask] = [1000, 4]

/** Real changes first, then attacks on what they left behind. */
export async function measure(options: MeasureOptions): Promise<Measured> {
  const { repositories, folders, seed, threads } = options
  const outcome = emptyOutcome()
  const reading = progressOf('histories', repositories.length)
  const { pairs, changes, commits } = await selectPairs(repositories, {
    ...options,
    onRepository: () => reading.advance(1),
  })
  reading.done()
  const choice = chooseBases(options.basesPerType, seed)
  const pairTasks = [...pairs].flatMap(([repository, list]) =>
    slices(list, pairsPerTask).map((slice): Task => ({ kind: 'pairs', repository, pairs: slice })),
  )
  await run('changes', pairTasks, (found) => found.bases.forEach((base) => choice.offer(base)))
  for (const folder of folders) offerFiles(folder, choice)
  const bases = choice.chosen()
  await run(
    'attacked versions',
    slices(bases, basesPerTask).map((slice): Task => ({ kind: 'bases', bases: slice, seed })),
    () => undefined,
  )
  const judged = new Map([...pairs].map(([repository, list]) => [repository, list.length]))
  return { outcome, changes, judged, commits, bases: bases.length }

  async function run(name: string, tasks: readonly Task[], look: (found: Outcome) => void): Promise<void> {
    const progress = progressOf(
      name,
      tasks.reduce((sum, task) => sum + sizeOf(task), 0),
    )
    await runTasks(tasks, {
      threads,
      onOutcome(found, task) {
        look(found)
        addOutcome(outcome, found)
        found.findings.forEach(options.onFinding)
        progress.advance(sizeOf(task))
      },
    })
    progress.done()
  }
}

function sizeOf(task: Task): number {
  return task.kind === 'pairs' ? task.pairs.length : task.bases.length
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  )
}
