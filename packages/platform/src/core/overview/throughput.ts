import type { Job } from '../jobs/index.ts'
import type { CaseBoard } from './board.ts'
import { type Pace, type PaceSample, paceOf } from './pace.ts'

export interface Curve {
  readonly job: string
  readonly kind: Job['kind']
  readonly unit: string | null
  readonly points: readonly {
    readonly at: string
    readonly phase: string
    readonly bytesPerSecond: number
    readonly done: number
    readonly bytesDone: number | null
  }[]
}

/** How fast it goes and what was found, from counters and events. */
export interface Throughput {
  readonly case: string
  readonly seq: number
  readonly asOf: string
  readonly pace: Pace
  readonly curves: readonly Curve[]
  readonly findings: {
    readonly clean: number
    readonly quarantined: number
    readonly caseReview: number
    readonly unscanned: number
    /** Units of which something was held back, those with most first. */
    readonly units: readonly {
      readonly unit: string
      readonly quarantined: number
      readonly caseReview: number
    }[]
  }
}

type Sample = PaceSample & { readonly done: number; readonly bytesDone?: number }

export function throughputOf(
  board: CaseBoard,
  { jobs, samples }: { readonly jobs: readonly Job[]; readonly samples: readonly Sample[] },
): Throughput {
  const { state, seq, asOf } = board
  const byJob = Map.groupBy(samples, ({ job }) => job)
  const findings = { clean: 0, quarantined: 0, caseReview: 0, unscanned: 0 }
  const units = []
  for (const { unit, scanned, quarantined, caseReview } of state.units.values()) {
    findings.clean += scanned?.clean ?? 0
    findings.unscanned += scanned?.unscanned ?? 0
    findings.quarantined += quarantined
    findings.caseReview += caseReview
    if (quarantined + caseReview > 0) units.push({ unit, quarantined, caseReview })
  }
  return {
    case: state.id,
    seq,
    asOf,
    pace: paceOf(board, jobs, samples),
    curves: jobs.flatMap(({ id, kind, unit }) => {
      const points = byJob.get(id)
      if (points === undefined) return []
      return [{ job: id, kind, unit: unit ?? null, points: points.map(pointOf) }]
    }),
    findings: {
      ...findings,
      units: units
        .toSorted((a, b) => b.quarantined + b.caseReview - a.quarantined - a.caseReview)
        .slice(0, 50),
    },
  }
}

function pointOf({ at, phase, bytesPerSecond, done, bytesDone }: Sample): Curve['points'][number] {
  return { at, phase, bytesPerSecond, done, bytesDone: bytesDone ?? null }
}
