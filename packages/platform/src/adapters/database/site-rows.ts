import type { Session } from './database.ts'

/** What became of one host at the last push. */
export interface SiteHostState {
  readonly name: string
  readonly outcome: 'shown' | 'failed'
  /** Of the edition that it was seen to show last. */
  readonly shows: number | null
  readonly message: string | null
  readonly hint: string | null
}

/** How far the site of a case is. */
export interface SiteState {
  readonly caseId: string
  readonly sequence: number | null
  readonly signedBy: string | null
  /** The entry of the log that the edition knew. */
  readonly head: number
  readonly pushedAt: Date | null
  readonly validUntil: Date | null
  /** The promise that it shows. */
  readonly nextBy: Date | null
  readonly isBusy: boolean
  readonly targets: readonly SiteHostState[]
  readonly fails: number
  readonly retryAt: Date | null
  readonly failingSince: Date | null
  readonly alarmed: boolean
  readonly isFinal: boolean
}

const columns = `case_id as "caseId", sequence::int as sequence, signed_by as "signedBy", coalesce(head, 0)::int as head,
  pushed_at as "pushedAt", valid_until as "validUntil", next_by as "nextBy", is_busy as "isBusy", targets, fails,
  retry_at as "retryAt", failing_since as "failingSince", alarmed, is_final as "isFinal"`

/** Makes this server the one that pushes the site of a case; undefined while another one does. */
export async function takeSiteTurn(
  session: Session,
  { caseId, owner, leaseMs }: { readonly caseId: string; readonly owner: string; readonly leaseMs: number },
): Promise<SiteState | undefined> {
  const [row] = await session.query<SiteState>(
    `insert into anlauf.site_push as s (case_id, lease_owner, lease_until)
     values ($1, $2, now() + $3 * interval '1 millisecond')
     on conflict (case_id) do update set lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
       where s.lease_owner is null or s.lease_owner = $2 or s.lease_until < now()
     returning ${columns}`,
    [caseId, owner, leaseMs],
  )
  return row
}

/** True while the turn is still ours; it is lengthened then. */
export async function holdSiteTurn(
  session: Session,
  { caseId, owner, leaseMs }: { readonly caseId: string; readonly owner: string; readonly leaseMs: number },
): Promise<boolean> {
  const rows = await session.query(
    `update anlauf.site_push set lease_until = now() + $3 * interval '1 millisecond'
      where case_id = $1 and lease_owner = $2 returning case_id`,
    [caseId, owner, leaseMs],
  )
  return rows.length > 0
}

/** Ends a turn, with what it came to, if it came to anything; nothing is written by who lost it meanwhile. */
export async function endSiteTurn(
  session: Session,
  { caseId, owner }: { readonly caseId: string; readonly owner: string },
  state?: Omit<SiteState, 'caseId'>,
): Promise<void> {
  if (state === undefined) {
    await session.query(
      'update anlauf.site_push set lease_owner = null, lease_until = null where case_id = $1 and lease_owner = $2',
      [caseId, owner],
    )
    return
  }
  await session.query(
    `update anlauf.site_push set lease_owner = null, lease_until = null, sequence = $3, signed_by = $4, head = $5,
            pushed_at = $6, valid_until = $7, next_by = $8, is_busy = $9, targets = $10, fails = $11, retry_at = $12,
            failing_since = $13, alarmed = $14, is_final = $15
      where case_id = $1 and lease_owner = $2`,
    [
      caseId,
      owner,
      state.sequence,
      state.signedBy,
      state.head,
      state.pushedAt,
      state.validUntil,
      state.nextBy,
      state.isBusy,
      JSON.stringify(state.targets),
      state.fails,
      state.retryAt,
      state.failingSince,
      state.alarmed,
      state.isFinal,
    ],
  )
}

/** How far the sites of all cases are that were ever pushed here, or of one. */
export function siteStates(session: Session, caseId?: string): Promise<readonly SiteState[]> {
  return session.query<SiteState>(
    `select ${columns} from anlauf.site_push where $1::text is null or case_id = $1 order by case_id`,
    [caseId ?? null],
  )
}
