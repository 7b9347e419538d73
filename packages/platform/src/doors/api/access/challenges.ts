import type { Session } from '../../../adapters/database/index.ts'

/** People look for their key for a while. */
const lifeMs = 5 * 60 * 1000

export interface Challenge {
  readonly challenge: string
  readonly purpose: 'register' | 'sign-in' | 'proof'
  readonly invitation?: Buffer | undefined
  readonly person?: string | undefined
}

/** Remembers what an authenticator is asked to sign; forgets what nobody answered. */
export async function keepChallenge(
  session: Session,
  { challenge, purpose, invitation, person }: Challenge,
  now: Date,
): Promise<void> {
  await session.query('delete from anlauf.challenge where expires_at < $1', [now])
  await session.query(
    `insert into anlauf.challenge (challenge, purpose, invitation, person, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [challenge, purpose, invitation, person, new Date(now.getTime() + lifeMs)],
  )
}

/** Takes the challenge out that a client says it signed: each serves one answer, right or wrong. */
export async function takeChallenge(
  session: Session,
  { clientData, purpose, now }: { clientData: string; purpose: Challenge['purpose']; now: Date },
): Promise<Challenge | undefined> {
  const named = challengeIn(clientData)
  if (named === undefined) return undefined
  const [found] = await session.query<{ invitation: Buffer | null; person: string | null }>(
    `delete from anlauf.challenge where challenge = $1 and purpose = $2 and expires_at > $3
     returning invitation, person`,
    [named, purpose, now],
  )
  return (
    found && {
      challenge: named,
      purpose,
      invitation: found.invitation ?? undefined,
      person: found.person ?? undefined,
    }
  )
}

function challengeIn(clientData: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString()) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}
