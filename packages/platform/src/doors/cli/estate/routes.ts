import { buildRouteMap } from '@stricli/core'

import { estateCheck } from './check.ts'

export const estateRoutes = buildRouteMap({
  docs: { brief: 'What is protected: check the file that says so' },
  routes: { check: estateCheck },
})
