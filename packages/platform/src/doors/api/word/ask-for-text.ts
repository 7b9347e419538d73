import { AnlaufError } from '../../../core/failure.ts'
import { approversOf, audienceOf, claimsInForce, draftHash } from '../../../core/updates/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { requireDeclared } from '../cases/case-reader.ts'

interface Asked {
  readonly caseId: string
  readonly update: string
  readonly by: Principal
  readonly reason: string
  readonly hours: number
}

/**
 * Asks for the signatures that a text needs, on the hash of the text as it stands. Who asks is taken for its author and
 * does not count. Gives the id of the request. Throws `not-found`, `input-invalid`.
 */
export async function askForText(
  parts: Pick<ApiParts, 'database' | 'readCase' | 'now' | 'party'>,
  { caseId, update, by, reason, hours }: Asked,
): Promise<string> {
  const { desk } = requireDeclared(await parts.readCase(caseId))
  const draft = desk.drafts.get(update)
  if (draft === undefined) {
    throw new AnlaufError('not-found', `There is no draft "${update}".`, {
      hint: `Drafts: ${[...desk.drafts.keys()].join(', ') || 'none'}.`,
    })
  }
  return askForSignatures(parts, {
    caseId,
    by,
    subject: { kind: 'update', name: update },
    contentHash: draftHash(caseId, draft, claimsInForce(desk)),
    signers: approversOf(draft),
    authors: by.kind === 'person' ? [by.name] : [],
    scope: { tenants: [...(draft.tenants ?? [])], services: [], audience: audienceOf(draft) },
    reason,
    hours,
  })
}
