import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'

import type { Database } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { keepChallenge, takeChallenge } from './challenges.ts'
import type { RelyingParty } from './relying-party.ts'
import { keyIdOf, openSession } from './sessions.ts'

interface At {
  readonly party: RelyingParty
  readonly now: Date
}

/** What the browser needs to ask for a passkey. Names nobody: the authenticator knows whose it is. */
export async function signInOptions(database: Database, { party, now }: At) {
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' })
  await keepChallenge(database, { challenge: options.challenge, purpose: 'sign-in' }, now)
  return options
}

interface PasskeyRow {
  readonly person: string
  readonly public_key: Buffer
  readonly counter: number
  readonly blocked: boolean
}

/** Opens a session for whoever signed the challenge. Throws `not-signed-in`, alike for every reason. */
export async function signIn(
  database: Database,
  { response, party, now }: At & { response: AuthenticationResponseJSON },
): Promise<{ readonly token: string; readonly person: string }> {
  const clientData = response.response.clientDataJSON
  const asked = await takeChallenge(database, { clientData, purpose: 'sign-in', now })
  const [known] = await database.query<PasskeyRow>(
    `select k.person, k.public_key, k.counter::float8 as counter, (p.blocked_at is not null or k.revoked_at is not null) as blocked
       from anlauf.passkey k join anlauf.person p on p.name = k.person
      where k.credential_id = $1`,
    [response.id],
  )
  if (asked === undefined || known === undefined || known.blocked) throw notVerified()
  const counter = await verifiedCounter(response, known, asked.challenge, party)
  const { person } = known
  return database.transaction(async (session) => {
    await session.query('update anlauf.passkey set counter = $2, used_at = $3 where credential_id = $1', [
      response.id,
      counter,
      now,
    ])
    const actorKey = keyIdOf(known.public_key)
    await noteAccess(session, { kind: 'access.signedIn', actor: person, actorKey, object: person }, now)
    return { token: await openSession(session, { person, credentialId: response.id, now }), person }
  })
}

async function verifiedCounter(
  response: AuthenticationResponseJSON,
  known: PasskeyRow,
  challenge: string,
  party: RelyingParty,
): Promise<number> {
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: response.id, publicKey: new Uint8Array(known.public_key), counter: known.counter },
  }).catch((error: unknown) => {
    throw notVerified(error)
  })
  if (!result.verified) throw notVerified()
  return result.authenticationInfo.newCounter
}

function notVerified(cause?: unknown): AnlaufError {
  return new AnlaufError('not-signed-in', 'The passkey does not open this server.', {
    hint: 'Use the passkey that was registered here, under the address that "anlauf up" printed; an administrator can invite you anew.',
    cause,
  })
}
