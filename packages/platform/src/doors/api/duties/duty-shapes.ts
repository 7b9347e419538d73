import type { z } from '@hono/zod-openapi'

import type { DutyBoard, DutyDraft, DutyRow } from './duty-view.ts'

/** Answers about duties, as types for the console. */
export type DutyBoardShape = z.infer<typeof DutyBoard>
export type DutyRowShape = z.infer<typeof DutyRow>
export type DutyDraftShape = z.infer<typeof DutyDraft>
