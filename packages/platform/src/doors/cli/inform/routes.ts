import { buildRouteMap } from '@stricli/core'

import { informApprove, informReject } from './approve.ts'
import { informClaimRoutes } from './claim.ts'
import { informCheck, informDraft } from './draft.ts'
import { informFirstWord } from './first-word.ts'
import { informList } from './list.ts'
import { informPreApprove } from './pre-approve.ts'
import { informPublish } from './publish.ts'
import { informRemind } from './remind.ts'
import { informService } from './service-state.ts'
import { informSieve } from './sieve.ts'
import { informTemplate } from './template.ts'

/** `anlauf inform …` */
export const informRoutes = buildRouteMap({
  docs: { brief: 'What the public is told: drafts, approvals, claims, corrections' },
  routes: {
    template: informTemplate,
    'pre-approve': informPreApprove,
    'first-word': informFirstWord,
    draft: informDraft,
    check: informCheck,
    approve: informApprove,
    reject: informReject,
    publish: informPublish,
    list: informList,
    claim: informClaimRoutes,
    service: informService,
    remind: informRemind,
    sieve: informSieve,
  },
})
