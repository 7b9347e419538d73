import { buildRouteMap } from '@stricli/core'

import { webhookAdd } from './add.ts'
import { webhookPause, webhookRelease, webhookRemove, webhookRotate } from './change.ts'
import { webhookList } from './list.ts'
import { webhookTest } from './try-out.ts'

/** `anlauf webhook …` */
export const webhookRoutes = buildRouteMap({
  docs: { brief: 'Which programs hear of a case: signed messages, chat channels' },
  routes: {
    add: webhookAdd,
    list: webhookList,
    test: webhookTest,
    rotate: webhookRotate,
    pause: webhookPause,
    release: webhookRelease,
    remove: webhookRemove,
  },
})
