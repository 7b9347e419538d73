import type { z } from '@hono/zod-openapi'

import type { ApprovalRequestView, ApprovalsView } from '../approvals/approval-view.ts'
import type { SignOptions } from '../approvals/sign.ts'
import type { EstateView, TenantNames } from './estate-view.ts'
import type { QueueGroup, QueuePage } from './queue-routes.ts'
import type { QueueRow } from './queue-view.ts'
import type { ExerciseScore } from './score-routes.ts'
import type { SideBySide } from './side-by-side.ts'

/** Answers of the screens on which people decide, as types. */
export type ApprovalRequestShape = z.infer<typeof ApprovalRequestView>
export type ApprovalsShape = z.infer<typeof ApprovalsView>
export type SignOptionsShape = z.infer<typeof SignOptions>
export type EstateShape = z.infer<typeof EstateView>
export type TenantNamesShape = z.infer<typeof TenantNames>
export type QueuePageShape = z.infer<typeof QueuePage>
export type QueueGroupShape = z.infer<typeof QueueGroup>
export type QueueRowShape = z.infer<typeof QueueRow>
export type SideBySideShape = z.infer<typeof SideBySide>
export type ExerciseScoreShape = z.infer<typeof ExerciseScore>
