import { buildRouteMap } from '@stricli/core'

import { outsideServe } from './serve.ts'

/** `anlauf outside …` */
export const outsideRoutes = buildRouteMap({
  docs: { brief: 'The server for strangers: forms, and links of mails' },
  routes: { serve: outsideServe },
})
