import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

import type { SpoolDatabase } from './spool-database.ts'

/** Whose notice it is. */
export interface NoticePlace {
  readonly case: string
  readonly notice: string
  readonly recipient: string
}

/**
 * What proves that a recipient has a notice: the token of the link in the mail, the code that is read back on the phone.
 * Both follow from a key, so that a mail that is composed again says the same; the table holds the token's hash.
 */
export interface NoticeProofs {
  /** Makes the proofs of recipients, in their order and for ever the same; on disk when it returns. */
  make(places: readonly NoticePlace[]): Promise<readonly { readonly token: string; readonly code: string }[]>
  /** Whose token it is; undefined for one that nobody was given. */
  placeOf(token: string): Promise<NoticePlace | undefined>
  /** The codes of a notice's recipients, for the call sheet. */
  codesOf(caseId: string, notice: string): Promise<ReadonlyMap<string, string>>
  /** True for the code of exactly this recipient; small letters, blanks and the dash do not matter. */
  isCode(place: NoticePlace, said: string): Promise<boolean>
}

/** Without what sounds or looks alike on the phone: no I, O, 0, 1. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `key` is needed by whoever makes proofs only. */
export function noticeProofs(database: SpoolDatabase, key?: Uint8Array): NoticeProofs {
  async function codesOf(caseId: string, notice: string): Promise<ReadonlyMap<string, string>> {
    const rows = await database.query<{ recipient: string; code: string }>(
      'select recipient, code from anlauf.notice_proof where case_id = $1 and notice = $2',
      [caseId, notice],
    )
    return new Map(rows.map(({ recipient, code }) => [recipient, code]))
  }
  return {
    async make(places) {
      const made = places.map((place) => ({ ...place, ...proofsOf(key, place) }))
      await database.query(
        `insert into anlauf.notice_proof (case_id, notice, recipient, token_hash, code)
         select "case", notice, recipient, decode(hash, 'hex'), code
           from jsonb_to_recordset($1::jsonb) p ("case" text, notice text, recipient text, hash text, code text)
         on conflict do nothing`,
        [JSON.stringify(made.map(({ token, ...rest }) => ({ ...rest, hash: hashOf(token) })))],
      )
      return made.map(({ token, code }) => ({ token, code }))
    },
    async placeOf(token) {
      if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return undefined
      // Looked up by its hash: how long that takes tells nothing about the token.
      const [row] = await database.query<NoticePlace>(
        `select case_id as "case", notice, recipient from anlauf.notice_proof where token_hash = decode($1, 'hex')`,
        [hashOf(token)],
      )
      return row
    },
    codesOf,
    async isCode({ case: caseId, notice, recipient }, said) {
      const [row] = await database.query<{ code: string }>(
        'select code from anlauf.notice_proof where case_id = $1 and notice = $2 and recipient = $3',
        [caseId, notice, recipient],
      )
      const [given, known] = [plain(said), plain(row?.code ?? '')].map((one) =>
        createHash('sha256').update(one).digest(),
      )
      // Once the code was deleted nothing is the right one, an empty answer neither.
      return (
        row !== undefined &&
        row.code !== '' &&
        timingSafeEqual(given ?? Buffer.alloc(32), known ?? Buffer.alloc(32, 1))
      )
    },
  }
}

function proofsOf(key: Uint8Array | undefined, { case: caseId, notice, recipient }: NoticePlace) {
  if (key === undefined) throw new Error('proofs are made with a key')
  const macOf = (purpose: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([purpose, caseId, notice, recipient]))
      .digest()
  const letters = [...macOf('read back').subarray(0, 6)].map((byte) => alphabet[byte % alphabet.length])
  return {
    token: macOf('acknowledge').subarray(0, 24).toString('base64url'),
    code: `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`,
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function plain(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}
