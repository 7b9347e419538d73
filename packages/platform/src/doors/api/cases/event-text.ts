import type { Entry } from '../../../core/evidence/index.ts'
import type { JobShown } from '../jobs/job-view.ts'

/** An entry as a server-sent event. JSON has no line breaks. */
export function entryText(entry: Entry): string {
  return `event: ${entry.kind}\nid: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`
}

/** Work has no id: it is not in the log, and nobody resumes behind it. */
export function jobText(job: JobShown): string {
  return `event: job\ndata: ${JSON.stringify(job)}\n\n`
}
