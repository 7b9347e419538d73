import type { Estate } from '../../../core/estate/index.ts'
import {
  nextRevision,
  type Revision,
  type StatementSession,
  lastTold,
  statementStage,
} from '../../../core/statements/index.ts'
import { checkStatement, type StatementFinding } from './check-statement.ts'
import { composeStatement, type StatementBase } from './compose-statement.ts'
import { promisesEnd } from './promises.ts'
import { contentHash, contentText, type StatementContent, substanceOf } from './statement-content.ts'
import { wordingOf } from './wording.ts'

/** Where letters are drafted: the desk, what it is composed of, and the place where texts lie. */
export interface DraftingPlace {
  readonly session: StatementSession
  readonly estate: Estate
  base(now: Date): StatementBase
  /** The kept contents of revisions. */
  contents(
    wanted: readonly { readonly tenant: string; readonly revision: Revision }[],
  ): Promise<ReadonlyMap<string, StatementContent>>
  /** Keeps texts; one that is there already stays. */
  keep(rows: readonly DraftRow[]): Promise<void>
}

export interface DraftRow {
  readonly tenant: string
  readonly revision: number
  readonly hash: string
  readonly content: string
}

export interface DraftingTerms {
  readonly now: Date
  readonly nextBy: Date
  /** Also where nothing changed, for another promised time. */
  readonly renew: boolean
}

/** A letter that says something new. */
export interface DraftedLetter {
  readonly content: StatementContent
  readonly substance: string
  readonly wording: string
  /** What the customer was told last. */
  readonly told: Revision | undefined
  readonly findings: readonly StatementFinding[]
}

/**
 * The drafts of those tenants of whom something new is known; nothing is recorded. A draft in review that says the same
 * and promises the same is left alone also when all are renewed, so that a run that was killed goes on with what is left.
 */
export async function draftLetters(
  place: DraftingPlace,
  tenants: readonly string[],
  { now, nextBy, renew }: DraftingTerms,
): Promise<readonly DraftedLetter[]> {
  const { desk } = place.session
  const base = place.base(now)
  const told = new Map(
    tenants.flatMap((tenant) => {
      const last = lastTold(desk, tenant)
      return last === undefined ? [] : [[tenant, last] as const]
    }),
  )
  const before = await place.contents([...told].map(([tenant, revision]) => ({ tenant, revision })))
  return tenants.flatMap((tenant): readonly DraftedLetter[] => {
    const last = desk.statements.get(tenant)?.at(-1)
    const earlier = before.get(tenant)
    const content = composeStatement(base, {
      tenant,
      revision: nextRevision(desk, tenant, last),
      at: now.toISOString(),
      nextBy: nextBy.toISOString(),
      ...(earlier !== undefined && { before: earlier }),
    })
    const substance = substanceOf(content)
    const isSame = last?.substance === substance
    if (isSame && !renew) return []
    const wording = wordingOf(content, place.estate)
    const isRenewed =
      isSame &&
      statementStage(desk, tenant, last) === 'in review' &&
      last.wording === wording &&
      last.promisesEnd === promisesEnd(content)
    if (isRenewed) return []
    const findings = checkStatement(content, place.estate, now)
    return [{ content, substance, wording, told: told.get(tenant), findings }]
  })
}

/** Keeps the texts of drafts and records them, all or none; each call is one step that a stop does not undo. */
export async function recordDrafts(
  place: DraftingPlace,
  drafts: readonly DraftedLetter[],
  by: { readonly actor: string; readonly at: string; readonly actorKey?: string },
): Promise<void> {
  if (drafts.length === 0) return
  const rows = drafts.map(({ content, substance, wording }) => ({
    tenant: content.tenant,
    revision: content.revision,
    hash: contentHash(content),
    content: contentText(content),
    substance,
    wording,
    promisesEnd: promisesEnd(content),
  }))
  // First the texts: a hash in the log whose text is nowhere would be worse than a text that nobody knows.
  await place.keep(rows)
  await place.session.execute(
    {
      command: 'draft',
      drafts: rows.map(({ hash, content: _content, ...row }) => ({ ...row, contentHash: hash })),
    },
    by,
  )
}
