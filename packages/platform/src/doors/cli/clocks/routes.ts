import { buildRouteMap } from '@stricli/core'

import { clocksCalendar } from './calendar.ts'
import { clocksList } from './list.ts'
import { clocksMet } from './met.ts'
import { clocksProfile } from './profile.ts'
import { clocksNotApplicable, clocksReopen } from './settle.ts'
import { clocksShow } from './show.ts'
import { clocksStart } from './start.ts'
import { clocksTick } from './tick.ts'

export const clocksRoutes = buildRouteMap({
  docs: { brief: 'What has to be said to whom until when, by law and contract; drafts for counsel' },
  routes: {
    list: clocksList,
    show: clocksShow,
    profile: clocksProfile,
    start: clocksStart,
    met: clocksMet,
    notApplicable: clocksNotApplicable,
    reopen: clocksReopen,
    calendar: clocksCalendar,
    tick: clocksTick,
  },
})
