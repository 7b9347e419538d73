import { readFile, stat } from 'node:fs/promises'

import { AnlaufError } from '../../../core/failure.ts'

/** A local account by its numbers, as `spawn` wants it. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * The account under which the server has to run, or `undefined` for our own. PostgreSQL refuses to run as
 * root; then the data folder's owner is used, else the account `anlauf` if the host has one, else `nobody`.
 * No account is ever created. Throws `database-failed` when the data folder belongs to somebody else.
 */
export async function serverAccount(dataFolder: string): Promise<Account | undefined> {
  const owner = await stat(dataFolder).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  )
  const self = process.geteuid?.()
  if (self !== 0) {
    if (owner === undefined || owner.uid === self) return undefined
    throw new AnlaufError('database-failed', `the database in ${dataFolder} belongs to user ${owner.uid}`, {
      hint: 'Run as that user or as root, or choose another ANLAUF_HOME.',
      context: { dataFolder, owner: owner.uid },
    })
  }
  if (owner !== undefined && owner.uid !== 0) return owner
  return unprivilegedAccount(await readFile('/etc/passwd', 'utf8'))
}

/** Chooses `anlauf` or `nobody` from the text of passwd(5): name:password:uid:gid:… */
export function unprivilegedAccount(passwd: string): Account {
  for (const wanted of ['anlauf', 'nobody']) {
    const fields = passwd
      .split('\n')
      .find((line) => line.startsWith(`${wanted}:`))
      ?.split(':')
    const uid = Number(fields?.[2] || Number.NaN)
    const gid = Number(fields?.[3] || Number.NaN)
    if (Number.isSafeInteger(uid) && Number.isSafeInteger(gid) && uid > 0) return { uid, gid }
  }
  throw new AnlaufError('database-failed', 'no account to run the database server under', {
    hint: 'PostgreSQL does not run as root: create the account "anlauf", or run as an ordinary user, or set DATABASE_URL.',
  })
}
