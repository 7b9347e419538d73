import { readFile } from 'node:fs/promises'

import { AnlaufError } from '../../core/failure.ts'

/** A local account by its numbers, as `spawn` wants it. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * The account under which servers of the clean room run: our own, or, because PostgreSQL refuses root, an existing
 * `anlauf`, `postgres` or `nobody`. None is ever created. Throws `postgres-failed`.
 */
export async function cleanRoomAccount(): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const passwd = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const wanted of ['anlauf', 'postgres', 'nobody']) {
    const [, , uid, gid] = passwd.find(([name]) => name === wanted) ?? []
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new AnlaufError('postgres-failed', 'There is no account to run a restored server under.', {
    hint: 'PostgreSQL does not run as root: run as an ordinary user, or create the account "anlauf".',
  })
}
