import { AnlaufError } from '../../../core/failure.ts'
import { type Revision, lastTold, statementStage } from '../../../core/statements/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { letterPdf } from '../statements/letter-pdf.ts'
import { keptLetter } from '../statements/letter-text.ts'
import { statementReader } from '../statements/statement-reader.ts'
import type { TenantOf } from './tenant-token.ts'

/** The last letter of a tenant that two people let out, and where it stands; undefined while there is none. */
export async function ownLetter(
  parts: ApiParts,
  whose: TenantOf,
): Promise<{ readonly revision: number; readonly stage: string; readonly draftedAt: string } | undefined> {
  const found = await toldTo(parts, whose)
  if (found === undefined) return undefined
  const { revision, draftedAt } = found.revision
  return { revision, stage: found.stage, draftedAt }
}

/** The same as PDF. Its text is read as this tenant: the database shows nothing of another one. Throws `not-found`. */
export async function ownLetterPdf(
  parts: ApiParts,
  whose: TenantOf,
): Promise<{ readonly pdf: Uint8Array<ArrayBuffer>; readonly name: string }> {
  const found = await toldTo(parts, whose)
  if (found === undefined) {
    throw new AnlaufError('not-found', 'There is no letter yet.', {
      hint: 'Your provider writes to you as soon as what happened to your data is known and checked.',
    })
  }
  const { contentHash, revision } = found.revision
  const content = await keptLetter(parts, whose.caseId, { tenant: whose.tenant, contentHash })
  const pdf = letterPdf(content, requireDesk(parts.desk).estate(), { contentHash, isApproved: true })
  return { pdf, name: `letter-r${revision}.pdf` }
}

/** A draft is nobody's letter yet. */
async function toldTo(
  parts: ApiParts,
  { caseId, tenant }: TenantOf,
): Promise<{ readonly revision: Revision; readonly stage: string } | undefined> {
  const { desk } = await statementReader(parts)(caseId)
  const revision = lastTold(desk, tenant)
  return revision && { revision, stage: statementStage(desk, tenant, revision) }
}
