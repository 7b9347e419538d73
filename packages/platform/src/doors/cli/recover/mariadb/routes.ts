import { buildRouteMap } from '@stricli/core'

import { recoverMariadbChanges } from './changes.ts'
import { recoverMariadbRun } from './run.ts'
import { recoverMariadbSlice } from './slice.ts'

/** MariaDB servers back from a dump, and one schema out of them. */
export const recoverMariadbRoutes = buildRouteMap({
  docs: {
    brief: 'MariaDB: a dump in a clean room, compared with the moment it was taken; one schema out of it',
  },
  routes: { run: recoverMariadbRun, changes: recoverMariadbChanges, slice: recoverMariadbSlice },
})
