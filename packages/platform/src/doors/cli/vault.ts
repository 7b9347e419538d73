import { buildRouteMap } from '@stricli/core'

import { vaultAudit } from './vault-audit.ts'
import { vaultClient } from './vault-client.ts'
import { vaultHold } from './vault-hold.ts'
import { vaultApprover, vaultPlan } from './vault-plan.ts'
import { vaultServe } from './vault-serve.ts'

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
