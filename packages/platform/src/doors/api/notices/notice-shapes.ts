import type { z } from '@hono/zod-openapi'

import type { CallBoard } from './call-routes.ts'
import type { DeliveryPage, NoticeBoard } from './notice-routes.ts'

/** Answers about notices and calls, as types for the console. */
export type NoticeBoardShape = z.infer<typeof NoticeBoard>
export type DeliveryPageShape = z.infer<typeof DeliveryPage>
export type CallBoardShape = z.infer<typeof CallBoard>
