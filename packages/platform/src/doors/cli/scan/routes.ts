import { buildRouteMap } from '@stricli/core'

import { scanRulesUpdate } from './rules-update.ts'

export const scanRoutes = buildRouteMap({
  docs: { brief: 'What contents are judged by' },
  routes: {
    rules: buildRouteMap({
      docs: { brief: 'The YARA rules that every run uses' },
      routes: { update: scanRulesUpdate },
    }),
  },
})
