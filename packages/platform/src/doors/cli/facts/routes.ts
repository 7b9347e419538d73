import { buildRouteMap } from '@stricli/core'

import { factList } from './list.ts'
import { factHistory, factShow } from './show.ts'
import { factState } from './state.ts'
import { factWithdraw } from './withdraw.ts'

/** `anlauf fact …` */
export const factRoutes = buildRouteMap({
  docs: { brief: 'The facts of the incident, one base for every notice, report and letter' },
  routes: {
    state: factState,
    list: factList,
    show: factShow,
    history: factHistory,
    withdraw: factWithdraw,
  },
})
