import { buildRouteMap } from '@stricli/core'

import { protectPostgresBase } from './base.ts'
import { protectPostgresShow } from './show.ts'
import { protectPostgresWal } from './wal.ts'

/** A running PostgreSQL cluster into the repository. */
export const protectPostgresRoutes = buildRouteMap({
  docs: { brief: 'PostgreSQL: base backups and the write-ahead log' },
  routes: { base: protectPostgresBase, wal: protectPostgresWal, show: protectPostgresShow },
})
