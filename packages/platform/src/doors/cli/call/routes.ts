import { buildRouteMap } from '@stricli/core'

import { callDone } from './done.ts'
import { callList, callNext } from './list.ts'
import { callSheetCommand } from './sheet.ts'

/** `anlauf call …` */
export const callRoutes = buildRouteMap({
  docs: { brief: 'The call list: whom mail does not reach, what to say, what came of it' },
  routes: { list: callList, next: callNext, done: callDone, sheet: callSheetCommand },
})
