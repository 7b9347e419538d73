import { buildRouteMap } from '@stricli/core'

import { originalsGet } from './get.ts'
import { originalsList } from './list.ts'
import { originalsErase, originalsHold, originalsTransfer } from './settle.ts'
import { originalsVerify } from './verify.ts'

export const originalsRoutes = buildRouteMap({
  docs: { brief: 'What was secured: list it, verify it, read it, hand it over, hold it, erase it' },
  routes: {
    list: originalsList,
    verify: originalsVerify,
    get: originalsGet,
    transfer: originalsTransfer,
    hold: originalsHold,
    erase: originalsErase,
  },
})
