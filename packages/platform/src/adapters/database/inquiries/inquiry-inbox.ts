import { setTimeout as sleep } from 'node:timers/promises'

import { type DeskHours, type Inquiry, placed } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { isConnectionLost } from '../failure.ts'
import { openCases } from '../open-cases.ts'
import { inquiryJson } from './inquiry-columns.ts'
import { inquiryChain, inquiryEntry, wordsHash } from './inquiry-chain.ts'

/** A mail as it came, with the inquiry that it became. */
export interface RawMail {
  readonly raw: Uint8Array
  readonly sha256: string
  readonly messageId?: string
  readonly mayReply: boolean
}

export interface NewInquiry {
  readonly inquiry: Inquiry
  readonly mail?: RawMail
  /** Who typed it in. */
  readonly by?: string
}

/** Puts mails for new inquiries where they are sent from, in the transaction that stores the inquiries. */
export type PostInquiries = (session: Session, inquiries: readonly Inquiry[]) => Promise<void>

/**
 * Takes an inquiry in: on disk with its entry of evidence and its mail when it resolves. False: its reference was given
 * out before; give it another one.
 */
export type InquiryInbox = (fresh: NewInquiry) => Promise<boolean>

/** One transaction takes about 3 ms whether it holds one inquiry or two hundred; more made it no faster. */
const maxBatch = 250
/** What waits beyond is refused: whoever floods us meets an answer, not a growing memory. */
const maxWaiting = 5000

/**
 * Whatever comes in names its case, or is placed here (`placed`), in the transaction that stores it.
 * Group commit: while one transaction is on its way to the disk, inquiries gather and go together in the next. After a
 * lost connection the table is asked what had reached it. Throws `too-many-requests` when too many wait.
 */
export function inquiryInbox(
  database: Pick<Database, 'transaction'>,
  {
    hours,
    post,
    patienceMs = 15_000,
  }: {
    readonly hours: () => DeskHours
    readonly post?: PostInquiries
    readonly patienceMs?: number
  },
): InquiryInbox {
  const queue: Waiting[] = []
  let working = false

  async function work(): Promise<void> {
    working = true
    while (queue.length > 0) await store(queue.splice(0, maxBatch))
    working = false
  }

  async function store(batch: readonly Waiting[]): Promise<void> {
    try {
      const stored = await storeOnce(
        database,
        batch.map(({ fresh }) => fresh),
        { hours, post, patienceMs },
      )
      for (const { fresh, resolve } of batch) resolve(stored.has(fresh.inquiry.reference))
    } catch (error) {
      // What the database refuses in one must not take the others with it; a lost server or a full disk does.
      if (batch.length === 1 || isLost(error) || (error as AnlaufError).code === 'no-space') {
        for (const { reject } of batch) reject(error)
      } else for (const one of batch) await store([one])
    }
  }

  return (fresh) =>
    new Promise((resolve, reject) => {
      if (queue.length >= maxWaiting) return reject(tooMany())
      queue.push({ fresh, resolve, reject })
      if (!working) void work()
    })
}

interface Waiting {
  readonly fresh: NewInquiry
  readonly resolve: (stored: boolean) => void
  readonly reject: (error: unknown) => void
}

async function storeOnce(
  database: Pick<Database, 'transaction'>,
  fresh: readonly NewInquiry[],
  {
    hours,
    post,
    patienceMs,
  }: {
    readonly hours: () => DeskHours
    readonly post: PostInquiries | undefined
    readonly patienceMs: number
  },
): Promise<ReadonlySet<string>> {
  const giveUpAt = Date.now() + patienceMs
  for (;;) {
    try {
      return await database.transaction((session) => insert(session, fresh, { hours, post }))
    } catch (error) {
      if (!isLost(error) || Date.now() > giveUpAt) throw error
      await sleep(200)
    }
  }
}

async function insert(
  session: Session,
  given: readonly NewInquiry[],
  { hours, post }: { readonly hours: () => DeskHours; readonly post: PostInquiries | undefined },
): Promise<ReadonlySet<string>> {
  const open = given.every(({ inquiry }) => inquiry.caseId !== undefined) ? [] : await openCases(session)
  const fresh = given.map((one) => ({ ...one, inquiry: placed(one.inquiry, open, hours()) }))
  const rows = await session.query<{ reference: string }>(
    `insert into anlauf.inquiry (reference, case_id, channel, class, topic, service, language, state, received_at,
            opened_at, answer_by, words, secret, undecided)
     select reference, case_id, channel, class, topic, service, language, state, received_at, opened_at, answer_by,
            words, decode(secret, 'hex'), undecided
       from jsonb_to_recordset($1::jsonb) row (reference text, case_id text, channel text, class text, topic text,
            service text, language text, state text, received_at timestamptz, opened_at timestamptz,
            answer_by timestamptz, words jsonb, secret text, undecided boolean)
     on conflict (reference) do nothing returning reference`,
    [JSON.stringify(fresh.map(({ inquiry }) => inquiryJson(inquiry)))],
  )
  const made = new Set(rows.map(({ reference }) => reference))
  const ours = fresh.filter(({ inquiry }) => made.has(inquiry.reference))
  // One that is there already is ours too where it has our secret: the answer to the first try was lost.
  const before = await earlier(
    session,
    fresh.filter(({ inquiry }) => !made.has(inquiry.reference)),
  )
  for (const { inquiry, mail } of ours) {
    if (mail === undefined) continue
    await session.query(
      `insert into anlauf.inquiry_mail (reference, raw, sha256, message_id, may_reply) values ($1, $2, decode($3, 'hex'), $4, $5)`,
      [inquiry.reference, mail.raw, mail.sha256, mail.messageId ?? null, mail.mayReply],
    )
  }
  if (ours.length > 0) {
    await evidenceLogWithin(session).append(inquiryChain, ours.map(receivedEntry))
    await post?.(
      session,
      ours.map(({ inquiry }) => inquiry),
    )
  }
  return new Set([...made, ...before])
}

async function earlier(session: Session, known: readonly NewInquiry[]): Promise<readonly string[]> {
  if (known.length === 0) return []
  const rows = await session.query<{ reference: string; secret: string | null }>(
    `select reference, encode(secret, 'hex') as secret from anlauf.inquiry where reference = any($1)`,
    [known.map(({ inquiry }) => inquiry.reference)],
  )
  const secrets = new Map(rows.map(({ reference, secret }) => [reference, secret]))
  return known.flatMap(({ inquiry: { reference, secret } }) =>
    secrets.get(reference) === secret ? [reference] : [],
  )
}

function receivedEntry({ inquiry, mail, by }: NewInquiry) {
  const { channel, class: ofClass, receivedAt } = inquiry
  return inquiryEntry(inquiry, {
    kind: 'inquiry.received',
    at: receivedAt,
    actor: by ?? (channel === 'mail' ? 'mailbox' : channel === 'phone' ? 'desk' : 'contact form'),
    data: {
      channel,
      class: ofClass,
      hash: wordsHash(inquiry),
      ...(mail !== undefined && { mailBytes: mail.raw.length }),
    },
  })
}

function isLost(error: unknown): boolean {
  return isConnectionLost(error instanceof AnlaufError ? error.cause : error)
}

function tooMany(): AnlaufError {
  return new AnlaufError('too-many-requests', 'More inquiries come in than can be stored.', {
    hint: 'Wait a few seconds, then send it again.',
    retry: 'later',
    context: { retryAfterSeconds: 5 },
  })
}
