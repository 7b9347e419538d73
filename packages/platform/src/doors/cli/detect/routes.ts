import { buildRouteMap } from '@stricli/core'

import { detectFeatures } from './features.ts'
import { detectHistoryCommand } from './history.ts'
import { detectTriage } from './triage.ts'
import { detectWatch } from './watch.ts'

export const detectRoutes = buildRouteMap({
  docs: { brief: 'When did it start, whom did it hit, what is still clean' },
  routes: {
    history: detectHistoryCommand,
    triage: detectTriage,
    features: detectFeatures,
    watch: detectWatch,
  },
})
