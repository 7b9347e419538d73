import type { Duty } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { approvalHash, filingName, isEnough, standingApprovals } from '../../../core/filings/index.ts'
import {
  blocking,
  type Draft,
  draftFindings,
  draftHash,
  keepDrafts,
  missingIn,
} from '../../../phases/comply/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { signatureOf } from '../commands/once.ts'
import { type DutyDesk, requireNames } from './duty-desks.ts'

interface Asked {
  readonly duty: Duty
  readonly draft: Draft
  readonly by: Principal
  readonly reason: string
  readonly incomplete?: string | undefined
  readonly hours: number
}

/**
 * Keeps a document and asks for the signatures that its duty takes, on the hash of the document as it stands. The
 * program wrote it from the facts, so nobody counts as its author. Gives the id of the request. Throws `gate-closed`.
 */
export async function askForFiling(
  parts: Pick<ApiParts, 'database' | 'readCase' | 'now' | 'party'>,
  desk: DutyDesk,
  { duty, draft, by, reason, incomplete, hours }: Asked,
): Promise<string> {
  if (duty.approve.length === 0) {
    throw new AnlaufError('nothing-to-do', `${duty.id} is signed off by nobody.`, {
      hint: 'It is the duty of somebody else, shown for information.',
    })
  }
  requireNames(desk)
  refuseNames(draft, desk, parts.now())
  refuseGaps(draft, incomplete)
  const [kept = draft] = await keepDrafts(desk, [draft], signatureOf(by, parts.now()))
  const document = draftHash(kept)
  const filing = filingName(kept)
  if (isEnough(duty.approve, standingApprovals(desk.filings.log, document))) {
    throw new AnlaufError('nothing-to-do', `${filing} is signed as it reads now.`, {
      hint: 'Hand it in and record the receipt.',
    })
  }
  const why = missingIn(kept).length === 0 ? undefined : incomplete
  return askForSignatures(parts, {
    caseId: desk.caseId,
    by,
    subject: { kind: 'filing', name: filing },
    contentHash: approvalHash(document, why),
    content: { document, ...(why !== undefined && { incomplete: why }) },
    // Where the duty names one role, the other may be anybody; that one of the two has it the filing itself asks.
    signers: duty.approve.length > 1 ? duty.approve.map((role) => [role]) : [[], []],
    authors: [],
    scope: { tenants: kept.tenant === undefined ? [] : [kept.tenant], services: [] },
    reason,
    hours,
  })
}

function refuseNames(draft: Draft, desk: DutyDesk, now: Date): void {
  const found = draftFindings(draft, desk.estate, now).find(({ problem }) => blocking.includes(problem))
  if (found === undefined) return
  throw new AnlaufError('gate-closed', `[${found.key}] names a customer: ${found.detail}.`, {
    hint: 'State the fact without the name; the document is then made anew.',
  })
}

function refuseGaps(draft: Draft, incomplete: string | undefined): void {
  const missing = missingIn(draft)
  if (missing.length === 0 || incomplete !== undefined) return
  throw new AnlaufError(
    'gate-closed',
    `${filingName(draft)} lacks ${missing.length} required answers: ${missing
      .slice(0, 12)
      .map(({ key }) => key)
      .join(', ')}${missing.length > 12 ? ' …' : ''}.`,
    {
      hint: 'State the facts, or say why it cannot wait ("incomplete"); both sign that too, and what is missing is sent later.',
      context: { missing: missing.map(({ key, label }) => `${key} ${label}`) },
    },
  )
}
