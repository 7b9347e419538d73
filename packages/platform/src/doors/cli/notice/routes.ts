import { buildRouteMap } from '@stricli/core'

import { noticeApprove } from './approve.ts'
import { noticeBounce } from './bounce.ts'
import { noticeCheck, noticeDraft } from './draft.ts'
import { noticeForget } from './forget.ts'
import { noticeHold, noticeResume } from './hold.ts'
import { noticeList, noticeShow } from './list.ts'
import { noticeSend } from './send.ts'
import { noticeTick } from './tick.ts'
import { noticeVoid } from './void.ts'

/** `anlauf notice …` */
export const noticeRoutes = buildRouteMap({
  docs: { brief: 'What customers hear from us by name, with proof: draft, approve, send, follow' },
  routes: {
    draft: noticeDraft,
    check: noticeCheck,
    approve: noticeApprove,
    send: noticeSend,
    hold: noticeHold,
    resume: noticeResume,
    list: noticeList,
    show: noticeShow,
    bounce: noticeBounce,
    tick: noticeTick,
    void: noticeVoid,
    forget: noticeForget,
  },
})
