import { createHash } from 'node:crypto'

import type { Words } from '../estate/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'

/** What can have happened to data. */
export const harms = ['encryption', 'access', 'exfiltration', 'deletion', 'loss'] as const
export type Harm = (typeof harms)[number]

/** What an examination ends with. "Nothing found" is none of them: it is `undetermined`, with the gaps named. */
export const verdicts = ['confirmed', 'possible', 'undetermined', 'excluded'] as const
export type Verdict = (typeof verdicts)[number]

/** The answer to one question about one tenant, as people state it. */
export interface Finding {
  readonly tenant: string
  /** A service of the estate. */
  readonly service: string
  /** A class of data that lies in it, such as `personal`; `all` for every one. */
  readonly data: string
  readonly harm: Harm
  readonly verdict: Verdict
  /** When it happened, or can have happened. */
  readonly period?: { readonly from: string; readonly to: string }
  /** How much; `possible` needs the upper bound. */
  readonly bytes?: { readonly atLeast: number; readonly atMost: number }
  /** What the verdict rests on. */
  readonly grounds?: Words
  /** What cannot be proved, and why; `undetermined` needs it. */
  readonly gaps?: Words
  /** SHA-256 of what it rests on. */
  readonly evidence: readonly string[]
  /** How far the knowledge reaches. */
  readonly asOf: string
}

/** Who may say what was found. */
export const findingRoles = ['forensics', 'security', 'dpo', 'legal', 'lead'] as const

/** That a harm did not happen is said by two of these. */
export const excludingRoles = ['forensics', 'dpo', 'legal'] as const

/** Who may state this. */
export function rolesStating({
  verdict,
}: Pick<Finding, 'verdict'>): typeof excludingRoles | typeof findingRoles {
  return verdict === 'excluded' ? excludingRoles : findingRoles
}

/** The question that a finding answers; of one tenant. */
export function findingQuestion({ service, data, harm }: Pick<Finding, 'service' | 'data' | 'harm'>): string {
  return `${service} ${data} ${harm}`
}

/** SHA-256 over a finding as it is stated. */
export function findingHash(caseId: string, finding: Finding): string {
  const text = canonicalJson({ case: caseId, finding } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}
