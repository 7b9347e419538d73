import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { runProgram } from '../programs/index.ts'
import { mariadb } from './product.ts'

/** Where distributions put MariaDB's programs: clients and servers lie apart. */
const usualFolders = ['/usr/bin', '/usr/sbin', '/usr/libexec', '/usr/local/bin', '/usr/local/sbin']

/** Finds one of MariaDB's own programs: in `folder`, else where distributions put them. Throws `mariadb-failed`. */
export async function findProgram(name: string, folder: string | undefined): Promise<string> {
  const folders = folder === undefined ? usualFolders : [folder]
  for (const place of folders) {
    const found = await access(join(place, name)).then(
      () => true,
      () => false,
    )
    if (found) return join(place, name)
  }
  throw new AnlaufError('mariadb-failed', `${name} is not on this machine.`, {
    hint: 'Install it (Debian: mariadb-client, for a recovery mariadb-server), or name its folder with --bin.',
    context: { looked: folders },
  })
}

/**
 * The client that loads dumps. It must know `--sandbox`: without it a dump can read and write files with the client's
 * own commands. Throws `mariadb-failed`.
 */
export async function findLoader(folder: string | undefined): Promise<string> {
  const client = await findProgram('mariadb', folder)
  const { stdout } = await runProgram(mariadb, client, ['--no-defaults', '--help'])
  if (/^\s+--sandbox\b/m.test(stdout)) return client
  throw new AnlaufError('mariadb-failed', `${client} is too old to load a dump that is not trusted.`, {
    hint: 'Its option --sandbox is missing: install a release of May 2024 or later (10.5.25, 10.6.18, 10.11.8, 11.4.2).',
  })
}
