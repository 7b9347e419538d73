import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { tokenHash } from './account-token.ts'
import { keepChallenge, takeChallenge } from './challenges.ts'
import { findInvitation, type Invitation, useInvitation } from './invitations.ts'
import type { RelyingParty } from './relying-party.ts'
import { keyIdOf, openSession } from './sessions.ts'

/**
 * ES256, EdDSA, RS256 (numbers of RFC 9053). Browsers can do ML-DSA by now, and would take it if it were offered; the
 * openssl 3.0 of a verifier cannot, and what these keys sign has to be verifiable everywhere.
 */
const algorithms = [-7, -8, -257]

interface At {
  readonly party: RelyingParty
  readonly now: Date
}

/** What the browser needs to make a passkey for an invitation. Throws `not-signed-in` for one that is not good. */
export async function registrationOptions(
  database: Database,
  { invitation, name, party, now }: At & { invitation: string; name: string | undefined },
) {
  const hash = tokenHash(invitation)
  const found = await findInvitation(database, { hash, now })
  if (found === undefined) throw noInvitation()
  const person = await nameFor(database, found, name)
  const known = await database.query<{ id: string }>(
    'select credential_id as id from anlauf.passkey where person = $1',
    [person],
  )
  const options = await generateRegistrationOptions({
    rpName: 'Anlauf',
    rpID: party.id,
    userName: person,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(
    database,
    { challenge: options.challenge, purpose: 'register', invitation: hash, person },
    now,
  )
  return options
}

/** Registers the passkey, uses the invitation up and opens the first session, all or nothing. */
export async function register(
  database: Database,
  { response, party, now }: At & { response: RegistrationResponseJSON },
): Promise<{ readonly token: string; readonly person: string }> {
  const clientData = response.response.clientDataJSON
  const asked = await takeChallenge(database, { clientData, purpose: 'register', now })
  if (asked?.invitation === undefined || asked.person === undefined) throw notVerified()
  const { invitation: hash, person } = asked
  const credential = await verified(response, asked.challenge, party)
  return database.transaction(async (session) => {
    const found = await findInvitation(session, { hash, now })
    if (found === undefined || !(await useInvitation(session, { hash, now }))) throw noInvitation()
    if (found.person === undefined) await requireNobody(session)
    else await requireOwn(session, found.person, found)
    // A further passkey is of the person as they are now: a link of an hour ago brings no role back that was taken since.
    const roles = found.isFurther === true ? await rolesOf(session, person) : found.roles
    await keepPerson(session, { person, roles, now })
    await session.query(
      `insert into anlauf.passkey
         (credential_id, person, public_key, counter, transports, created_at, rp_id, roles, genesis)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        credential.id,
        person,
        Buffer.from(credential.publicKey),
        credential.counter,
        credential.transports ?? [],
        now,
        party.id,
        roles,
        found.account,
      ],
    )
    const actorKey = keyIdOf(credential.publicKey)
    const data = { roles: [...roles], ...(found.account !== undefined && { genesis: found.account }) }
    await noteAccess(
      session,
      { kind: 'access.passkeyRegistered', actor: person, actorKey, object: person, data },
      now,
    )
    return { token: await openSession(session, { person, credentialId: credential.id, now }), person }
  })
}

async function verified(response: RegistrationResponseJSON, challenge: string, party: RelyingParty) {
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw notVerified(error)
  })
  if (!result.verified) throw notVerified()
  return result.registrationInfo.credential
}

/** The name of the invitation; the first person chooses one, and no name serves two people. */
async function nameFor(session: Session, { person }: Invitation, name: string | undefined): Promise<string> {
  if (person !== undefined) return person
  await requireNobody(session)
  if (name !== undefined) return name
  throw new AnlaufError('input-invalid', 'The first person needs a name.', {
    hint: 'Send "name": lower case letters, digits, ".", "_" and "-"; it stands in the evidence.',
  })
}

/** The link for the first person ends with the first passkey, whoever registered it. */
async function requireNobody(session: Session): Promise<void> {
  const [known] = await session.query('select 1 from anlauf.passkey limit 1')
  if (known !== undefined) throw noInvitation()
}

/** Two links for one new name were made: the second one is not a way to become the person who used the first. */
async function requireOwn(
  session: Session,
  person: string,
  { account, isFurther }: Invitation,
): Promise<void> {
  if (account !== undefined || isFurther === true) return
  // Two links in two browsers at once: the later one waits here, and then sees the passkey of the first.
  await session.query('select pg_advisory_xact_lock(hashtext($1))', [`anlauf.person ${person}`])
  const [known] = await session.query('select 1 from anlauf.passkey where person = $1 limit 1', [person])
  if (known !== undefined) throw noInvitation()
}

async function rolesOf(session: Session, person: string): Promise<readonly string[]> {
  const [known] = await session.query<{ roles: string[] }>(
    'select roles from anlauf.person where name = $1 for update',
    [person],
  )
  if (known === undefined) throw noInvitation()
  return known.roles
}

async function keepPerson(
  session: Session,
  { person, roles, now }: { person: string; roles: readonly string[]; now: Date },
): Promise<void> {
  await session.query(
    `insert into anlauf.person (name, roles, created_at) values ($1, $2, $3)
     on conflict (name) do update set roles = excluded.roles`,
    [person, roles, now],
  )
}

function noInvitation(): AnlaufError {
  return new AnlaufError('not-signed-in', 'The link is not good: used, expired or mistyped.', {
    hint: 'Ask an administrator for a new one; while nobody is registered, "anlauf up" prints one.',
  })
}

function notVerified(cause?: unknown): AnlaufError {
  return new AnlaufError('not-signed-in', 'The passkey could not be verified.', {
    hint: 'Open the link again and register anew, under the address that "anlauf up" printed.',
    cause,
  })
}
