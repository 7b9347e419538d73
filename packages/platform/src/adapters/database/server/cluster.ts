import { spawn } from 'node:child_process'
import { chown, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import type { Account } from './account.ts'
import type { Programs } from './programs.ts'

/** The only role of an embedded server; who can open the socket may use it (see the door, `index.ts`). */
export const role = 'anlauf'

/** Major version of PostgreSQL whose data folders the bundled programs read. */
const majorVersion = '17'

/**
 * The path by which a server knows its data folder: it starts inside and never needs the way there, so a home
 * below a folder that is closed to the server's account (`/root`, `mkdtemp` of root) works like any other.
 */
export const ownFolder = '/proc/self/cwd'

/**
 * Makes sure that `dataFolder` holds a complete cluster. A new one is prepared beside it and renamed, so a
 * power cut leaves either none or a whole one; `programs` is asked for only then. Call only while holding the
 * start lock.
 */
export async function ensureCluster(
  dataFolder: string,
  programs: () => Promise<Programs>,
  account: Account | undefined,
): Promise<void> {
  const version = await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(absent)
  if (version?.trim() === majorVersion) return
  if (version !== undefined) {
    throw new AnlaufError('database-failed', `${dataFolder} was written by PostgreSQL ${version.trim()}`, {
      hint: `This program brings PostgreSQL ${majorVersion}: use the program version that wrote it, or another ANLAUF_HOME.`,
      context: { dataFolder, version: version.trim() },
    })
  }
  const home = join(dataFolder, '..')
  for (const name of await readdir(home)) {
    if (name.startsWith(unfinished)) await rm(join(home, name), { recursive: true })
  }
  const fresh = await mkdtemp(join(home, unfinished))
  if (account !== undefined) await chown(fresh, account.uid, account.gid)
  await initdb(await programs(), fresh, account)
  await rename(fresh, dataFolder)
  const folder = await open(home, 'r')
  await folder.sync()
  await folder.close()
}

const unfinished = 'postgres.new-'

/** Locale C.UTF-8 comes with PostgreSQL itself: indexes stay valid on every host. */
const initdbArguments = [
  `--pgdata=${ownFolder}`,
  `--username=${role}`,
  '--auth=trust',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
]

async function initdb(programs: Programs, folder: string, account: Account | undefined): Promise<void> {
  const child = spawn(programs.initdb, initdbArguments, {
    ...account,
    cwd: folder,
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000)
    })
  }
  const end = Promise.withResolvers<string>()
  child.on('error', (error) => end.resolve(error.message))
  child.on('close', (code, signal) => end.resolve(code === 0 ? '' : (signal ?? `exit code ${code}`)))
  const problem = await end.promise
  if (problem === '') return
  await rm(folder, { recursive: true, force: true })
  throw new AnlaufError('database-failed', `initdb could not create the database: ${problem}`, {
    hint: `Look at what initdb said: ${said.trim().split('\n').at(-1) ?? ''}`,
    context: { folder, said },
  })
}

/** Nothing of ours: neither PG* variables nor secrets reach the server. Messages are read by `launch.ts`. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
