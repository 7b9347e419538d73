import { forget, type KeepPolicy, type Repository } from '@anlauf/repository'

import { finding, type VaultFinding } from './finding.ts'

/** A retention as many people have it; the preview is about counts, spans of receive time cannot be poisoned. */
export const previewPolicy: KeepPolicy = { last: 7, daily: 7, weekly: 5, monthly: 12 }

/**
 * Which real snapshots a retention that counts would lose only because of suspicious ones: the same policy is
 * tried with and without them, and nothing is removed.
 */
export async function* poisoningFindings(
  repository: Repository,
  suspects: ReadonlySet<string>,
): AsyncGenerator<VaultFinding> {
  if (suspects.size === 0) return
  const all = await repository.listSnapshots().catch(() => [])
  const honest = all.filter(({ id }) => !suspects.has(id))
  const removedFrom = async (snapshots: typeof all): Promise<string[]> => {
    const view = { ...repository, listSnapshots: () => Promise.resolve(snapshots) }
    const { removed } = await forget(view, { dryRun: true, policy: previewPolicy })
    return removed.map(({ id }) => id).filter((id) => !suspects.has(id))
  }
  const without = new Set(await removedFrom(honest))
  const lost = (await removedFrom(all)).filter((id) => !without.has(id))
  const [first] = lost
  if (first === undefined) return
  yield finding(
    'retentionPoisoning',
    `snapshots/${first}`,
    `A retention of 7 last, 7 daily, 5 weekly and 12 monthly ones would remove ${lost.length} real snapshots only because ${suspects.size} suspicious ones count: ${lost
      .slice(0, 5)
      .map((id) => id.slice(0, 8))
      .join(', ')}.`,
    'Do not run forget before the suspicious ones are looked at; put the vault on hold: anlauf vault hold on.',
  )
}
