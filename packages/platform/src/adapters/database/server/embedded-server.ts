import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import type { ClientConfig } from 'pg'

import { serverAccount } from './account.ts'
import { ensureCluster, role } from './cluster.ts'
import { launchServer } from './launch.ts'
import { joinUsers } from './membership.ts'
import { clusterName, disownPostmaster, namedPostmaster, socketPort } from './postmaster.ts'
import { findPrograms, type Programs } from './programs.ts'
import { findRunningServer } from './running-server.ts'
import { startLock } from './start-lock.ts'
import { stopAtExit, stopServer } from './stop-server.ts'

/** The server of one home, as this process uses it. */
export interface EmbeddedServer extends AsyncDisposable {
  /** How to reach it; stays right when the server is started again. */
  readonly connection: ClientConfig
  /** Starts the server again if it died or is stopping; to be called when it cannot be reached. */
  revive(): Promise<void>
}

/**
 * Joins the running server of `home`, or creates the cluster and starts it. Several processes may use the
 * same home; the last to leave stops the server.
 */
export async function openEmbeddedServer(home: string): Promise<EmbeddedServer> {
  const folder = resolve(home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  using _lock = await startLock(folder)
  const dataFolder = join(folder, 'postgres')
  const account = await serverAccount(dataFolder)
  let found: Promise<Programs> | undefined
  const programs = () => (found ??= findPrograms(account))
  await ensureCluster(dataFolder, programs, account)
  const cluster = clusterName(dataFolder)
  const handle = openSync(dataFolder, 'r')
  const connection = connectionThrough(handle)

  const enter = async () => {
    if (!(await findRunningServer(dataFolder, connection))) {
      disownPostmaster(dataFolder)
      const logFile = join(folder, 'postgres.log')
      await launchServer({ dataFolder, logFile, cluster, programs: await programs(), account })
    }
    return joinUsers(connection)
  }

  let membership = await enter().catch((error: unknown) => {
    closeSync(handle)
    throw error
  })
  const onExit = stopAtExit(dataFolder, cluster)
  process.on('exit', onExit)
  return {
    connection,
    async revive() {
      using _lock = await startLock(folder)
      const isStopping = namedPostmaster(dataFolder)?.status === 'stopping'
      // Our place may look taken for a moment after the server died: only an answer counts.
      if (!isStopping && membership.isAlive() && (await findRunningServer(dataFolder, connection))) return
      membership = await enter()
    },
    async [Symbol.asyncDispose]() {
      using _lock = await startLock(folder)
      const isLast = await membership.leave()
      const running = namedPostmaster(dataFolder)
      if (isLast && running !== undefined) await stopServer(cluster, running.pid)
      process.off('exit', onExit)
      closeSync(handle)
    },
  }
}

/**
 * The socket lies in the data folder. A socket's path may have 107 bytes, a home's path is often longer:
 * through an open handle of the folder it is always short.
 */
function connectionThrough(handle: number): ClientConfig {
  return {
    host: `/proc/self/fd/${handle}`,
    port: socketPort,
    user: role,
    password: '',
    database: 'postgres',
    ssl: false,
  }
}
