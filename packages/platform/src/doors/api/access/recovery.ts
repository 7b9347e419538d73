import { randomBytes, randomInt } from 'node:crypto'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { tokenHash } from './account-token.ts'
import { invite } from './invitations.ts'
import type { Role } from './roles.ts'
import type { Principal } from './principal.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { endSessionsOf } from './sessions.ts'

/** Long enough to call somebody at night, too short to wait for somebody careless. */
const lifeMs = 15 * 60_000
/** Somebody mishears a number. Who guesses has three of a hundred million. */
const maxWrong = 3

interface At {
  readonly now: Date
}

/**
 * The first half: a code, which is used up. Gives what the browser keeps, and the number that the person tells the
 * second one. Throws `not-signed-in`, alike for every reason.
 */
export async function askRecovery(
  database: Database,
  { person, code, now }: At & { person: string; code: string },
): Promise<{ readonly claim: string; readonly number: string; readonly expiresAt: Date }> {
  const claim = randomBytes(32).toString('base64url')
  const number = randomInt(100_000_000).toString().padStart(8, '0')
  const expiresAt = new Date(now.getTime() + lifeMs)
  await database.transaction(async (session) => {
    const madeAt = await takeRecoveryCode(session, { person, code, now })
    if (madeAt === undefined) throw noCode()
    await session.query('delete from anlauf.recovery where expires_at < $1', [now])
    await session.query(
      `insert into anlauf.recovery (claim_hash, person, number_hash, asked_at, expires_at, code_made_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tokenHash(claim), person, numberHash(person, number), now, expiresAt, madeAt],
    )
    await noteAccess(session, { kind: 'access.recoveryAsked', actor: person, object: person }, now)
  })
  return { claim, number, expiresAt }
}

interface OpenRecovery {
  readonly person: string
  readonly askedAt: Date
  readonly expiresAt: Date
  readonly codeMadeAt: Date | null
}

/** Who waits for a second person. The number is not among it: only the person who asked can tell it. */
export async function openRecoveries(session: Session, { now }: At): Promise<readonly OpenRecovery[]> {
  return session.query(
    `select r.person, r.asked_at as "askedAt", r.expires_at as "expiresAt", r.code_made_at as "codeMadeAt"
       from anlauf.recovery r join anlauf.person p on p.name = r.person and p.blocked_at is null
      where r.confirmed_by is null and r.wrong < $2 and r.expires_at > $1 order by r.asked_at`,
    [now, maxWrong],
  )
}

/**
 * The second half: another person, who knows the voice, says the number. A wrong one counts against every request of
 * that person, and three end them. Throws `not-permitted`, `gate-closed`.
 */
export async function confirmRecovery(
  database: Database,
  { person, number, by, now }: At & { person: string; number: string; by: Principal },
): Promise<void> {
  if (by.kind !== 'person' || by.name === person) throw notTheOther(by, person)
  const { name: actor, keyId: actorKey } = by
  const isRight = await database.transaction(async (session) => {
    const confirmed = await session.query(
      `update anlauf.recovery r set confirmed_by = $3, confirmed_at = $4
         from anlauf.person p
        where r.person = $1 and r.number_hash = $2 and r.confirmed_by is null and r.wrong < $5
          and r.expires_at > $4 and p.name = r.person and p.blocked_at is null
        returning 1 as confirmed`,
      [person, numberHash(person, number), actor, now, maxWrong],
    )
    const kind = confirmed.length > 0 ? 'access.recoveryConfirmed' : 'access.recoveryRefused'
    if (confirmed.length === 0) {
      await session.query(
        'update anlauf.recovery set wrong = wrong + 1 where person = $1 and confirmed_by is null',
        [person],
      )
    }
    await noteAccess(session, { kind, actor, actorKey, object: person }, now)
    return confirmed.length > 0
  })
  if (isRight) return
  throw new AnlaufError('gate-closed', `Nobody who calls themselves ${person} waits with this number.`, {
    hint: 'Ask again for the number on the page, on a way that you know. After three wrong ones it takes a new code.',
    context: { missing: ['the number that the person sees'] },
  })
}

/**
 * What the browser of the person gets once the second one confirmed: an invitation for a new passkey, in the roles that
 * the person has. Earlier sessions end. Undefined while nobody confirmed. Throws `not-signed-in`.
 */
export async function collectRecovery(
  database: Database,
  { claim, now }: At & { claim: string },
): Promise<{ readonly person: string; readonly invitation: string } | undefined> {
  const found = await database.transaction(async (session) => {
    const [row] = await session.query<{ person: string; confirmed_by: string | null; roles: Role[] }>(
      `select r.person, r.confirmed_by, p.roles
         from anlauf.recovery r join anlauf.person p on p.name = r.person and p.blocked_at is null
        where r.claim_hash = $1 and r.expires_at > $2 and r.wrong < $3 for update of r`,
      [tokenHash(claim), now, maxWrong],
    )
    if (row === undefined) throw noCode()
    const { person, confirmed_by: confirmedBy, roles } = row
    if (confirmedBy === null) return undefined
    await session.query('delete from anlauf.recovery where claim_hash = $1', [tokenHash(claim)])
    await endSessionsOf(session, person)
    const data = { confirmedBy }
    await noteAccess(session, { kind: 'access.sessionRecovered', actor: person, object: person, data }, now)
    return { person, roles, by: { kind: 'person' as const, name: confirmedBy, roles: [] } }
  })
  if (found === undefined) return undefined
  const { token } = await invite(database, { ...found, isFurther: true, now })
  return { person: found.person, invitation: token }
}

function numberHash(person: string, number: string): Buffer {
  return tokenHash(`recovery number ${person} ${number.replaceAll(/\D/g, '')}`)
}

function noCode(): AnlaufError {
  return new AnlaufError('not-signed-in', 'This opens nothing: wrong, used, too old, or not confirmed.', {
    hint: 'Take the next code of your card, with your name as it stands in the evidence. Otherwise whoever runs the server can let you in anew.',
  })
}

function notTheOther({ kind, name }: Principal, person: string): AnlaufError {
  return new AnlaufError('not-permitted', `${name} cannot confirm that ${person} is there.`, {
    hint:
      kind === 'person'
        ? 'Somebody else does it, who knows the voice.'
        : 'A person does it, in an own session; the account invites instead: POST /api/invitations.',
    context: { permission: 'confirmRecovery' },
  })
}
