import { buildRouteMap } from '@stricli/core'

import { inquiryAdd } from './add.ts'
import { inquiryAnswer } from './answer.ts'
import { inquiryAnswers, inquiryApprove, inquiryWrite } from './answers.ts'
import { inquiryClass } from './class.ts'
import { inquiryCluster } from './cluster.ts'
import { inquiryExtend } from './extend.ts'
import { inquiryImport } from './import.ts'
import { inquiryList } from './list.ts'
import { inquiryPurge } from './purge.ts'
import { inquiryRequests } from './requests.ts'
import { inquiryShow } from './show.ts'
import { inquirySolved } from './solved.ts'

/** `anlauf inquiry …` */
export const inquiryRoutes = buildRouteMap({
  docs: { brief: 'What people ask us: the queue, approved answers, what many ask, deletion' },
  routes: {
    list: inquiryList,
    show: inquiryShow,
    add: inquiryAdd,
    import: inquiryImport,
    class: inquiryClass,
    write: inquiryWrite,
    answers: inquiryAnswers,
    approve: inquiryApprove,
    answer: inquiryAnswer,
    requests: inquiryRequests,
    extend: inquiryExtend,
    solved: inquirySolved,
    cluster: inquiryCluster,
    purge: inquiryPurge,
  },
})
