import { buildRouteMap } from '@stricli/core'

import { recoverQueueDecide } from './recover-queue-decide.ts'
import { recoverQueueList } from './recover-queue-list.ts'
import { recoverQueueMake } from './recover-queue-make.ts'
import { recoverQueueRule } from './recover-queue-rule.ts'
import { recoverQueueShow } from './recover-queue-show.ts'

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
