import { buildRouteMap } from '@stricli/core'

import { protectMariadbDump } from './protect-mariadb-dump.ts'
import { protectMariadbShow } from './protect-mariadb-show.ts'

/** A running MariaDB server into the repository. */
export const protectMariadbRoutes = buildRouteMap({
  docs: { brief: 'MariaDB: dumps, each schema as of one moment' },
  routes: { dump: protectMariadbDump, show: protectMariadbShow },
})
