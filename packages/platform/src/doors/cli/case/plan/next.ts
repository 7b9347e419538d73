import { buildCommand } from '@stricli/core'

import { nextSteps } from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseCount } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag } from '../access.ts'
import { jsonFlag, openDeclaredResponse } from './access.ts'
import { languageFlag } from '../../flags/language.ts'
import { noPlan } from './plan.ts'
import { stepLines } from './step-lines.ts'

interface NextFlags {
  readonly case: string
  readonly limit: number
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseNext = buildCommand<NextFlags, [], AnlaufContext>({
  docs: {
    brief: 'What to do now by the plan, and what the rest waits for',
    fullDescription:
      'The most pressing first: what failed, what is due within two hours, then the order of the plan.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      limit: {
        kind: 'parsed',
        parse: parseCount,
        default: '5',
        brief: 'How many steps',
        placeholder: 'number',
      },
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, limit, language, json }) {
    await using stores = await openStores(this)
    const { state } = await openDeclaredResponse(this, stores, caseId)
    if (state.plan === undefined) throw noPlan(caseId)
    const next = nextSteps(state, { now: this.now().toISOString(), limit })
    if (json) return printJson(this, { case: caseId, exercise: state.case.exercise, seq: state.seq, ...next })
    const mark = state.case.exercise ? (language === 'de' ? ' – ÜBUNG' : ' – EXERCISE') : ''
    printLines(this, [`${caseId}: ${state.case.title}${mark}`, ...stepLines(next, { language, caseId })])
  },
})
