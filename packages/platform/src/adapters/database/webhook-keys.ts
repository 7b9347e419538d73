import type { KeyObject } from 'node:crypto'

import { AnlaufError } from '../../core/failure.ts'
import { publicKeyText, signingKey } from '../../core/webhooks/index.ts'
import type { Database, Session } from './database.ts'

/** A generation of a signing key, as receivers may know it. */
export interface WebhookKey {
  readonly scope: string
  readonly generation: number
  readonly publicKey: string
  readonly madeAt: string
  /** From then on it signs nothing more; undefined for the newest. */
  readonly retiresAt: string | undefined
}

export interface WebhookKeys {
  /** Keys that sign now, newest first; the first is made when there is none. */
  signing(scope: string, now: Date): Promise<readonly KeyObject[]>
  /** All generations of a scope, newest first. */
  known(scope: string): Promise<readonly WebhookKey[]>
  /** Makes the next generation; the others sign along until `overlapUntil`. */
  rotate(
    scope: string,
    times: { readonly now: Date; readonly overlapUntil: Date },
    session: Session,
  ): Promise<WebhookKey>
}

/** Signing keys of webhooks. The table holds public halves and times; the private ones follow from `secret`. */
export function webhookKeys(database: Database, { secret }: { readonly secret: Uint8Array }): WebhookKeys {
  const make = async (session: Session, scope: string, generation: number, now: Date): Promise<void> => {
    const publicKey = publicKeyText(signingKey(secret, scope, generation))
    await session.query(
      `insert into anlauf.webhook_key (scope, generation, public_key, made_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [scope, generation, publicKey, now.toISOString()],
    )
  }
  const read = async (session: Pick<Session, 'query'>, scope: string): Promise<readonly WebhookKey[]> => {
    const rows = await session.query<{
      generation: number
      public_key: string
      made_at: Date
      retires_at: Date | null
    }>('select * from anlauf.webhook_key where scope = $1 order by generation desc', [scope])
    return rows.map((row) => ({
      scope,
      generation: row.generation,
      publicKey: row.public_key,
      madeAt: row.made_at.toISOString(),
      retiresAt: row.retires_at?.toISOString(),
    }))
  }
  return {
    async signing(scope, now) {
      let keys = await read(database, scope)
      if (keys.length === 0) {
        await make(database, scope, 1, now)
        keys = await read(database, scope)
      }
      const signing = keys
        .filter(({ retiresAt }) => retiresAt === undefined || Date.parse(retiresAt) > now.getTime())
        .map(({ generation, publicKey }) => ({ key: signingKey(secret, scope, generation), publicKey }))
        // A key that receivers do not know: the secret is another one than when it was made.
        .filter(({ key, publicKey }) => publicKeyText(key) === publicKey)
        .map(({ key }) => key)
      if (signing.length > 0) return signing
      throw new AnlaufError(
        'input-invalid',
        `No key for the webhooks of "${scope}" fits webhook.key in the home.`,
        {
          hint: 'Put the file back that was there, or make a new key: anlauf webhook rotate --overlap-hours 0.',
        },
      )
    },
    known: (scope) => read(database, scope),
    async rotate(scope, { now, overlapUntil }, session) {
      await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhook key ${scope}`])
      const [newest] = await read(session, scope)
      await session.query(
        `update anlauf.webhook_key set retires_at = $2 where scope = $1 and (retires_at is null or retires_at > $2)`,
        [scope, overlapUntil.toISOString()],
      )
      await make(session, scope, (newest?.generation ?? 0) + 1, now)
      const [made] = await read(session, scope)
      if (made === undefined) throw new Error('a key that was just written is not there')
      return made
    },
  }
}
