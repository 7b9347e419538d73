import { buildRouteMap } from '@stricli/core'

import { recoverMariadbChanges } from './recover-mariadb-changes.ts'
import { recoverMariadbRun } from './recover-mariadb-run.ts'
import { recoverMariadbSlice } from './recover-mariadb-slice.ts'

/** MariaDB servers back from a dump, and one schema out of them. */
export const recoverMariadbRoutes = buildRouteMap({
  docs: {
    brief: 'MariaDB: a dump in a clean room, compared with the moment it was taken; one schema out of it',
  },
  routes: { run: recoverMariadbRun, changes: recoverMariadbChanges, slice: recoverMariadbSlice },
})
