import { join } from 'node:path'

import {
  type Database,
  endpointsOf,
  evidenceLog,
  evidenceLogWithin,
  sealClearAddresses,
  secretKey,
  type Session,
  type WebhookAddresses,
  webhookAddresses,
  webhookKeys,
  type WebhookKeys,
} from '../../../adapters/database/index.ts'
import { openCase } from '../../../core/case/index.ts'
import type { Json } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Endpoint } from '../../../core/webhooks/index.ts'
import { databaseLocation, storesIn } from '../access/stores.ts'
import { openDeclaredCase, signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { deliverDue, type Delivered, type DeliverOptions } from './deliver-due.ts'

/** Where the commands about webhooks work. Dispose of it to leave the database. */
export interface WebhookDesk extends AsyncDisposable {
  readonly database: Database
  readonly exercise: boolean
  readonly tenants: readonly string[]
  readonly keys: WebhookKeys
  readonly addresses: WebhookAddresses
  /** Writes what a person did into the case's log, in its transaction: ids and reasons, never an address. */
  record(session: Session, kind: string, data: Readonly<Record<string, Json>>): Promise<void>
  /** The endpoint of this case. Throws `not-found`. */
  endpoint(id: string): Promise<Endpoint>
}

export async function openWebhooks(context: AnlaufContext, caseId: string): Promise<WebhookDesk> {
  const database = await context.openDatabase(databaseLocation(context))
  try {
    const { state } = await openDeclaredCase(context, storesIn(database), caseId)
    return {
      database,
      exercise: state.exercise,
      tenants: [...state.units.keys()],
      keys: webhookKeys(database, { secret: await webhookSecret(context.home) }),
      addresses: await webhookAddresses(context.home),
      async record(session, kind, data) {
        await evidenceLogWithin(session).append(caseId, [
          { ...signature(context), action: 'decide', kind, data },
        ])
      },
      async endpoint(id) {
        const found = (await endpointsOf(database, caseId)).find((one) => one.id === id)
        if (found !== undefined) return found
        throw new AnlaufError('not-found', `This case has no webhook "${id.slice(0, 64)}".`, {
          hint: '"anlauf webhook list" shows those there are.',
        })
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

/** What all signing keys follow from; it never lies in the database. */
export function webhookSecret(home: string): Promise<Uint8Array> {
  return secretKey(join(home, 'webhook.key'))
}

/** Posts what is due, of all cases, in the name of the account. */
export async function deliverWebhooks(
  context: AnlaufContext,
  database: Database,
  { onProblem }: Pick<DeliverOptions, 'onProblem'> = {},
): Promise<Delivered> {
  const known = new Map<string, boolean | undefined>()
  const addresses = await webhookAddresses(context.home)
  await sealClearAddresses(database, addresses)
  return deliverDue({
    database,
    keys: webhookKeys(database, { secret: await webhookSecret(context.home) }),
    addresses,
    now: context.now,
    actor: signature(context).actor,
    ...(onProblem && { onProblem }),
    async isExercise(caseId) {
      if (!known.has(caseId)) {
        const { state } = await openCase(evidenceLog(database), caseId)
        known.set(caseId, state.status === 'none' ? undefined : state.exercise)
      }
      return known.get(caseId)
    },
  })
}
