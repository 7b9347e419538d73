import { buildRouteMap } from '@stricli/core'

import { protectPostgresBase } from './protect-postgres-base.ts'
import { protectPostgresShow } from './protect-postgres-show.ts'
import { protectPostgresWal } from './protect-postgres-wal.ts'

/** A running PostgreSQL cluster into the repository. */
export const protectPostgresRoutes = buildRouteMap({
  docs: { brief: 'PostgreSQL: base backups and the write-ahead log' },
  routes: { base: protectPostgresBase, wal: protectPostgresWal, show: protectPostgresShow },
})
