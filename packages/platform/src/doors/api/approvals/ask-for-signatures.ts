import { randomBytes } from 'node:crypto'

import type { Content, Scope, Subject } from '../../../core/case/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { appendDecided } from './append-decided.ts'

/** What signatures are asked for: exactly one content, by those who answer for it. */
export interface AskedFor {
  readonly caseId: string
  readonly by: Principal
  readonly subject: Subject
  readonly contentHash: string
  /** A person of each list has to sign, each of them another one; of an empty list anybody. */
  readonly signers: readonly (readonly string[])[]
  /** Several people of one role may sign. */
  readonly sameRole?: true
  /** Who wrote it and does not count. */
  readonly authors: readonly string[]
  readonly scope: Scope
  readonly content?: Content
  readonly reason: string
  readonly hours: number
}

const hourMs = 3_600_000

/** Asks for signatures and gives the id of the request. Throws what the case refuses it with. */
export async function askForSignatures(
  parts: Pick<ApiParts, 'database' | 'readCase' | 'now' | 'party'>,
  asked: AskedFor,
): Promise<string> {
  const { caseId, by, subject, contentHash, signers, authors, scope, content, reason, hours, sameRole } =
    asked
  const roles = [...new Set(signers.flat())]
  const request = randomBytes(16).toString('base64url')
  await appendDecided(parts, {
    caseId,
    by,
    commandFor: () => ({
      command: 'requestApproval',
      request,
      subject,
      contentHash,
      ...(content !== undefined && { content }),
      quorum: signers.length,
      roles,
      ...(signers.length > 1 && roles.length > 0 && !sameRole && { distinctRoles: true as const }),
      authors,
      scope,
      reason,
      by: by.name,
      expiresAt: new Date(parts.now().getTime() + hours * hourMs).toISOString(),
      origin: parts.party().origin,
    }),
  })
  return request
}
