import { buildRouteMap } from '@stricli/core'

import { evidenceCheckpoint } from './checkpoint.ts'
import { evidenceExport } from './export.ts'
import { evidenceKeep } from './keep.ts'
import { evidenceAcquire } from './originals/acquire.ts'
import { originalsRoutes } from './originals/routes.ts'
import { evidenceTimestamp } from './timestamp.ts'
import { evidenceVerify } from './verify.ts'
import { evidenceWitness } from './witness.ts'

export const evidenceRoutes = buildRouteMap({
  docs: { brief: 'The log of everything that happened, and the originals: secure, verify, hand out' },
  routes: {
    acquire: evidenceAcquire,
    originals: originalsRoutes,
    verify: evidenceVerify,
    checkpoint: evidenceCheckpoint,
    witness: evidenceWitness,
    keep: evidenceKeep,
    timestamp: evidenceTimestamp,
    export: evidenceExport,
  },
})
