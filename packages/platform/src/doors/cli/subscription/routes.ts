import { buildRouteMap } from '@stricli/core'

import { subscriptionAdd } from './add.ts'
import { subscriptionExport } from './export.ts'
import { subscriptionImport } from './import.ts'
import { subscriptionList } from './list.ts'
import { subscriptionMail } from './mail.ts'
import { subscriptionDelete, subscriptionRelease } from './release.ts'
import { subscriptionSend } from './send.ts'

/** `anlauf subscription …` */
export const subscriptionRoutes = buildRouteMap({
  docs: { brief: 'Who gets the updates of a case by mail' },
  routes: {
    list: subscriptionList,
    add: subscriptionAdd,
    import: subscriptionImport,
    export: subscriptionExport,
    release: subscriptionRelease,
    delete: subscriptionDelete,
    send: subscriptionSend,
    mail: subscriptionMail,
  },
})
