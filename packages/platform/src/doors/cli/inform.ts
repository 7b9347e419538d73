import { buildRouteMap } from '@stricli/core'

import { informApprove, informReject } from './inform-approve.ts'
import { informClaimRoutes } from './inform-claim.ts'
import { informCheck, informDraft } from './inform-draft.ts'
import { informList } from './inform-list.ts'
import { informPublish } from './inform-publish.ts'
import { informRemind } from './inform-remind.ts'
import { informService } from './inform-service.ts'

/** `anlauf inform …` */
export const informRoutes = buildRouteMap({
  docs: { brief: 'What the public is told: drafts, approvals, claims, corrections' },
  routes: {
    draft: informDraft,
    check: informCheck,
    approve: informApprove,
    reject: informReject,
    publish: informPublish,
    list: informList,
    claim: informClaimRoutes,
    service: informService,
    remind: informRemind,
  },
})
