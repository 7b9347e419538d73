import { filingName } from '../../../core/filings/index.ts'
import {
  type Draft,
  type DraftFinding,
  missingIn,
  type Standing,
  undecidedIn,
} from '../../../phases/comply/index.ts'

/** A document for programs, with everything that people see on it. */
export function draftJson(draft: Draft, standing: Standing, findings: readonly DraftFinding[]): unknown {
  return {
    filing: filingName(draft),
    status: standing.approvedBy === undefined ? 'draft for counsel' : 'approved',
    ...standing,
    ...draft,
    missing: missingIn(draft).map(({ key, field, label }) => ({ key, field, label })),
    undecided: undecidedIn(draft).map(({ key, field, label, condition }) => ({
      key,
      field,
      label,
      condition,
    })),
    findings,
  }
}
