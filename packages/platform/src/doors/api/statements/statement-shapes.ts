import type { z } from '@hono/zod-openapi'

import type { DraftedLetters } from './draft-routes.ts'
import type { FindingView, TenantFindings } from './finding-view.ts'
import type { LettersToRead, LetterView } from './letter-view.ts'
import type { Shown, StatementBoard, StatementRow } from './statement-view.ts'

/** What screens get of statements. */
export type StatementBoardShape = z.infer<typeof StatementBoard>
export type StatementRowShape = z.infer<typeof StatementRow>
export type StatementShape = z.infer<typeof Shown>
export type LetterShape = z.infer<typeof LetterView>
export type DraftedLettersShape = z.infer<typeof DraftedLetters>
export type FindingShape = z.infer<typeof FindingView>
export type TenantFindingsShape = z.infer<typeof TenantFindings>
export type LettersToReadShape = z.infer<typeof LettersToRead>
