import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { type Challenge, keepChallenge, takeChallenge } from './challenges.ts'
import type { RelyingParty } from './relying-party.ts'
import { keyIdOf } from './sessions.ts'

interface At {
  readonly party: RelyingParty
  readonly now: Date
}

/** What somebody who is signed in has to sign once more, with a passkey of their own, at this moment. */
export async function proofOptions(database: Database, { person, party, now }: At & { person: string }) {
  const known = await database.query<{ id: string }>(
    'select credential_id as id from anlauf.passkey where person = $1 and revoked_at is null',
    [person],
  )
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    allowCredentials: known.map(({ id }) => ({ id })),
  })
  await keepChallenge(database, { challenge: options.challenge, purpose: 'proof', person }, now)
  return options
}

/** Whoever holds the session holds a passkey of the person too. Throws `not-permitted`, alike for every reason. */
export async function requireProof(
  database: Database,
  { person, response, party, now }: At & { person: string; response: AuthenticationResponseJSON },
): Promise<void> {
  const clientData = response.response.clientDataJSON
  const asked = await takeChallenge(database, { clientData, purpose: 'proof', now })
  const refused = (cause?: unknown): AnlaufError => notProven(person, cause)
  if (asked === undefined || asked.person !== person) throw refused()
  const answered = await answeredBy(database, { response, asked, party }).catch((error: unknown) => {
    throw refused(error)
  })
  if (answered?.person !== person) throw refused()
  await database.transaction(async (session) => {
    await keepCounter(session, { response, answered, now })
    const actorKey = keyIdOf(answered.publicKey)
    await noteAccess(session, { kind: 'access.passkeyProven', actor: person, actorKey, object: person }, now)
  })
}

/** Whose passkey signed a challenge. */
export interface Answered {
  readonly person: string
  readonly publicKey: Buffer
  readonly counter: number
}

/** Undefined for a passkey that is unknown, revoked, or of somebody who was blocked. Throws what the verifier throws. */
export async function answeredBy(
  database: Database,
  {
    response,
    asked,
    party,
  }: { response: AuthenticationResponseJSON; asked: Pick<Challenge, 'challenge'>; party: RelyingParty },
): Promise<Answered | undefined> {
  const [known] = await database.query<{ person: string; public_key: Buffer; counter: number }>(
    `select k.person, k.public_key, k.counter::float8 as counter
       from anlauf.passkey k join anlauf.person p on p.name = k.person
      where k.credential_id = $1 and p.blocked_at is null and k.revoked_at is null`,
    [response.id],
  )
  if (known === undefined) return undefined
  const { person, public_key: publicKey, counter } = known
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: asked.challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter },
  })
  return verified ? { person, publicKey, counter: authenticationInfo.newCounter } : undefined
}

export async function keepCounter(
  session: Session,
  { response, answered, now }: { response: { readonly id: string }; answered: Answered; now: Date },
): Promise<void> {
  await session.query('update anlauf.passkey set counter = $2, used_at = $3 where credential_id = $1', [
    response.id,
    answered.counter,
    now,
  ])
}

function notProven(person: string, cause: unknown): AnlaufError {
  return new AnlaufError('not-permitted', `Nobody proved with a passkey that ${person} is here now.`, {
    hint: 'Ask anew at POST /api/proof/options and sign with a passkey of your own: a session alone is not enough for this.',
    context: { permission: 'read' },
    cause,
  })
}
