import { buildRouteMap } from '@stricli/core'

import { clocksCalendar } from './clocks-calendar.ts'
import { clocksList } from './clocks-list.ts'
import { clocksMet } from './clocks-met.ts'
import { clocksProfile } from './clocks-profile.ts'
import { clocksNotApplicable, clocksReopen } from './clocks-settle.ts'
import { clocksShow } from './clocks-show.ts'
import { clocksStart } from './clocks-start.ts'

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
  },
})
