import { buildRouteMap } from '@stricli/core'

import { vaultAudit } from './audit.ts'
import { vaultClient } from './client.ts'
import { vaultHold } from './hold.ts'
import { vaultApprover, vaultPlan } from './plan.ts'
import { vaultServe } from './serve.ts'

/** Everything about the append-only server, its clients and its history. */
export const vaultRoutes = buildRouteMap({
  docs: { brief: 'The append-only vault: serve it, say who may come in, audit its history' },
  routes: {
    serve: vaultServe,
    client: vaultClient,
    approver: vaultApprover,
    plan: vaultPlan,
    hold: vaultHold,
    audit: vaultAudit,
  },
})
