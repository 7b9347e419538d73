import { buildCommand } from '@stricli/core'

import { inquiryFigures } from '../../../../adapters/database/index.ts'
import { closingFigures } from '../../../../core/messages/index.ts'
import { closingCriteria, customersReached } from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseTime } from '../../flags/flag-values.ts'
import { formatTime, printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf } from '../plan/access.ts'
import { languageFlag } from '../../flags/language.ts'

interface CloseFlags {
  readonly case: string
  readonly dryRun: boolean
  readonly person?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseClose = buildCommand<CloseFlags, [], AnlaufContext>({
  docs: {
    brief: 'End a case, when every condition for its end holds',
    fullDescription:
      'Every stage done or left out with a reason, every tenant that was hit released and, where the plan tells by name, told; no decision to be looked at again, no alarm, no change of the plan without signatures, a review with a date. With --dry-run the conditions are shown only.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      dryRun: { kind: 'boolean', default: false, brief: 'Show the conditions, close nothing' },
      person: personFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, dryRun, person, language, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const criteria = closingCriteria(session.state, this.now().toISOString())
    const reached = customersReached(session.state)
    const { promises, breaches } = await inquiryFigures(stores.database, this.now(), caseId)
    const inquiries = { promises, breaches }
    if (!dryRun) {
      await session.execute({ command: 'closeCase', person: personOf(this, person) }, signature(this, person))
    }
    if (json)
      return printJson(this, {
        case: caseId,
        status: session.state.case.status,
        criteria,
        reached,
        inquiries,
      })
    printLines(this, [
      ...criteria.map(
        ({ name, open }) =>
          `${open.length === 0 ? 'ok   ' : language === 'de' ? 'offen' : 'open '} ${name[language]}${open.length === 0 ? '' : `: ${open.slice(0, 5).join(', ')}${open.length > 5 ? ` … ${open.length}` : ''}`}`,
      ),
      closingFigures(language, reached, inquiries),
      ...(dryRun ? [] : [`The case ${caseId} is closed.`]),
    ])
  },
})

export const caseReview = buildCommand<
  { case: string; until: Date; person?: string; json: boolean },
  [],
  AnlaufContext
>({
  docs: { brief: 'Look back at the case: set until when the review is done' },
  parameters: {
    flags: {
      case: caseFlag,
      until: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'Date of the review (ISO 8601)',
        placeholder: 'time',
      },
      person: personFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, until, person, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const by = personOf(this, person)
    await session.execute(
      { command: 'beginReview', person: by, until: until.toISOString() },
      signature(this, person),
    )
    if (json) return printJson(this, { case: caseId, until: until.toISOString() })
    printLines(this, [`Review of ${caseId} until ${formatTime(until.toISOString())}.`])
  },
})
