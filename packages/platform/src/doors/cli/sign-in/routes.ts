import { buildRouteMap } from '@stricli/core'

import { signInCodes } from './codes.ts'

export const signInRoutes = buildRouteMap({
  docs: { brief: 'Who can come in over the API: codes for the envelope' },
  routes: { codes: signInCodes },
})
