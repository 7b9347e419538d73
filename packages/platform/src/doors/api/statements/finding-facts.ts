import type { ApprovalRequest } from '../../../core/case/index.ts'
import { findingFactWords } from '../../../core/messages/index.ts'
import {
  askedFindings,
  type Finding,
  requireSoundFindings,
  type StatementDesk,
} from '../../../core/statements/index.ts'
import { findingText } from '../../../phases/comply/statements/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { may } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { type Fact, wholeText } from '../approvals/facts.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { statementReader } from './statement-reader.ts'

/** What a request for findings shows: all of them, word by word, for whoever may read what was found about customers. */
export function findingFacts(
  parts: ApiParts,
  desk: StatementDesk,
  request: ApprovalRequest,
  principal: Principal,
): readonly Fact[] {
  const findings = askedFindings(desk.case.id, request)
  if (findings === undefined) return []
  const count = fact('findings', findings.length)
  if (!may(principal, 'readStatements')) return [count]
  const estate = requireDesk(parts.desk).estate()
  const text = (language: 'de' | 'en'): string =>
    wholeText(
      groups(findings)
        .map((group) => findingText(group, estate, language))
        .join('\n\n'),
    )
  return [count, fact('findingsDe', text('de')), fact('findingsEn', text('en'))]
}

/** Throws for findings that nobody may state, before somebody signs them. */
export async function requireStatable(
  parts: ApiParts,
  caseId: string,
  request: ApprovalRequest,
): Promise<void> {
  if (request.subject.kind !== 'findings') return
  const { desk } = await statementReader(parts)(caseId)
  const findings = askedFindings(caseId, request)
  if (findings === undefined) {
    throw new AnlaufError('input-invalid', 'The request holds no findings that can be read.', {
      hint: 'Object to it, and state the findings anew under "Letters".',
    })
  }
  requireSoundFindings(desk, findings, { estate: requireDesk(parts.desk).estate(), now: parts.now() })
}

/** Findings that say the same of several customers. */
function groups(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  return [...Map.groupBy(findings, ({ tenant: _tenant, ...rest }) => JSON.stringify(rest)).values()]
}

function fact(id: keyof typeof findingFactWords, value: string | number): Fact {
  return { id, label: findingFactWords[id], value }
}
