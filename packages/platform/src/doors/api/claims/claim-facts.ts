import type { ApprovalRequest } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { claimClassNames, claimStateNames } from '../../../core/messages/index.ts'
import {
  askedClaim,
  claimProblem,
  type ClaimStatement,
  correctedBy,
  type Desk,
  deskRefusedError,
  standingHash,
} from '../../../core/updates/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { type Fact, known, wholeText } from '../approvals/facts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { requireDesk } from '../jobs/job-desk.ts'

type Requested = Pick<ApprovalRequest, 'subject' | 'content' | 'contentHash'>

/**
 * A statement to the letter, with what it does to what was said before, for who signs it. None when the request is not
 * what its hash names, or the register went on since it was asked.
 */
export function claimFacts(desk: Desk, request: Requested): readonly Fact[] {
  const asked = askedClaim(desk.case.id, request)
  if (asked === undefined || isOver(desk, request)) return []
  const { inForce, takenBack } = desk.claims.get(request.subject.name) ?? {}
  if (asked.kind === 'takeBack') {
    const said = inForce ?? takenBack
    return said === undefined
      ? []
      : known([['takesBack', wholeText(asked.reason)], ...rowsOf(said, ['claimNow', nameOf(said)])])
  }
  const { statement } = asked
  const isNew = inForce?.signed.some(({ contentHash }) => contentHash === request.contentHash) !== true
  const numbers = correctedBy(desk, statement)
  return known([
    ['claimNow', isNew && inForce !== undefined ? nameOf(inForce) : undefined],
    ...rowsOf(statement, ['claimState', nameOf(statement)]),
    ['opensCorrections', numbers.length === 0 ? undefined : numbers.map((one) => `#${one}`).join(', ')],
  ])
}

function rowsOf(
  { class: of, wording, scope, asOf, evidence }: ClaimStatement,
  state: readonly ['claimNow' | 'claimState', string],
) {
  const { de, en } = claimClassNames[of]
  return [
    ['claimClass', `${de} / ${en} (${of})`],
    state,
    ['textDe', wholeText(wording.de)],
    ['textEn', wholeText(wording.en)],
    ['appliesTo', scope.length === 0 ? undefined : scope.join(', ')],
    ['asOf', asOf],
    ['evidence', evidence.length === 0 ? undefined : evidence.join('\n')],
  ] as const
}

function nameOf({ state, asOf }: ClaimStatement): string {
  const { de, en } = claimStateNames[state]
  return `${de} / ${en} (${state}, ${asOf})`
}

/** True when what was asked would undo what others said after it, or take back what is not said any more. */
export function isOver(desk: Desk, request: Requested): boolean {
  const asked = askedClaim(desk.case.id, request)
  const claim = desk.claims.get(request.subject.name) ?? {}
  const standing = standingHash(claim)
  if (asked?.kind === 'takeBack') return standing !== asked.takesBack || claim.inForce === undefined
  const isInForce = claim.inForce?.signed.some(({ contentHash }) => contentHash === request.contentHash)
  return isInForce !== true && standing !== asked?.over
}

/** Before a yes is taken: the register has not gone on, and the sentence may still be said. Throws `gate-closed`. */
export async function requireCurrentClaim(
  parts: Pick<ApiParts, 'readCase' | 'desk'>,
  caseId: string,
  request: ApprovalRequest,
): Promise<void> {
  if (request.subject.kind !== 'claim') return
  const { desk } = requireDeclared(await parts.readCase(caseId))
  const { name } = request.subject
  if (isOver(desk, request)) {
    throw new AnlaufError(
      'gate-closed',
      `The register says something else of "${name}" since this was asked.`,
      {
        hint: 'Read what it says now, then ask anew.',
      },
    )
  }
  const asked = askedClaim(caseId, request)
  if (asked?.kind !== 'state') return
  const problem = claimProblem(desk, asked.statement, requireDesk(parts.desk).estate())
  if (problem !== undefined) throw deskRefusedError(problem)
}
