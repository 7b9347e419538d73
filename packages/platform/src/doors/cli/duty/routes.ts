import { buildRouteMap } from '@stricli/core'

import { dutyApprove } from './approve.ts'
import { dutyCheck } from './check.ts'
import { dutyComplaint } from './complaint.ts'
import { dutyDraft } from './draft.ts'
import { dutyMissing, dutyOverviewCommand } from './overview.ts'
import { dutyRegister } from './register.ts'
import { dutySubmitted } from './submitted.ts'
import { dutyConsent, dutyTag } from './tag.ts'

/** `anlauf duty …` */
export const dutyRoutes = buildRouteMap({
  docs: { brief: 'Notices, reports and letters from one base of facts; drafts for counsel, nothing is sent' },
  routes: {
    overview: dutyOverviewCommand,
    missing: dutyMissing,
    draft: dutyDraft,
    approve: dutyApprove,
    submitted: dutySubmitted,
    register: dutyRegister,
    check: dutyCheck,
    complaint: dutyComplaint,
    tag: dutyTag,
    consent: dutyConsent,
  },
})
