import { buildRouteMap } from '@stricli/core'

import { statementApprove } from './approve.ts'
import { statementCheck } from './check.ts'
import { statementDelivered } from './delivered.ts'
import { statementDraft } from './draft.ts'
import { statementFinding, statementFindings } from './finding.ts'
import { statementLetterCommand } from './letter.ts'
import { statementList } from './list.ts'
import { statementPosted } from './posted.ts'
import { statementDiff, statementShow } from './show.ts'

/** `anlauf statement …` */
export const statementRoutes = buildRouteMap({
  docs: { brief: 'What each customer is told about its own part: findings, statements, letters' },
  routes: {
    finding: statementFinding,
    findings: statementFindings,
    draft: statementDraft,
    list: statementList,
    show: statementShow,
    diff: statementDiff,
    check: statementCheck,
    approve: statementApprove,
    letter: statementLetterCommand,
    posted: statementPosted,
    delivered: statementDelivered,
  },
})
