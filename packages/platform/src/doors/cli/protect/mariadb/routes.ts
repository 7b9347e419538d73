import { buildRouteMap } from '@stricli/core'

import { protectMariadbDump } from './dump.ts'
import { protectMariadbShow } from './show.ts'

/** A running MariaDB server into the repository. */
export const protectMariadbRoutes = buildRouteMap({
  docs: { brief: 'MariaDB: dumps, each schema as of one moment' },
  routes: { dump: protectMariadbDump, show: protectMariadbShow },
})
