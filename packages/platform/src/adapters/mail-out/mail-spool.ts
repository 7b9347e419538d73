import { createHash, randomBytes } from 'node:crypto'

import {
  checkMail,
  giveUpHours,
  type MailClass,
  type MailDraft,
  type MailState,
} from '../../core/deliveries/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { SpoolDatabase, SpoolSession } from './spool-database.ts'
import { hold, type HeldMails, letGo, stopsNobody } from './stopped-mails.ts'

/** How a mail stands. Without its address and its words. */
export interface SpooledMail {
  readonly key: string
  readonly class: MailClass
  readonly case?: string
  readonly exercise: boolean
  readonly state: MailState
  readonly reason?: string
  readonly reply?: string
  readonly attempts: number
  readonly queuedAt: Date
  readonly nextAt: Date
}

export type { HeldMails } from './stopped-mails.ts'

export interface MailSpool {
  /**
   * Puts mails in, all or none; on disk when it returns. A key that is there already stays as it is. Throws
   * `input-invalid` for a mail that cannot be sent as it is, or other content under a known key; `not-found` for a case
   * that nobody declared.
   */
  add(mails: MailDraft | readonly MailDraft[]): Promise<{ readonly added: number; readonly known: number }>
  /** How the mails of these keys stand; keys that nobody added are left out. */
  find(keys: readonly string[]): Promise<readonly SpooledMail[]>
  /**
   * Stops what did not leave yet of the mails whose keys begin so, also those that are added later: nothing of them is
   * given to a relay after it returns, except what it calls `underway`. Only a person lets them go on.
   */
  hold(keyPrefix: string): Promise<HeldMails>
  /** Lets held mails go on, with a new time to give up. */
  letGo(keyPrefix: string): Promise<number>
  /** How many mails of a case, or of all, are in which state. */
  count(
    caseId?: string,
  ): Promise<readonly { readonly class: MailClass; readonly state: MailState; readonly count: number }[]>
}

export function mailSpool(
  database: SpoolDatabase,
  { now = () => new Date() }: { now?: () => Date } = {},
): MailSpool {
  return {
    add: (mails) => add(database, Array.isArray(mails) ? mails : [mails as MailDraft], now()),
    async find(keys) {
      const rows = await database.query<Record<string, unknown>>(
        `select key, class, case_id as "case", exercise, state, reason, reply, attempts, queued_at as "queuedAt",
                next_at as "nextAt" from anlauf.mail_out where key = any($1)`,
        [keys],
      )
      return rows.map((row) => withoutNulls(row) as unknown as SpooledMail)
    },
    hold: (keyPrefix) => hold(database, keyPrefix, now()),
    letGo: (keyPrefix) => letGo(database, keyPrefix, now()),
    count: (caseId) =>
      database.query(
        `select class, state, count(*)::int as count from anlauf.mail_out where $1::text is null or case_id = $1
          group by class, state order by class, state`,
        [caseId ?? null],
      ),
  }
}

/** One statement holds about 2 MB of usual notices. */
const chunkSize = 500

async function add(database: SpoolDatabase, drafts: readonly MailDraft[], now: Date) {
  const checked = drafts.map(checkMail)
  return database.transaction(async (session) => {
    await stopsNobody(session)
    const exercises = await exerciseCases(session, checked)
    let added = 0
    for (let from = 0; from < checked.length; from += chunkSize) {
      added += await insert(session, checked.slice(from, from + chunkSize), exercises, now)
    }
    return { added, known: checked.length - added }
  })
}

/** Whether a mail belongs to an exercise is read from the case itself: no caller can forget to say it. */
async function exerciseCases(
  session: SpoolSession,
  drafts: readonly MailDraft[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(drafts.flatMap((draft) => draft.case ?? []))]
  if (ids.length === 0) return new Set()
  const rows = await session.query<{ id: string; entry: string }>(
    `select distinct on (case_id) case_id as id, entry from anlauf.evidence
      where case_id = any($1) and anlauf.entry_kind(entry) = 'case.declared' order by case_id, seq`,
    [ids],
  )
  const missing = ids.find((id) => rows.every((row) => row.id !== id))
  if (missing !== undefined) {
    throw new AnlaufError(
      'not-found',
      `There is no declared case "${missing}" that this mail could belong to.`,
      {
        hint: 'Declare the case first: whether its mail is an exercise is read from it.',
      },
    )
  }
  const isExercise = ({ entry }: { entry: string }): boolean =>
    (JSON.parse(entry) as { data: { exercise?: unknown } }).data.exercise !== false
  return new Set(rows.filter(isExercise).map(({ id }) => id))
}

async function insert(
  session: SpoolSession,
  drafts: readonly MailDraft[],
  exercises: ReadonlySet<string>,
  now: Date,
): Promise<number> {
  const rows = drafts.map((draft) => ({
    key: draft.key,
    class: draft.class,
    case_id: draft.case ?? null,
    exercise: draft.case !== undefined && exercises.has(draft.case),
    recipient: draft.to,
    alternates: draft.alternates ?? [],
    subject: draft.subject,
    body: draft.text,
    headers: draft.headers ?? {},
    content_hash: contentHash(draft),
    token: randomBytes(16).toString('hex'),
    give_up_at: new Date(now.getTime() + giveUpHours[draft.class] * 3_600_000),
  }))
  const made = await session.query<{ id: string; key: string }>(
    `insert into anlauf.mail_out (key, class, case_id, exercise, recipient, alternates, subject, body, headers, content_hash,
            token, state, reason, queued_at, next_at, give_up_at)
     select key, class, case_id, exercise, recipient, array(select jsonb_array_elements_text(alternates)), subject, body,
            headers, decode(content_hash, 'hex'), token, case when h.key_prefix is null then 'queued' else 'held' end,
            case when h.key_prefix is null then null else 'stopped' end, $2, $2, give_up_at
       from jsonb_to_recordset($1::jsonb) r (key text, class text, case_id text, exercise boolean, recipient text,
            alternates jsonb, subject text, body text, headers jsonb, content_hash text, token text, give_up_at timestamptz)
       left join lateral (select key_prefix from anlauf.mail_hold where starts_with(r.key, key_prefix) limit 1) h on true
     on conflict (key) do nothing returning id::text as id, key`,
    [JSON.stringify(rows), now],
  )
  const ids = new Map(made.map(({ id, key }) => [key, id]))
  await refuseOtherContent(
    session,
    rows.filter(({ key }) => !ids.has(key)),
  )
  for (const { key, attachments = [] } of drafts) {
    const id = ids.get(key)
    if (id === undefined) continue
    for (const [place, { name, type, content }] of attachments.entries()) {
      await session.query(
        'insert into anlauf.mail_out_part (mail_id, place, name, type, content) values ($1, $2, $3, $4, $5)',
        [id, place, name, type, content],
      )
    }
  }
  return made.length
}

async function refuseOtherContent(
  session: SpoolSession,
  rows: readonly { readonly key: string; readonly content_hash: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const known = await session.query<{ key: string; hash: string }>(
    `select key, encode(content_hash, 'hex') as hash from anlauf.mail_out where key = any($1)`,
    [rows.map(({ key }) => key)],
  )
  const hashes = new Map(known.map(({ key, hash }) => [key, hash]))
  const other = rows.find(({ key, content_hash }) => hashes.get(key) !== content_hash)
  if (other === undefined) return
  throw new AnlaufError(
    'input-invalid',
    `The mail "${other.key}" was put in before, with other words or another address.`,
    {
      hint: 'What was put in may be on its way. Give a new message a key of its own.',
    },
  )
}

/** Of everything that the recipient sees, and the address. */
function contentHash({ to, subject, text, headers = {}, attachments = [] }: MailDraft): string {
  const hash = createHash('sha256').update(
    JSON.stringify([
      to,
      subject,
      text,
      Object.keys(headers)
        .toSorted()
        .map((name) => [name, headers[name]]),
    ]),
  )
  for (const { name, type, content } of attachments) {
    hash.update(JSON.stringify([name, type, content.length])).update(content)
  }
  return hash.digest('hex')
}

function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
}
