import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import type { Account } from '../programs/index.ts'

/**
 * The folder on the way to `folder` that the account may not pass; undefined when there is none. PostgreSQL's programs
 * go back to where they were started by its name, so a server cannot live below a folder that is closed to it.
 */
export async function closedFolder(
  folder: string,
  account: Account | undefined,
): Promise<string | undefined> {
  if (account === undefined) return undefined
  for (let place = dirname(folder); ; place = dirname(place)) {
    const { mode, uid, gid } = await stat(place)
    const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & search) === 0) return place
    if (dirname(place) === place) return undefined
  }
}

/** Throws `unsafe-target` for a folder that the account cannot reach. */
export async function requireReachable(folder: string, account: Account | undefined): Promise<void> {
  const closed = await closedFolder(folder, account)
  if (closed === undefined || account === undefined) return
  throw new AnlaufError(
    'unsafe-target',
    `PostgreSQL runs under the account ${account.uid} here, and ${closed} is closed to it.`,
    { hint: `Name a folder below one that everybody may pass, or open that one: chmod o+x ${closed}` },
  )
}
