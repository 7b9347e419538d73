import type { EntryDraft, Json } from '../evidence/index.ts'
import type { Job } from './job.ts'

/** Who and when, for the evidence. */
export interface By {
  readonly actor: string
  readonly at: string
  readonly actorKey?: string
}

/** Somebody asked for work. Written in the transaction that makes the job. */
export function askedEntry({ id, kind, unit, attempt, options }: Job, by: By): EntryDraft {
  const data = { job: id, kind, attempt, ...(unit !== undefined && { unit }), options: options as Json }
  return { ...by, action: 'decide', kind: 'work.asked', ...objectOf(unit), data }
}

/** What became of it. What was done to the case the work recorded itself; this says that it ended, and how. */
export function endedEntry(
  { id, kind, unit }: Pick<Job, 'id' | 'kind' | 'unit'>,
  ended: { readonly state: 'done' | 'failed' | 'cancelled'; readonly code?: string },
  by: By,
): EntryDraft {
  const { state, code } = ended
  const data = { job: id, kind, ...(unit !== undefined && { unit }), ...(code !== undefined && { code }) }
  const name = { done: 'work.finished', failed: 'work.failed', cancelled: 'work.cancelled' }[state]
  return { ...by, action: state === 'cancelled' ? 'decide' : 'derive', kind: name, ...objectOf(unit), data }
}

/** A worker was lost and another one goes on. */
export function rescuedEntry(
  { id, kind, unit, tries }: Pick<Job, 'id' | 'kind' | 'unit' | 'tries'>,
  by: By,
): EntryDraft {
  const data = { job: id, kind, tries, ...(unit !== undefined && { unit }) }
  return { ...by, action: 'derive', kind: 'work.rescued', ...objectOf(unit), data }
}

function objectOf(unit: string | undefined): { readonly object?: string } {
  return unit === undefined ? {} : { object: unit }
}
