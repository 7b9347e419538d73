import { readFile } from 'node:fs/promises'

import { AnlaufError, type AnlaufErrorCode } from '../../core/failure.ts'

/** A local account by its numbers, as `spawn` wants it. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * The account under which servers of the clean room run: our own, or, because database servers refuse root, the first
 * of those names that exists. None is ever created. Throws the code it is given.
 */
export async function cleanRoomAccount({
  code,
  names,
}: {
  readonly code: AnlaufErrorCode
  readonly names: readonly string[]
}): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const passwd = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const wanted of names) {
    const [, , uid, gid] = passwd.find(([name]) => name === wanted) ?? []
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new AnlaufError(code, 'There is no account to run a restored server under.', {
    hint: 'It does not run as root: run as an ordinary user, or create the account "anlauf".',
  })
}
