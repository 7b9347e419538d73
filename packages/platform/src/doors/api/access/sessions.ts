import { createHash, randomBytes } from 'node:crypto'

import type { Session as DatabaseSession } from '../../../adapters/database/index.ts'
import { tokenHash } from './account-token.ts'
import type { Role } from './roles.ts'
import type { Principal } from './principal.ts'

/** A shift; then a person signs in again. */
const lifeMs = 12 * 60 * 60 * 1000
/** An unattended desk. A window that follows a case does not count as use. */
const idleMs = 60 * 60 * 1000
/** Use is noted at most this often: a write a minute and person, not one a request. */
const noteMs = 60_000

/** Opens a session and gives its token, of which only the hash is kept. */
export async function openSession(
  database: DatabaseSession,
  { person, credentialId, now }: { person: string; credentialId: string; now: Date },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await database.query('delete from anlauf.session where expires_at < $1', [now])
  await database.query(
    `insert into anlauf.session (token_hash, person, credential_id, created_at, seen_at, expires_at)
     values ($1, $2, $3, $4, $4, $5)`,
    [tokenHash(token), person, credentialId, now, new Date(now.getTime() + lifeMs)],
  )
  return token
}

interface FoundRow {
  readonly person: string
  readonly roles: Role[]
  readonly public_key: Buffer
  readonly seen_at: Date
}

/** Whose session it is; undefined when it ended, was idle for too long, or the person is blocked. */
export async function personOf(
  database: DatabaseSession,
  { hash, now, isUse }: { hash: Buffer; now: Date; isUse: boolean },
): Promise<Principal | undefined> {
  const [found] = await database.query<FoundRow>(
    `select s.person, p.roles, k.public_key, s.seen_at
       from anlauf.session s
       join anlauf.person p on p.name = s.person and p.blocked_at is null
       join anlauf.passkey k on k.credential_id = s.credential_id and k.revoked_at is null
      where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3`,
    [hash, now, new Date(now.getTime() - idleMs)],
  )
  if (found === undefined) return undefined
  if (isUse && now.getTime() - found.seen_at.getTime() > noteMs) {
    await database.query('update anlauf.session set seen_at = $2 where token_hash = $1', [hash, now])
  }
  return {
    kind: 'person',
    name: found.person,
    roles: found.roles,
    keyId: keyIdOf(found.public_key),
    session: hash,
  }
}

export async function endSession(database: DatabaseSession, hash: Buffer): Promise<void> {
  await database.query('delete from anlauf.session where token_hash = $1', [hash])
}

export async function endSessionsOf(database: DatabaseSession, person: string): Promise<void> {
  await database.query('delete from anlauf.session where person = $1', [person])
}

/** Names a passkey in the evidence: SHA-256 of its public key as the authenticator gave it. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex')
}
