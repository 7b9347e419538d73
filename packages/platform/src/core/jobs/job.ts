/** What the server does when somebody asks for it. Each kind is one command of the command line. */
export const jobKinds = [
  'isolation',
  'plan',
  'estimate',
  'run',
  'queue',
  'release',
  'handBack',
  'verify',
  'export',
  'drill',
] as const
export type JobKind = (typeof jobKinds)[number]

export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

/** What may be chosen beside the kind and the unit. */
export interface JobOptions {
  /** Id of a repository of the workplace; the first one when it is absent. */
  readonly repository?: string
  readonly wholeSnapshot?: boolean
  readonly form?: 'files' | 'tar' | 'repository'
}

/** How far a program is, as it says itself. */
export interface JobCounters {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly bytesDone?: number
  readonly bytesTotal?: number
  readonly bytesPerSecond: number
  readonly secondsLeft?: number
}

export interface JobFailure {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly missing?: readonly string[]
}

/** Figures of what came of it. */
export type JobResult = Readonly<Record<string, number | string | boolean>>

export interface Job {
  readonly id: string
  readonly case: string
  readonly kind: JobKind
  /** Absent: all units of the case. */
  readonly unit?: string
  readonly attempt: number
  readonly options: JobOptions
  readonly askedBy: string
  readonly askedAt: string
  readonly state: JobState
  /** How often a worker began it: more than one means that a worker was lost. */
  readonly tries: number
  readonly startedAt?: string
  readonly endedAt?: string
  /** When the program was last heard of. */
  readonly heardAt?: string
  readonly counters?: JobCounters
  readonly result?: JobResult
  readonly failure?: JobFailure
  /** Grows with every change of any job. */
  readonly revision: number
}

/** Kinds that are about exactly one unit, and those that may be. */
export const unitRule: Readonly<Record<JobKind, 'one' | 'may' | 'none'>> = {
  isolation: 'none',
  plan: 'may',
  estimate: 'none',
  run: 'may',
  queue: 'none',
  release: 'one',
  handBack: 'one',
  verify: 'none',
  export: 'none',
  drill: 'none',
}

export function jobId(caseId: string, kind: JobKind, unit: string | undefined, attempt: number): string {
  return `${caseId}:${kind}:${unit ?? '*'}:${attempt}`
}
