import { buildRouteMap } from '@stricli/core'

import { recoverQueueDecide } from './decide.ts'
import { recoverQueueList } from './list.ts'
import { recoverQueueMake } from './make.ts'
import { recoverQueueRule } from './rule.ts'
import { recoverQueueShow } from './show.ts'

/** `anlauf recover queue …` */
export const recoverQueueRoutes = buildRouteMap({
  docs: { brief: 'What was written near the incident: collect, look, decide' },
  routes: {
    make: recoverQueueMake,
    list: recoverQueueList,
    show: recoverQueueShow,
    decide: recoverQueueDecide,
    rule: recoverQueueRule,
  },
})
