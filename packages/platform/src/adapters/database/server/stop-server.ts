import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../../core/failure.ts'
import { isServerOf, namedPostmaster } from './postmaster.ts'

/**
 * Ends the server `pid` of this cluster: fast shutdown (SIGINT: open transactions are undone, everything
 * committed is checkpointed), after `patienceMs` SIGKILL, from which the next start recovers. Signals are sent
 * only while the process still shows the cluster's name.
 */
export async function stopServer(
  cluster: string,
  pid: number,
  { patienceMs = 20_000 }: { patienceMs?: number } = {},
): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', patienceMs],
    ['SIGKILL', 5000],
  ] as const) {
    if (!isServerOf(cluster, pid)) return
    process.kill(pid, signal)
    if (await hasEnded(cluster, pid, waitMs)) return
  }
  throw new AnlaufError('database-failed', `the database server (process ${pid}) does not end`, {
    hint: `A disk that does not answer is the usual reason. Look at process ${pid} before you start again.`,
    retry: 'later',
    context: { pid },
  })
}

/**
 * Handler for the event `exit` of a process that ends without leaving in order: asks for a smart shutdown
 * (SIGTERM), in which the server lets its other users finish and then ends. It admits no new connection
 * meanwhile; who needs one starts it again (`EmbeddedServer.revive`).
 */
export function stopAtExit(dataFolder: string, cluster: string): () => void {
  return () => {
    const named = namedPostmaster(dataFolder)
    if (named !== undefined && isServerOf(cluster, named.pid)) process.kill(named.pid, 'SIGTERM')
  }
}

async function hasEnded(cluster: string, pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs
  while (Date.now() < deadline) {
    if (!isServerOf(cluster, pid)) return true
    await sleep(10)
  }
  return !isServerOf(cluster, pid)
}
