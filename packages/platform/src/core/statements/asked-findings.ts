import { createHash } from 'node:crypto'

import type { ApprovalRequest, Content, Subject } from '../case/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import { excludingRoles, type Finding, findingRoles } from './finding.ts'
import { findingProblem } from './finding-problem.ts'
import { parseFindings } from './parse-findings.ts'

/** What is signed with passkeys: that findings are so. They stand in the request itself, and so in the log. */
export interface FindingsRequest {
  readonly subject: Subject
  readonly content: Content
  readonly contentHash: string
  /** Who has to sign: one of each list, each another person. */
  readonly signers: readonly (readonly string[])[]
}

/** A request for signatures under findings; what holds for many tenants is written once. "excluded" asks for two people. */
export function askForFindings(caseId: string, findings: readonly Finding[]): FindingsRequest {
  const alike = Map.groupBy(findings, ({ tenant: _tenant, ...rest }) =>
    canonicalJson(rest as unknown as Json),
  )
  const texts = [...alike].map(([rest, of]) =>
    canonicalJson({ ...(JSON.parse(rest) as object), tenants: of.map(({ tenant }) => tenant).toSorted() }),
  )
  const tenants = [...new Set(findings.map(({ tenant }) => tenant))]
  const isExcluding = findings.some(({ verdict }) => verdict === 'excluded')
  return {
    subject: { kind: 'findings', name: tenants.length === 1 ? (tenants[0] ?? '') : String(tenants.length) },
    content: { findings: texts },
    contentHash: hashOf(caseId, texts),
    signers: isExcluding ? [excludingRoles, excludingRoles] : [findingRoles],
  }
}

/** Contents that were read already: whoever looks at the case reads each of them many times. */
const known = new WeakMap<
  Content,
  { readonly contentHash: string; readonly found: readonly Finding[] | undefined }
>()

/** The findings of a request; undefined when its content has another form, another hash, or is not whole. */
export function askedFindings(
  caseId: string,
  { subject, content, contentHash, at }: Pick<ApprovalRequest, 'subject' | 'content' | 'contentHash' | 'at'>,
): readonly Finding[] | undefined {
  if (subject.kind !== 'findings' || content === undefined) return undefined
  const read = known.get(content)
  if (read?.contentHash === contentHash) return read.found
  const found = readIn(caseId, content, contentHash, at)
  known.set(content, { contentHash, found })
  return found
}

function readIn(
  caseId: string,
  content: Content,
  contentHash: string,
  at: string,
): readonly Finding[] | undefined {
  const { findings: texts } = content
  if (!Array.isArray(texts) || !texts.every((one) => typeof one === 'string')) return undefined
  if (hashOf(caseId, texts) !== contentHash) return undefined
  try {
    const findings = parseFindings(`[${texts.join(',')}]`, { affected: [] })
    const isWhole =
      findings.length > 0 && findings.every((one) => findingProblem(one, new Date(at)) === undefined)
    return isWhole ? findings : undefined
  } catch {
    // Anybody may ask for anything: what is no finding states none.
    return undefined
  }
}

function hashOf(caseId: string, findings: readonly string[]): string {
  return createHash('sha256')
    .update(canonicalJson({ case: caseId, findings }))
    .digest('hex')
}
