import { buildRouteMap } from '@stricli/core'

import { recoverPostgresChanges } from './changes.ts'
import { recoverPostgresMoments } from './moments.ts'
import { recoverPostgresRun } from './run.ts'
import { recoverPostgresSlice } from './slice.ts'

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
