import { buildRouteMap } from '@stricli/core'

import { recoverMariadbRun } from './recover-mariadb-run.ts'

/** MariaDB servers back from a dump. */
export const recoverMariadbRoutes = buildRouteMap({
  docs: { brief: 'MariaDB: a dump in a clean room, compared with the moment it was taken' },
  routes: { run: recoverMariadbRun },
})
