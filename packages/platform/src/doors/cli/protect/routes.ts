import { buildRouteMap } from '@stricli/core'

import { protectMariadbRoutes } from './mariadb/routes.ts'
import { protectPostgresRoutes } from './postgres/routes.ts'
import { protectRun } from './run.ts'
import { protectStatus } from './status.ts'

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
