import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `postmaster.pid` of a data folder says (PostgreSQL's `pidfile.h`: line 1 process id, line 8 status). */
export interface Postmaster {
  readonly pid: number
  /** `starting` also while it recovers from a crash; '' before the server has written it. */
  readonly status: 'starting' | 'stopping' | 'ready' | ''
}

/** The server that this data folder names, whether it lives or not. A few bytes, so that `exit` can ask too. */
export function namedPostmaster(dataFolder: string): Postmaster | undefined {
  const lines = pidFileLines(dataFolder)
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const written = lines[7]?.trim()
  return { pid, status: statuses.find((status) => status === written) ?? '' }
}

const statuses = ['starting', 'stopping', 'ready'] as const

/**
 * Name by which a server's command line shows to which data folder it belongs. The folder's own numbers
 * (device, inode) stay right when the home is renamed or seen under two paths.
 */
export function clusterName(dataFolder: string): string {
  const { dev, ino } = statSync(dataFolder, { bigint: true })
  return `anlauf-${dev.toString(16)}-${ino.toString(16)}`
}

/** Whether `pid` is a living server of this cluster; a reused number or a zombie is not. */
export function isServerOf(cluster: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`cluster_name=${cluster}`)
  } catch {
    return false
  }
}

/**
 * Makes a `postmaster.pid` left by a dead server harmless although its number may be in use (a zombie, or
 * another program): PostgreSQL ignores a number that is its own parent's, but still makes sure through line 7
 * that no process of the dead server is left in its shared memory. Deleting the file would lose that check.
 */
export function disownPostmaster(dataFolder: string): void {
  const [named, ...rest] = pidFileLines(dataFolder)
  if (named === undefined) return
  writeFileSync(join(dataFolder, 'postmaster.pid'), [process.pid, ...rest].join('\n'))
  rmSync(join(dataFolder, `.s.PGSQL.${socketPort}.lock`), { force: true })
}

/** Port numbers mean nothing on a unix socket, but are part of its file name. */
export const socketPort = 5432

function pidFileLines(dataFolder: string): readonly string[] {
  try {
    return readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
