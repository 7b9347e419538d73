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
 * New codes for a person, for paper; earlier ones count no more. They are shown once, only their hashes stay. Throws
 * `not-found` for a name that nobody has, or whose person was blocked.
 */
export async function makeRecoveryCodes(
  database: Database,
  { person, by, now }: { person: string; by: { name: string; keyId?: string | undefined }; now: Date },
): Promise<readonly string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  await database.transaction(async (session) => {
    const known = await session.query(
      'select 1 from anlauf.person where name = $1 and blocked_at is null for update',
      [person],
    )
    if (known.length === 0) throw nobody(person)
    await session.query('delete from anlauf.recovery_code where person = $1', [person])
    for (const code of codes) {
      await session.query(
        'insert into anlauf.recovery_code (code_hash, person, made_at) values ($1, $2, $3)',
        [codeHash(person, code), person, now],
      )
    }
    await noteAccess(
      session,
      {
        kind: 'access.recoveryCodesMade',
        actor: by.name,
        actorKey: by.keyId,
        object: person,
        data: { codes: howMany },
      },
      now,
    )
  })
  return codes
}

/** Uses a code up; false when it is none of the person's, was used, or the person is blocked. */
export async function takeRecoveryCode(
  session: Session,
  { person, code, now }: { person: string; code: string; now: Date },
): Promise<boolean> {
  const used = await session.query(
    `update anlauf.recovery_code c set used_at = $3
       from anlauf.person p
      where c.code_hash = $1 and c.person = $2 and c.used_at is null
        and p.name = c.person and p.blocked_at is null
      returning 1 as used`,
    [codeHash(person, code), person, now],
  )
  return used.length === 1
}

/** How many of a person's codes are left. */
export async function recoveryCodesLeft(session: Session, person: string): Promise<number> {
  const [row] = await session.query<{ n: number }>(
    'select count(*)::int as n from anlauf.recovery_code where person = $1 and used_at is null',
    [person],
  )
  return row?.n ?? 0
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
