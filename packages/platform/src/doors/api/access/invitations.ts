import { randomBytes } from 'node:crypto'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { tokenHash } from './account-token.ts'
import type { Role } from './roles.ts'
import type { Principal } from './principal.ts'

/** Long enough to walk over to somebody, too short to be found in a mailbox. */
const lifeMs = 60 * 60 * 1000

export interface Invitation {
  /** Undefined for the first person, who chooses a name. */
  readonly person: string | undefined
  readonly roles: readonly Role[]
  /** The account that made it, when no person did: whoever has the host vouches for the first keys. */
  readonly account?: string
  /** It may add a passkey to a name that has some: the person asked for it, or a second one confirmed. */
  readonly isFurther?: boolean
}

/** Makes a link's token; only its hash is kept. Whoever has it registers one passkey, once. */
export async function invite(
  database: Database,
  { person, roles, by, isFurther = false, now }: Omit<Invitation, 'account'> & { by: Principal; now: Date },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + lifeMs)
  await database.transaction(async (session) => {
    if (!isFurther && by.kind === 'person' && person !== undefined) await requireNewName(session, person)
    await session.query('delete from anlauf.invitation where expires_at < $1', [now])
    await session.query(
      `insert into anlauf.invitation (token_hash, person, roles, invited_by, by_account, expires_at, further)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tokenHash(token), person, roles, by.name, by.kind === 'account', expiresAt, isFurther],
    )
    const data = { roles: [...roles] }
    const object = person ?? 'the first person'
    await noteAccess(
      session,
      { kind: 'access.invited', actor: by.name, actorKey: by.keyId, object, data },
      now,
    )
  })
  return { token, expiresAt }
}

/**
 * A name that somebody has stands for that person in the evidence: whoever invites others must not come in under it.
 * Throws `gate-closed`.
 */
async function requireNewName(session: Session, person: string): Promise<void> {
  const [known] = await session.query('select 1 from anlauf.person where name = $1', [person])
  if (known === undefined) return
  throw new AnlaufError(
    'gate-closed',
    `${person} is known here already: nobody else makes a passkey or roles for that name.`,
    {
      hint: `${person} adds a passkey alone (POST /api/me/passkeys), or comes back with a recovery code that a second person confirms. Other roles, and the rest, are for the account of the server.`,
      context: { missing: [`a proof that it is ${person}, or a second person who confirms it`] },
    },
  )
}

/**
 * A link for the first person, as long as nobody can sign in; links that were made for that before are void. Later
 * people are invited by an administrator, or by a program of the account.
 */
export async function inviteFirst(
  database: Database,
  { by, now }: { by: Principal; now: Date },
): Promise<string | undefined> {
  const [known] = await database.query('select 1 from anlauf.passkey limit 1')
  if (known !== undefined) return undefined
  await database.query('delete from anlauf.invitation where person is null')
  return (await invite(database, { person: undefined, roles: ['administrator'], by, now })).token
}

/** The invitation of a token that is still good. */
export async function findInvitation(
  session: Session,
  { hash, now }: { hash: Buffer; now: Date },
): Promise<Invitation | undefined> {
  const [found] = await session.query<{
    person: string | null
    roles: Role[]
    account: string | null
    further: boolean
  }>(
    `select person, roles, further, case when by_account then invited_by end as account from anlauf.invitation
      where token_hash = $1 and used_at is null and expires_at > $2`,
    [hash, now],
  )
  if (found === undefined) return undefined
  const { person, roles, account, further } = found
  return { person: person ?? undefined, roles, isFurther: further, ...(account !== null && { account }) }
}

/** Uses an invitation up; false when somebody else was faster. */
export async function useInvitation(
  session: Session,
  { hash, now }: { hash: Buffer; now: Date },
): Promise<boolean> {
  const used = await session.query(
    `update anlauf.invitation set used_at = $2
      where token_hash = $1 and used_at is null and expires_at > $2 returning 1 as used`,
    [hash, now],
  )
  return used.length === 1
}
