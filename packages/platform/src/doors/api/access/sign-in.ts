import { type AuthenticationResponseJSON, generateAuthenticationOptions } from '@simplewebauthn/server'

import type { Database } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { keepChallenge, takeChallenge } from './challenges.ts'
import { answeredBy, keepCounter } from './passkey-proof.ts'
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

/** Opens a session for whoever signed the challenge. Throws `not-signed-in`, alike for every reason. */
export async function signIn(
  database: Database,
  { response, party, now }: At & { response: AuthenticationResponseJSON },
): Promise<{ readonly token: string; readonly person: string }> {
  const clientData = response.response.clientDataJSON
  const asked = await takeChallenge(database, { clientData, purpose: 'sign-in', now })
  if (asked === undefined) throw notVerified()
  const answered = await answeredBy(database, { response, asked, party }).catch((error: unknown) => {
    throw notVerified(error)
  })
  if (answered === undefined) throw notVerified()
  const { person } = answered
  return database.transaction(async (session) => {
    await keepCounter(session, { response, answered, now })
    const actorKey = keyIdOf(answered.publicKey)
    await noteAccess(session, { kind: 'access.signedIn', actor: person, actorKey, object: person }, now)
    return { token: await openSession(session, { person, credentialId: response.id, now }), person }
  })
}

function notVerified(cause?: unknown): AnlaufError {
  return new AnlaufError('not-signed-in', 'The passkey does not open this server.', {
    hint: 'Use the passkey that was registered here, under the address that "anlauf up" printed; a recovery code lets you in anew.',
    cause,
  })
}
