import type { DBOSClient } from '@dbos-inc/dbos-sdk'

import { listAll } from './progress.ts'

/**
 * Gives the jobs of workers without a lease back to the queues they came from; a job whose worker nobody knows belongs
 * to one that died before its row was written, or long ago. The open engine does not do it by itself. Returns the ids.
 */
export async function rescue(
  client: DBOSClient,
  livingWorkers: () => Promise<ReadonlySet<string>>,
): Promise<readonly string[]> {
  const running = await listAll(client, { status: 'PENDING', loadInput: false, loadOutput: false })
  if (running.length === 0) return []
  // Asked afterwards: who took a job just now has written its row before.
  const living = await livingWorkers()
  const lost = running.filter(({ executorId }) => executorId === undefined || !living.has(executorId))
  // Without its queue's name a job would come into one that knows no limits.
  for (const [queueName, jobs] of Map.groupBy(lost, (job) => job.queueName)) {
    const ids = jobs.map(({ workflowID }) => workflowID)
    await client.resumeWorkflows(ids, queueName === undefined ? {} : { queueName })
  }
  return lost.map(({ workflowID }) => workflowID)
}
