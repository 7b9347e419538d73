import { buildRouteMap } from '@stricli/core'

import { recoverPostgresChanges } from './recover-postgres-changes.ts'
import { recoverPostgresMoments } from './recover-postgres-moments.ts'
import { recoverPostgresRun } from './recover-postgres-run.ts'
import { recoverPostgresSlice } from './recover-postgres-slice.ts'

/** PostgreSQL clusters back to a moment, and one tenant out of them. */
export const recoverPostgresRoutes = buildRouteMap({
  docs: { brief: 'PostgreSQL: to a moment in a clean room, and one tenant out of it' },
  routes: {
    run: recoverPostgresRun,
    changes: recoverPostgresChanges,
    moments: recoverPostgresMoments,
    slice: recoverPostgresSlice,
  },
})
