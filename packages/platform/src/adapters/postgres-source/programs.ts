import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'

/** The folder of PostgreSQL's programs of one major version. */
export interface PostgresPrograms {
  readonly folder: string
  readonly major: number
}

/** Where distributions put them: Debian and Ubuntu, Red Hat and PGDG, Alpine, SUSE. */
const usualFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/libexec/postgresql*',
  '/usr/lib/postgresql*/bin',
]

/**
 * Finds PostgreSQL's own programs: in `folder`, else where distributions put them, of the wanted major version or
 * of the newest. They are never brought along: a cluster is only read by programs of its own major version.
 * Throws `postgres-failed`.
 */
export async function findPrograms({
  folder,
  major,
}: { folder?: string | undefined; major?: number | undefined } = {}): Promise<PostgresPrograms> {
  const folders = folder === undefined ? await usualPlaces() : [folder]
  const found: PostgresPrograms[] = []
  for (const place of folders) {
    const version = await majorOf(place)
    if (version !== undefined) found.push({ folder: place, major: version })
  }
  found.sort((a, b) => b.major - a.major)
  const chosen = found.find((one) => major === undefined || one.major === major)
  if (chosen !== undefined) return chosen
  const what = major === undefined ? 'PostgreSQL' : `PostgreSQL ${major}`
  throw new AnlaufError('postgres-failed', `The programs of ${what} are not on this machine.`, {
    hint: `Install them (Debian: postgresql${major === undefined ? '' : `-${major}`}), or name their folder with --bin.`,
    context: { looked: folders, found },
  })
}

async function usualPlaces(): Promise<string[]> {
  const places: string[] = []
  for (const pattern of usualFolders) {
    const star = pattern.indexOf('*')
    const parent = pattern.slice(0, pattern.lastIndexOf('/', star))
    const [before = '', after = ''] = pattern.slice(parent.length + 1).split('*')
    for (const name of await readdir(parent).catch(() => [])) {
      if (name.startsWith(before)) places.push(join(parent, name + after))
    }
  }
  return [...new Set(places)]
}

/** The version out of the program's own words would cost a process; its folder's neighbours name it too. */
async function majorOf(folder: string): Promise<number | undefined> {
  try {
    await access(join(folder, 'pg_basebackup'))
  } catch {
    return undefined
  }
  const named = /(?:postgresql-?|postgresql\/|pgsql-)(\d{2})(?:\/bin)?\/?$/.exec(folder)
  if (named !== null) return Number(named[1])
  const { runProgram } = await import('./run-program.ts')
  const said = await runProgram(join(folder, 'pg_basebackup'), ['--version'])
  return Number(/\) (\d+)/.exec(said.stdout)?.[1]) || undefined
}
