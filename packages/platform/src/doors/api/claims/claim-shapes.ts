import type { z } from '@hono/zod-openapi'

import type { Claim, ClaimsView } from './claim-view.ts'
import type { CheckedClaim } from './claim-routes.ts'

/** Answers about the register of claims, as types for the console. */
export type ClaimShape = z.infer<typeof Claim>
export type ClaimsShape = z.infer<typeof ClaimsView>
export type CheckedClaimShape = z.infer<typeof CheckedClaim>
