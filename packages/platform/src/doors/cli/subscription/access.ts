import { join } from 'node:path'

import {
  type Database,
  evidenceLogWithin,
  secretKey,
  type Session,
  subscriptions,
  type Subscriptions,
} from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { EntryDraft, Json } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readMailAddress, type Subscription } from '../../../core/subscriptions/index.ts'
import { databaseLocation, storesIn } from '../access/stores.ts'
import { openDeclaredCase, signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'

/** Where the commands about subscriptions work. Dispose of it to leave the database. */
export interface SubscriptionDesk extends AsyncDisposable {
  readonly database: Database
  readonly subscriptions: Subscriptions
  /** Writes what a person did into the case's log, in the transaction in which it is done: counts and hashes only. */
  record(session: Session, kind: string, data: Readonly<Record<string, Json>>): Promise<void>
}

/** Opens them for a case that was declared. Throws `not-found` with the place where was looked. */
export async function openSubscriptions(context: AnlaufContext, caseId: string): Promise<SubscriptionDesk> {
  const database = await context.openDatabase(databaseLocation(context))
  try {
    await openDeclaredCase(context, storesIn(database), caseId)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return {
    database,
    subscriptions: subscriptions(database, { secret: await secretKey(join(context.home, 'outside.key')) }),
    async record(session, kind, data) {
      const draft: EntryDraft = { ...signature(context), action: 'decide', kind, data }
      await evidenceLogWithin(session).append(caseId, [draft])
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** The address in the form that is kept. Throws `input-invalid`. */
export function parseMailAddress(text: string): string {
  const read = readMailAddress(text)
  if ('address' in read) return read.address
  throw new AnlaufError('input-invalid', 'This is no mail address that can be written to.', {
    hint:
      read.problem === 'mixed-letters'
        ? 'A name in it mixes letters of several alphabets, as forged addresses do. Type it anew.'
        : 'Write it like lea@example.org: letters of the English alphabet before the "@", a domain after it.',
  })
}

/** An id as `list` shows it. Throws `input-invalid`. */
export function parseSubscriptionId(text: string): string {
  if (/^[0-9a-f]{32}$/.test(text)) return text
  throw new AnlaufError('input-invalid', `"${text.slice(0, 64)}" is no id of a subscription.`, {
    hint: 'It has 32 hexadecimal digits; "anlauf subscription list" shows them.',
  })
}

/** Services of the estate, separated by commas. Throws `input-invalid` with those there are. */
export function servicesNamed(text: string | undefined, estate: Estate): readonly string[] {
  const named = (text ?? '').split(',').filter(Boolean)
  const known = estate.services.map(({ id }) => id)
  const unknown = named.find((service) => !known.includes(service))
  if (unknown === undefined) return named
  throw new AnlaufError('input-invalid', `There is no service "${unknown}".`, {
    hint: `Services of the estate file: ${known.join(', ')}.`,
  })
}

/** A subscription for programs, with what only people of the provider may see. */
export function subscriptionJson(one: Subscription): Record<string, unknown> {
  const { id, address, stage, scope, source, consent, askedAt, confirmedAt, endedAt, held } = one
  return { id, address, stage, ...scope, source, consent, askedAt, confirmedAt, endedAt, held }
}

export function noSubscription(id: string): AnlaufError {
  return new AnlaufError('not-found', `This case has no subscription ${id}.`, {
    hint: '"anlauf subscription list" shows those there are.',
  })
}
