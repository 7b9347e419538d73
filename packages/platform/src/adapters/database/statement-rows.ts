import { createHash } from 'node:crypto'

import { AnlaufError } from '../../core/failure.ts'
import type { Session } from './database.ts'

/** The text of a statement with its hash in the log. */
export interface StatementRow {
  readonly tenant: string
  readonly revision: number
  readonly hash: string
  readonly content: string
}

/** Keeps texts of statements; one that is there already stays. Five thousand of 40 kB take about two seconds. */
export async function keepStatements(
  session: Session,
  caseId: string,
  rows: readonly StatementRow[],
): Promise<void> {
  await session.query(
    `insert into anlauf.statement (case_id, tenant, revision, content_hash, content)
     select $1, tenant, revision, decode(hash, 'hex'), content
       from unnest($2::text[], $3::integer[], $4::text[], $5::text[]) as given(tenant, revision, hash, content)
     on conflict do nothing`,
    [
      caseId,
      rows.map(({ tenant }) => tenant),
      rows.map(({ revision }) => revision),
      rows.map(({ hash }) => hash),
      rows.map(({ content }) => content),
    ],
  )
}

/**
 * The texts of statements, read as their tenant: the database itself shows nothing of another one. Throws
 * `evidence-broken` for a text that is not the one of its hash, `not-found` for one that is gone.
 */
export async function statementTexts(
  database: { transaction<T>(work: (session: Session) => Promise<T>): Promise<T> },
  caseId: string,
  wanted: readonly { readonly tenant: string; readonly hash: string }[],
): Promise<ReadonlyMap<string, string>> {
  return database.transaction(async (session) => {
    await session.query('set local role anlauf_tenant').catch((cause: unknown) => {
      throw new AnlaufError('database-failed', 'The database has no role for tenants.', {
        hint: 'An administrator of the database creates it once: CREATE ROLE anlauf_tenant, granted to our account, as migration 0009 does.',
        cause,
      })
    })
    const texts = new Map<string, string>()
    for (const { tenant, hash } of wanted) {
      await session.query(`select set_config('app.case', $1, true), set_config('app.tenant', $2, true)`, [
        caseId,
        tenant,
      ])
      const [row] = await session.query<{ content: string }>(
        `select content from anlauf.statement where case_id = $1 and content_hash = decode($2, 'hex')`,
        [caseId, hash],
      )
      texts.set(tenant, genuine(row?.content, tenant, hash))
    }
    return texts
  })
}

function genuine(content: string | undefined, tenant: string, hash: string): string {
  if (content === undefined) {
    throw new AnlaufError('not-found', `The text of the statement of ${tenant} is not kept any more.`, {
      hint: `The log has its hash ${hash}; look for it among the letters that were written, or draft it again.`,
    })
  }
  if (createHash('sha256').update(content).digest('hex') === hash) return content
  throw new AnlaufError('evidence-broken', `The text of the statement of ${tenant} was changed.`, {
    hint: `It has not the hash ${hash} of the log. Trust the log, and the letters that were signed; keep the database as evidence.`,
  })
}
