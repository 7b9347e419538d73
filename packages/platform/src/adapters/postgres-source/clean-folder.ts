import {
  chmod,
  lchown,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { type SettingDifference, settingsOf } from '../../phases/recover/databases/index.ts'
import type { Account } from '../programs/index.ts'
import type { CleanCluster } from './clean-server.ts'

/** Files in a restored data folder that would decide what the server does; none of them is used. */
const deciding = [
  'postgresql.conf',
  'postgresql.auto.conf',
  'pg_hba.conf',
  'pg_ident.conf',
  'standby.signal',
  'recovery.signal',
  'recovery.conf',
  'tablespace_map',
  'postmaster.opts',
]

/**
 * Moves every file that decides what a server does out of the restored data folder to `aside` and says which settings
 * they held. Call it once a restore, before ours are written.
 */
export async function putSettingsAside(folder: string): Promise<readonly SettingDifference[]> {
  const data = join(folder, 'data')
  const aside = join(folder, 'aside')
  await mkdir(aside, { recursive: true, mode: 0o700 })
  for (const name of await readdir(data)) {
    if (!deciding.includes(name) && !/\.conf(?:\.|$)/.test(name)) continue
    await rm(join(aside, name), { recursive: true, force: true })
    await rename(join(data, name), join(aside, name))
  }
  await rm(join(data, 'postmaster.pid'), { force: true })
  const differences: SettingDifference[] = []
  for (const name of (await readdir(aside)).sort()) {
    const file = join(aside, name)
    if ((await lstat(file)).isFile() && /^postgresql.*conf/.test(name)) {
      differences.push(...settingsOf(name, (await readFile(file, 'utf8')).slice(0, 1_000_000)))
    }
  }
  return differences
}

/**
 * Makes sure that nothing in a restored data folder leads out of it: links to tablespaces are pointed at the copies
 * beside it, any other link or device ends the restore. Then everything belongs to the server's account.
 * Throws `unsafe-target`.
 */
export async function settleFolder(folder: string, account: Account | undefined): Promise<void> {
  const data = join(folder, 'data')
  for await (const path of entriesBelow(data)) {
    const inside = path.slice(data.length + 1)
    const kind = await lstat(path)
    if (kind.isDirectory() || kind.isFile()) continue
    const oid = /^pg_tblspc\/(\d{1,10})$/.exec(inside)?.[1]
    if (!kind.isSymbolicLink() || oid === undefined)
      throw leadsOut(inside, kind.isSymbolicLink() ? await readlink(path) : '')
    await rm(path)
    await symlink(`../../tablespaces/${oid}`, path)
  }
  for (const name of ['data', 'wal', 'server', 'tablespaces']) await give(join(folder, name), account)
  await chmod(data, 0o700)
}

/**
 * Writes the settings of the clean room where PostgreSQL looks by itself: paths of other folders would have to be
 * open to the server's account. Only the superuser may come in, through the socket in `server`.
 */
export async function writeServerFiles(
  { folder, account, superuser }: CleanCluster,
  settings: string,
): Promise<void> {
  const data = join(folder, 'data')
  const files = {
    'postgresql.conf': settings,
    'postgresql.auto.conf': '',
    'pg_hba.conf': `local all "${superuser.replaceAll('"', '""')}" trust\n`,
    'pg_ident.conf': '',
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(data, name), text, { mode: 0o600 })
    await give(join(data, name), account)
  }
  await mkdir(join(folder, 'server'), { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'server', 'log'), '', { flag: 'a' })
  await give(join(folder, 'server'), account)
}

/** Gives a folder and all below it to an account; links themselves, never what they lead to. */
export async function give(folder: string, account: Account | undefined): Promise<void> {
  if (account === undefined || (await lstat(folder).catch(() => undefined)) === undefined) return
  await lchown(folder, account.uid, account.gid)
  if (!(await lstat(folder)).isDirectory()) return
  for await (const path of entriesBelow(folder)) await lchown(path, account.uid, account.gid)
}

async function* entriesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    yield path
    if (entry.isDirectory()) yield* entriesBelow(path)
  }
}

function leadsOut(path: string, target: string): AnlaufError {
  return new AnlaufError(
    'unsafe-target',
    `The base backup holds ${path}, which is no file: ${target || 'a device or socket'}.`,
    {
      hint: 'PostgreSQL puts links only into pg_tblspc. Somebody made this one; choose an older base backup.',
      context: { path, target },
    },
  )
}
