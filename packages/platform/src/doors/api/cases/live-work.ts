import { type Database, jobsOf, jobsSince } from '../../../adapters/database/index.ts'
import { type JobShown, jobView } from '../jobs/job-view.ts'

/** Revisions are given out in order and become visible in another: so far back an older one may still come. */
const overlap = 200

/** The work of a case for one who follows it: first what is open, then what changed since the last call. */
export async function liveWork(
  database: Database,
  caseId: string,
): Promise<{ news(this: void): Promise<readonly JobShown[]> }> {
  const all = await jobsOf(database, caseId)
  const isOpen = new Set(
    all.flatMap(({ id, state }) => (state === 'waiting' || state === 'running' ? [id] : [])),
  )
  const seen = new Map(all.flatMap(({ id, revision }) => (isOpen.has(id) ? [] : [[id, revision] as const])))
  let newest = all[0]?.revision ?? 0
  let first = all.filter(({ id }) => isOpen.has(id))
  return {
    async news() {
      const changed = [...first, ...(await jobsSince(database, caseId, Math.max(0, newest - overlap)))]
      first = []
      const news = changed.filter(({ id, revision }) => revision > (seen.get(id) ?? 0))
      for (const { id, revision } of news) {
        seen.set(id, revision)
        newest = Math.max(newest, revision)
      }
      return [...new Map(news.map((job) => [job.id, job])).values()].map(jobView)
    },
  }
}
