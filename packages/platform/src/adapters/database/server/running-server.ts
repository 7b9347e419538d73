import { setTimeout as sleep } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'

import { clusterName, isServerOf, namedPostmaster } from './postmaster.ts'
import { stopServer } from './stop-server.ts'

/**
 * Whether a server of this data folder runs already and answers, be it another process's or an orphan. One
 * that lives but does not answer is given time (`patienceMs`) and then ended.
 */
export async function findRunningServer(dataFolder: string, connection: ClientConfig): Promise<boolean> {
  const cluster = clusterName(dataFolder)
  const begin = Date.now()
  for (;;) {
    // Asked first, for a server in another container answers here although its process id means nothing to us.
    if (await answers(connection)) return true
    const named = namedPostmaster(dataFolder)
    if (named === undefined || !isServerOf(cluster, named.pid)) return false
    if (Date.now() - begin > patienceMs[named.status]) {
      await stopServer(cluster, named.pid)
      return false
    }
    await sleep(50)
  }
}

/**
 * Recovery takes as long as the log since the last checkpoint is. A server that is stopping outside of the
 * start lock waits for users who may stay for hours (see `stopAtExit`): ending it costs them one statement.
 */
const patienceMs = { starting: 600_000, stopping: 3000, ready: 30_000, '': 30_000 }

async function answers(connection: ClientConfig): Promise<boolean> {
  const session = new Client({ ...connection, connectionTimeoutMillis: 5000 })
  session.on('error', () => undefined)
  try {
    await session.connect()
    return true
  } catch {
    return false
  } finally {
    await session.end().catch(() => undefined)
  }
}
