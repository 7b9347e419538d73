import { type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import type { JudgedFile, TenantOnset } from '../report.ts'
import type { Thresholds } from '../thresholds.ts'

/**
 * What no check can look into, arrived before its tenant's attack began and had nothing against it, is believed like
 * the first snapshot of a series is: a film of last week is no ciphertext of tonight's. So is what was hit later:
 * nobody encrypts a file twice. Otherwise nothing is believed without an onset; where the onset is a few files of one
 * night, a slow attack may have begun a night before anybody could know, so that what arrived in the last night before
 * stays unknown.
 */
export function believeArrivals(
  files: readonly JudgedFile[],
  tenants: readonly TenantOnset[],
  series: ReadonlyMap<string, readonly Snapshot[]>,
  limits: Pick<Thresholds, 'renamedFiles'>,
): JudgedFile[] {
  const times = new Map<string, bigint>(
    [...series.values()].flat().map(({ id, time }) => [id, timeToNanoseconds(time)] as const),
  )
  const ends = new Map(tenants.map((tenant) => [tenant.tenant, beganBefore(tenant, files, limits)]))
  return files.map((file) => {
    const { arrival, tenant, newestClean } = file
    const [first, ...later] = file.versions
    const end = times.get(ends.get(tenant) ?? '')
    if (arrival === undefined || first?.verdict !== 'unknown' || newestClean !== null) return file
    const isHitLater = later.some(({ verdict }) => verdict === 'convicted')
    const isEarly = end !== undefined && (times.get(arrival.since) ?? end) < end
    if (!isEarly && !isHitLater) return file
    const why = isEarly ? 'it arrived before the attack began' : 'it was hit later'
    const reasons = [...first.reasons, `${why}, and nothing spoke against it`]
    return {
      ...file,
      versions: [{ ...first, verdict: 'clean', reasons }, ...later],
      newestClean: arrival.until,
    }
  })
}

/** The snapshot before which nothing of the attack can have happened. */
function beganBefore(
  { tenant, onset }: TenantOnset,
  files: readonly JudgedFile[],
  limits: Pick<Thresholds, 'renamedFiles'>,
): string | null {
  if (onset === null) return null
  const hits = files.filter(
    (file) =>
      file.tenant === tenant &&
      file.versions.some(({ snapshot, verdict }) => snapshot === onset.before && verdict === 'convicted'),
  )
  return new Set(hits.map(({ path, original }) => original ?? path)).size >= limits.renamedFiles
    ? onset.before
    : onset.after
}
