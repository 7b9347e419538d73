import { buildRouteMap } from '@stricli/core'

import { recoverApprove } from './approve.ts'
import { recoverDistribute } from './distribute/distribute.ts'
import { recoverRuns } from './distribute/runs.ts'
import { recoverEstimate } from './estimate.ts'
import { recoverHandBack } from './hand-back.ts'
import { recoverHunt } from './hunt/hunt.ts'
import { recoverMailRoutes } from './mail.ts'
import { recoverMariadbRoutes } from './mariadb/routes.ts'
import { recoverOrder } from './order.ts'
import { recoverPlan } from './plan.ts'
import { recoverPostgresRoutes } from './postgres/routes.ts'
import { recoverQueueRoutes } from './queue/routes.ts'
import { recoverRelease } from './release.ts'
import { recoverRun } from './run.ts'

export const recoverRoutes = buildRouteMap({
  docs: { brief: 'From a plan through the clean room and two approvals back to the customer' },
  routes: {
    order: recoverOrder,
    plan: recoverPlan,
    estimate: recoverEstimate,
    run: recoverRun,
    distribute: recoverDistribute,
    runs: recoverRuns,
    approve: recoverApprove,
    release: recoverRelease,
    handBack: recoverHandBack,
    hunt: recoverHunt,
    mail: recoverMailRoutes,
    mariadb: recoverMariadbRoutes,
    postgres: recoverPostgresRoutes,
    queue: recoverQueueRoutes,
  },
})
