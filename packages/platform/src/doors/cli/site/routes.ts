import { buildRouteMap } from '@stricli/core'

import { siteKeyRoutes } from './key.ts'
import { sitePush } from './push.ts'
import { siteVerify } from './verify.ts'
import { siteWrite } from './write.ts'

/** `anlauf site …` */
export const siteRoutes = buildRouteMap({
  docs: { brief: 'The public site: write it, sign it, check copies of it' },
  routes: { write: siteWrite, push: sitePush, verify: siteVerify, key: siteKeyRoutes },
})
