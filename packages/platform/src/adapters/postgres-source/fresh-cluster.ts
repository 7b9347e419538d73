import { chown, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { cleanRoomSettings, ordinaryLimits } from '../../phases/recover/databases/index.ts'
import { writeServerFiles } from './clean-folder.ts'
import { type CleanCluster, type CleanServer, endLeftOver, startCleanServer } from './clean-server.ts'
import { mustRun } from './run-program.ts'

/**
 * A new, empty cluster of the same version in a folder of its own, running without network; whatever was in the
 * folder is removed. Nothing of it is meant to stay: it does without fsync. Throws `postgres-failed`, `no-space`.
 */
export async function startFreshCluster(
  folder: string,
  { programs, account, superuser }: CleanCluster,
  signal: AbortSignal | undefined,
): Promise<CleanServer> {
  await removeCluster(folder)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  if (account !== undefined) await chown(data, account.uid, account.gid)
  const encoding = ['--encoding=UTF8', '--locale=C', '--no-instructions', '--no-sync', '--data-checksums']
  await mustRun(
    join(programs.folder, 'initdb'),
    ['--pgdata=/proc/self/cwd', `--username=${superuser}`, '--auth=trust', ...encoding],
    { account, cwd: data, signal, what: 'A fresh cluster was not made' },
  )
  const cluster = { folder, programs, account, superuser }
  const settings = cleanRoomSettings({ limits: ordinaryLimits, major: programs.major, throwAway: true })
  await writeServerFiles(cluster, settings)
  return startCleanServer(cluster, { signal })
}

/** Ends the server of a folder, if one is left, and removes both. */
export async function removeCluster(folder: string): Promise<void> {
  await endLeftOver(join(folder, 'data'))
  await rm(folder, { recursive: true, force: true })
}
