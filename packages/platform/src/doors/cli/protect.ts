import { buildRouteMap } from '@stricli/core'

import { protectMariadbRoutes } from './protect-mariadb.ts'
import { protectPostgresRoutes } from './protect-postgres.ts'
import { protectRun } from './protect-run.ts'
import { protectStatus } from './protect-status.ts'

/** The layers of backups that an estate promises. */
export const protectRoutes = buildRouteMap({
  docs: { brief: 'Layers of backups: how each copy stands, and the work that is due' },
  routes: {
    status: protectStatus,
    run: protectRun,
    mariadb: protectMariadbRoutes,
    postgres: protectPostgresRoutes,
  },
})
