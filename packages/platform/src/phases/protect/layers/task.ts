import type { Copy, Dataset, Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

/** One thing that has to be done again and again so that a copy is never older than the estate promises. */
export type ProtectTask =
  | { readonly kind: 'backup'; readonly copy: Copy; readonly dataset: Dataset }
  | { readonly kind: 'copy'; readonly copy: Copy; readonly from: Copy; readonly datasets: readonly string[] }
  | { readonly kind: 'media'; readonly copy: Copy; readonly from: Copy }

/** "share → vault-a": how people and records name a task. */
export function taskName(task: ProtectTask): string {
  return `${task.kind === 'backup' ? task.dataset.id : task.from.id} → ${task.copy.id}`
}

/** Tag by which a snapshot says which data set it is. */
export function datasetTag(dataset: string): string {
  return `dataset:${dataset}`
}

/**
 * What has to be done, backups first, each layer after the one it is made from. With a system only what that system
 * does: the backups of its data sets, and the copies that run on it.
 * Throws `input-invalid` for an unknown system, `nothing-to-do` when the estate describes no copies.
 */
export function tasksOf(
  estate: Estate,
  options: { system?: string | undefined } = {},
): readonly ProtectTask[] {
  const { system } = options
  const { copies } = estate.protection
  if (copies.length === 0) {
    throw new AnlaufError('nothing-to-do', 'The estate describes no copies.', {
      hint: 'Add "protection" with "copies" to the estate file, see examples/estate.yaml.',
    })
  }
  if (system !== undefined && !estate.systems.some(({ id }) => id === system)) {
    throw new AnlaufError('input-invalid', `The estate has no system "${system}".`, {
      hint: `Give --system: ${estate.systems.map(({ id }) => id).join(', ')}.`,
    })
  }
  const backups = estate.datasets
    .filter(({ on }) => system === undefined || on === system)
    .flatMap((dataset) =>
      copies
        .filter((copy) => copy.from === undefined && dataset.copies.includes(copy.id))
        .map((copy): ProtectTask => ({ kind: 'backup', copy, dataset })),
    )
  const later = copies
    .filter(({ from, runsOn }) => from !== undefined && (system === undefined || runsOn === system))
    .flatMap((copy): ProtectTask[] => {
      const from = copies.find(({ id }) => id === copy.from)
      if (from === undefined) return []
      if (copy.kind === 'offline') return [{ kind: 'media', copy, from }]
      const datasets = estate.datasets
        .filter((dataset) => dataset.copies.includes(copy.id))
        .map(({ id }) => id)
      return datasets.length === 0 ? [] : [{ kind: 'copy', copy, from, datasets }]
    })
  const depth = ({ copy }: ProtectTask): number => depthOf(copy, copies)
  return [...backups, ...later.toSorted((a, b) => depth(a) - depth(b))]
}

/** How many layers lie before a copy; a circle ends somewhere. */
function depthOf(copy: Copy, copies: readonly Copy[]): number {
  let depth = 0
  for (let one: Copy | undefined = copy; one?.from !== undefined && depth <= copies.length; depth += 1) {
    const { from }: Copy = one
    one = copies.find(({ id }) => id === from)
  }
  return depth
}
