import { type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import { weights } from './alarm/weights.ts'
import type { JudgedFile, JudgedVersion } from './report.ts'
import type { Thresholds } from './thresholds.ts'

/** Backups of a tenant's machines that belong to one night. */
const sameNightNs = 12n * 3_600_000_000_000n

/**
 * What one machine says about another: two databases that became noise under a container's name may be their
 * owner's affair, unless many other files of the same tenant were encrypted elsewhere in the same night. Convicts
 * suspicious versions that hold unexplained noise; needs more files than within one series, where paths speak too.
 */
export function weighAcrossSeries(
  files: readonly JudgedFile[],
  series: ReadonlyMap<string, readonly Snapshot[]>,
  limits: Thresholds,
): JudgedFile[] {
  const places = placesOf(series)
  const attacks = Map.groupBy(
    files.flatMap((file) => hitsOf(file, places)),
    ({ tenant }) => tenant,
  )
  // Asked once for a tenant and a snapshot, however many files are suspicious in it.
  const known = new Map<string, number>()
  const elsewhere = (tenant: string, snapshot: string): number => {
    const question = JSON.stringify([tenant, snapshot])
    const count = known.get(question) ?? hitElsewhere(attacks.get(tenant) ?? [], places.get(snapshot))
    known.set(question, count)
    return count
  }
  return files.map((file) => {
    const versions = file.versions.map((version) => {
      if (version.verdict !== 'suspicious' || version.score < weights.contradiction) return version
      const count = elsewhere(file.tenant, version.snapshot)
      return count < limits.renamedFiles ? version : convicted(version, count)
    })
    return { ...file, versions }
  })
}

interface Place {
  readonly key: string
  readonly time: bigint
}

interface Hit extends Place {
  readonly tenant: string
  readonly path: string
}

function placesOf(series: ReadonlyMap<string, readonly Snapshot[]>): Map<string, Place> {
  return new Map(
    [...series].flatMap(([key, snapshots]) =>
      snapshots.map(({ id, time }) => [id, { key, time: timeToNanoseconds(time) }] as const),
    ),
  )
}

/** A file under its old and its new name is one hit; notes are none. */
function hitsOf(file: JudgedFile, places: ReadonlyMap<string, Place>): Hit[] {
  if (file.role === 'note') return []
  return file.versions.flatMap(({ verdict, snapshot }) => {
    const place = places.get(snapshot)
    if (verdict !== 'convicted' || place === undefined) return []
    return [{ ...place, tenant: file.tenant, path: file.original ?? file.path }]
  })
}

function hitElsewhere(hits: readonly Hit[], place: Place | undefined): number {
  if (place === undefined) return 0
  const near = hits.filter(({ key, time }) => {
    const apart = time - place.time
    return key !== place.key && apart <= sameNightNs && apart >= -sameNightNs
  })
  return new Set(near.map(({ path }) => path)).size
}

function convicted(version: JudgedVersion, count: number): JudgedVersion {
  const reason = `${count} files of this tenant on other machines were convicted in the same night`
  return { ...version, verdict: 'convicted', reasons: [...version.reasons, reason], score: weights.convicted }
}
