import type { z } from '@hono/zod-openapi'

import type { FactField, FactHistory, FactSheetView } from './fact-view.ts'

/** Answers about facts, as types for the console. */
export type FactFieldShape = z.infer<typeof FactField>
export type FactSheetShape = z.infer<typeof FactSheetView>
export type FactHistoryShape = z.infer<typeof FactHistory>
