import type { Job, JobCounters } from '../jobs/index.ts'
import type { CaseBoard } from './board.ts'

/** A point of the curve of a job. */
export interface PaceSample {
  readonly job: string
  readonly at: string
  readonly phase: string
  readonly bytesPerSecond: number
}

export interface Amount {
  readonly units: number
  readonly files: number
  readonly bytes: number
}

/** How far the restore is and how long it may take: from counters of programs, never typed. */
export interface Pace {
  /** Chosen in all plans; null before there is one. */
  readonly planned: Amount | null
  /** What of the planned belongs to tenants that are restored: to be held against `planned`. */
  readonly plannedDone: Amount
  /** What lies there now: also what was mended on the way and what databases were taken apart into; less where something was held back. */
  readonly restored: Amount
  readonly handedBack: Amount
  /** What runs at this moment. */
  readonly running: readonly {
    readonly job: string
    readonly kind: Job['kind']
    readonly unit: string | null
    readonly counters: JobCounters | null
  }[]
  /** Slow, middle and fast, as restores of this case went so far; null before one ran. */
  readonly bytesPerSecond: { readonly slow: number; readonly middle: number; readonly fast: number } | null
  /** A range for what is planned and not restored; null when it is not known. People and approvals come on top. */
  readonly secondsLeft: { readonly from: number; readonly to: number } | null
}

export function paceOf({ state }: CaseBoard, jobs: readonly Job[], samples: readonly PaceSample[]): Pace {
  const planned = { units: 0, files: 0, bytes: 0 }
  const plannedDone = { units: 0, files: 0, bytes: 0 }
  const restored = { units: 0, files: 0, bytes: 0 }
  const handedBack = { units: 0, files: 0, bytes: 0 }
  let openBytes = 0
  for (const unit of state.units.values()) {
    add(planned, unit.chosen)
    add(restored, unit.restored)
    add(handedBack, unit.handedBack)
    if (unit.restored === undefined) openBytes += unit.chosen?.bytes ?? 0
    else add(plannedDone, unit.chosen)
  }
  const running = jobs.filter((job) => job.state === 'running')
  const bytesPerSecond = ratesOf(samples)
  const doneNow = running.reduce((sum, job) => sum + (isRestore(job) ? (job.counters?.bytesDone ?? 0) : 0), 0)
  const left = Math.max(0, openBytes - doneNow)
  return {
    planned: planned.units === 0 ? null : planned,
    plannedDone,
    restored,
    handedBack,
    running: running.map(({ id, kind, unit, counters }) => ({
      job: id,
      kind,
      unit: unit ?? null,
      counters: counters ?? null,
    })),
    bytesPerSecond,
    secondsLeft:
      bytesPerSecond === null || planned.units === 0
        ? null
        : { from: left / bytesPerSecond.fast, to: left / bytesPerSecond.slow },
  }
}

function isRestore({ kind, counters }: Job): boolean {
  return kind === 'run' && counters?.phase === 'recover'
}

/** The tenth, the half and nine tenths of what was measured while restoring: one stall says little. */
export function ratesOf(samples: readonly PaceSample[]): Pace['bytesPerSecond'] {
  const rates = samples
    .filter(({ phase, bytesPerSecond }) => phase === 'recover' && bytesPerSecond > 0)
    .map(({ bytesPerSecond }) => bytesPerSecond)
    .toSorted((a, b) => a - b)
  const at = (share: number): number => rates[Math.round(share * (rates.length - 1))] ?? 0
  return rates.length === 0 ? null : { slow: at(0.1), middle: at(0.5), fast: at(0.9) }
}

function add(
  sum: { units: number; files: number; bytes: number },
  one: { readonly files: number; readonly bytes: number } | undefined,
): void {
  if (one === undefined) return
  sum.units += 1
  sum.files += one.files
  sum.bytes += one.bytes
}
