import { randomBytes } from 'node:crypto'

import type { Database, Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { tokenHash } from './account-token.ts'

/** As many as fit on a card; a person who used half of them makes new ones. */
const howMany = 10
/** 80 bits: what is in the database cannot be tried through, and it is still typed without a mistake. */
const bytes = 10
/** Crockford's base 32: nothing in it looks like something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * How long codes wait that a signed-in person makes beside good old ones: the owner of a passkey that lay about for a
 * minute sees the entry, or misses the passkey, within a working day.
 */
export const ripenMs = 24 * 3_600_000

interface MadeCodes {
  /** They are shown once. */
  readonly codes: readonly string[]
  /** Undefined: they count at once. */
  readonly countFrom: Date | undefined
}

/**
 * New codes for a person, for paper; only their hashes stay. Earlier ones count no more; with `afterMs`, where some are
 * good now, they count until the new ones do. Throws `not-found` for a name that nobody has, or whose person was blocked.
 */
export async function makeRecoveryCodes(
  database: Database,
  {
    person,
    by,
    now,
    afterMs = 0,
  }: { person: string; by: { name: string; keyId?: string | undefined }; now: Date; afterMs?: number },
): Promise<MadeCodes> {
  const codes = Array.from({ length: howMany }, newCode)
  let countFrom: Date | undefined
  await database.transaction(async (session) => {
    const known = await session.query(
      'select 1 from anlauf.person where name = $1 and blocked_at is null for update',
      [person],
    )
    if (known.length === 0) throw nobody(person)
    const hasGood = afterMs > 0 && (await recoveryCodesLeft(session, { person, now })) > 0
    countFrom = hasGood ? new Date(now.getTime() + afterMs) : undefined
    // Good ones stay until the new ones count; what waits is replaced, what is over goes.
    await session.query(
      'delete from anlauf.recovery_code where person = $1 and (not $2 or counts_from > $3 or counts_until <= $3)',
      [person, hasGood, now],
    )
    await session.query('update anlauf.recovery_code set counts_until = $2 where person = $1', [
      person,
      countFrom ?? 'infinity',
    ])
    for (const code of codes) {
      await session.query(
        'insert into anlauf.recovery_code (code_hash, person, made_at, counts_from) values ($1, $2, $3, $4)',
        [codeHash(person, code), person, now, countFrom ?? '-infinity'],
      )
    }
    await noteAccess(
      session,
      {
        kind: 'access.recoveryCodesMade',
        actor: by.name,
        actorKey: by.keyId,
        object: person,
        data: { codes: howMany, ...(countFrom && { countFrom: countFrom.toISOString() }) },
      },
      now,
    )
  })
  return { codes, countFrom }
}

/** Uses a code up, and says when it was made; undefined when none of the person's, used, not yet or no more good, or the person is blocked. */
export async function takeRecoveryCode(
  session: Session,
  { person, code, now }: { person: string; code: string; now: Date },
): Promise<Date | undefined> {
  const [used] = await session.query<{ madeAt: Date }>(
    `update anlauf.recovery_code c set used_at = $3
       from anlauf.person p
      where c.code_hash = $1 and c.person = $2 and c.used_at is null and c.counts_from <= $3
        and c.counts_until > $3 and p.name = c.person and p.blocked_at is null
      returning c.made_at as "madeAt"`,
    [codeHash(person, code), person, now],
  )
  return used?.madeAt
}

/** How many of a person's codes are good now. */
export async function recoveryCodesLeft(
  session: Session,
  { person, now }: { person: string; now: Date },
): Promise<number> {
  const [row] = await session.query<{ n: number }>(
    `select count(*)::int as n from anlauf.recovery_code
      where person = $1 and used_at is null and counts_from <= $2 and counts_until > $2`,
    [person, now],
  )
  return row?.n ?? 0
}

/** New codes of a person that do not count yet, and from when they do. */
export async function recoveryCodesWaiting(
  session: Session,
  { person, now }: { person: string; now: Date },
): Promise<Date | undefined> {
  const [row] = await session.query<{ from: Date }>(
    'select counts_from as "from" from anlauf.recovery_code where person = $1 and counts_from > $2 limit 1',
    [person, now],
  )
  return row?.from
}

/** A passkey of the person was revoked: what its thief may have made never counts, and the envelope stays good. */
export async function dropWaitingCodes(
  session: Session,
  { person, now }: { person: string; now: Date },
): Promise<void> {
  const dropped = await session.query(
    'delete from anlauf.recovery_code where person = $1 and counts_from > $2 returning 1 as dropped',
    [person, now],
  )
  if (dropped.length === 0) return
  await session.query(
    `update anlauf.recovery_code set counts_until = 'infinity' where person = $1 and counts_until > $2`,
    [person, now],
  )
}

/** XXXX-XXXX-XXXX-XXXX */
function newCode(): string {
  const bits = BigInt(`0x${randomBytes(bytes).toString('hex')}`)
  const letters = Array.from({ length: 16 }, (_, at) => alphabet[Number((bits >> BigInt(5 * at)) & 31n)])
  return letters.join('').replaceAll(/(.{4})(?!$)/g, '$1-')
}

/** Typed at night: small letters, spaces, O for 0 and I or L for 1 are the same code. */
function codeHash(person: string, code: string): Buffer {
  const letters = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return tokenHash(`recovery ${person} ${letters}`)
}

function nobody(person: string): AnlaufError {
  return new AnlaufError('not-found', `There is nobody called "${person}" who may come in.`, {
    hint: 'Codes are for people who have registered a passkey; GET /api/people lists them.',
  })
}
