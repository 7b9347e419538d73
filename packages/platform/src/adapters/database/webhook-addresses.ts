import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import { type Endpoint, openAddress, sealAddress, shownUrl } from '../../core/webhooks/index.ts'
import type { Database } from './database.ts'
import { secretKey } from './secret-key.ts'

/** Addresses of webhooks: sealed into the database and opened by who has `<home>/webhook-address.key`. */
export interface WebhookAddresses {
  /** What a row keeps of an address: a part that is shown, and all of it sealed. */
  seal(id: string, url: string): Pick<Endpoint, 'place' | 'sealed'>
  /** Undefined for what another key sealed. */
  open(endpoint: Pick<Endpoint, 'id' | 'sealed'>): string | undefined
}

/** The key is apart from that of signatures: who removes a stolen `webhook.key` keeps the addresses. */
export async function webhookAddresses(home: string): Promise<WebhookAddresses> {
  const secret = await secretKey(join(home, 'webhook-address.key'))
  return {
    seal: (id, url) => ({
      place: shownUrl(url),
      sealed: sealAddress(secret, { id, url, nonce: randomBytes(12) }),
    }),
    open: (endpoint) => openAddress(secret, endpoint),
  }
}

/** Seals what an older program wrote in clear; says how many. */
export async function sealClearAddresses(
  database: Pick<Database, 'transaction'>,
  addresses: WebhookAddresses,
): Promise<number> {
  return database.transaction(async (session) => {
    const rows = await session.query<{ id: string; url: string }>(
      'select id, url from anlauf.webhook_endpoint where sealed is null for update',
    )
    for (const { id, url } of rows) {
      const { place, sealed } = addresses.seal(id, url)
      await session.query('update anlauf.webhook_endpoint set url = $2, sealed = $3 where id = $1', [
        id,
        place,
        sealed,
      ])
    }
    return rows.length
  })
}
