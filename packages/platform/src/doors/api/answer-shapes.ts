import type { z } from '@hono/zod-openapi'

import type { Me } from './access/people-routes.ts'
import type { CaseSummary, CaseView } from './cases/case-view.ts'
import type { Verification } from './cases/chain-routes.ts'
import type { ClockBoard } from './clocks/clock-routes.ts'
import type { ClockRow } from './clocks/clock-view.ts'
import type { EvidenceEntry } from './cases/evidence-routes.ts'

/** Answers as types, for the console: the schemas check them, these name them. */
export type CaseSummaryShape = z.infer<typeof CaseSummary>
export type CaseViewShape = z.infer<typeof CaseView>
export type EntryShape = z.infer<typeof EvidenceEntry>
export type ClockBoardShape = z.infer<typeof ClockBoard>
export type ClockRowShape = z.infer<typeof ClockRow>
export type VerificationShape = z.infer<typeof Verification>
export type MeShape = z.infer<typeof Me>
