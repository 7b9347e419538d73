import { buildRouteMap } from '@stricli/core'

import { caseApprover } from './approver.ts'
import { caseDeclare } from './declare.ts'
import { caseIsolated } from './isolated.ts'
import { peopleOfCaseRoutes } from './people/routes.ts'
import { planOfCaseRoutes } from './plan/routes.ts'
import { caseRevoke } from './revoke.ts'
import { caseShow } from './show.ts'
import { caseVouch } from './vouch.ts'

export const caseRoutes = buildRouteMap({
  docs: {
    brief: 'The case: declare it, follow its plan, prove isolation, register approvers, see what is missing',
  },
  routes: {
    declare: caseDeclare,
    isolated: caseIsolated,
    approver: caseApprover,
    vouch: caseVouch,
    revoke: caseRevoke,
    show: caseShow,
    ...planOfCaseRoutes,
    ...peopleOfCaseRoutes,
  },
})
