import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../../core/failure.ts'
import { shownText } from '../../../../core/messages/index.ts'
import {
  type InstanceView,
  missingText,
  planView,
  type PlanView,
  type StageStatus,
  type StageView,
} from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { formatTime, printJson, printLines } from '../../terminal/output.ts'
import { caseFlag } from '../access.ts'
import { jsonFlag, openDeclaredResponse } from './access.ts'
import { languageFlag } from '../../flags/language.ts'

interface PlanFlags {
  readonly case: string
  readonly all: boolean
  readonly language: 'de' | 'en'
  readonly json: boolean
}

type Language = 'de' | 'en'

export const casePlan = buildCommand<PlanFlags, [], AnlaufContext>({
  docs: {
    brief: 'How every stage of the plan stands, and why',
    fullDescription:
      'Follows from the log alone. Marked "by facts" is what the engine proved; "ahead" is done before what the plan wants first; "again" was done, and something joined since.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      all: {
        kind: 'boolean',
        default: false,
        brief: 'Every tenant, service and system, also those that are done',
      },
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, all, language, json }) {
    await using stores = await openStores(this)
    const { state } = await openDeclaredResponse(this, stores, caseId)
    const instances = all ? Number.MAX_SAFE_INTEGER : 5
    const view = planView(state, { now: this.now().toISOString(), instances })
    if (view === undefined) throw noPlan(caseId, state.unreadable?.why)
    if (json) return printJson(this, view)
    printLines(this, describe(view, language, all))
  },
})

export function noPlan(caseId: string, why?: string): AnlaufError {
  return new AnlaufError(
    'not-found',
    why === undefined
      ? `The case ${caseId} follows no plan.`
      : `The plan of ${caseId} cannot be read: ${why}.`,
    { hint: `Adopt one: anlauf case adopt --case ${caseId} --plan FILE --estate FILE` },
  )
}

export const statusWords: Readonly<Record<Language, Readonly<Record<StageStatus, string>>>> = {
  en: {
    blocked: 'waits',
    ready: 'to do',
    started: 'started',
    done: 'done',
    skipped: 'left out',
    failed: 'failed',
  },
  de: {
    blocked: 'wartet',
    ready: 'zu tun',
    started: 'begonnen',
    done: 'erledigt',
    skipped: 'ausgelassen',
    failed: 'gescheitert',
  },
}

function describe(view: PlanView, language: Language, all: boolean): string[] {
  const { plan, stages, stagesDone, proposed } = view
  const say = statusWords[language]
  const mark = view.exercise ? (language === 'de' ? ' – ÜBUNG' : ' – EXERCISE') : ''
  return [
    `${view.case}: ${printName(plan.title[language])} ${plan.version}${mark}`,
    `  ${stagesDone}/${stages.length} ${say.done}; ${formatTime(plan.adoptedAt)}, ${plan.digest.slice(0, 16)}`,
    ...(proposed === undefined
      ? []
      : [
          `  ${proposed.version} (${proposed.digest.slice(0, 16)}): ${printName(proposed.reason)} – ${proposed.signedBy.join(', ') || '0'}/2`,
        ]),
    '',
    ...stages.flatMap((stage) => stageLines(stage, language, all)),
  ]
}

function stageLines(stage: StageView, language: Language, all: boolean): string[] {
  const { id, title, status, counts, instances, forEach } = stage
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const figures = forEach === undefined ? '' : ` (${counts.done + counts.skipped}/${total})`
  const head = `${statusWords[language][status].padEnd(11)} ${id}: ${printName(title[language])}${figures}`
  const shown = instances.filter((one) => all || isOnTurn(one))
  const needs = instances[0]?.missing.filter(({ kind }) => kind === 'needs') ?? []
  if (!all && status === 'blocked') {
    return [head, `              ${needs.map((one) => missingText(one, language)).join('; ')}`]
  }
  return [
    head,
    ...shown.map((one) => `              ${instanceLine(one, language, forEach !== undefined)}`),
    ...rest(total, shown, stage),
  ]
}

function isOnTurn({ status }: InstanceView): boolean {
  return status === 'ready' || status === 'started' || status === 'failed'
}

function rest(total: number, shown: readonly InstanceView[], { counts, forEach }: StageView): string[] {
  const open = total - counts.done - counts.skipped - shown.length
  return forEach !== undefined && open > 0 ? [`              … ${open}`] : []
}

function instanceLine(one: InstanceView, language: Language, isNamed: boolean): string {
  const notes = [
    ...(one.byFacts ? [language === 'de' ? 'durch Nachweise' : 'by facts'] : []),
    ...one.shownBy.map(({ fact, seq }) => `${shownText(fact, language)} #${seq}`),
    ...(one.isAhead ? [language === 'de' ? 'vor der Reihe' : 'ahead'] : []),
    ...(one.againFor === undefined
      ? []
      : [
          `${language === 'de' ? 'noch einmal' : 'again'}${one.againFor.length > 0 ? `: ${one.againFor.join(', ')}` : ''}`,
        ]),
    ...(one.by === undefined ? [] : [printName(one.by)]),
    ...(one.reason === undefined ? [] : [printName(one.reason)]),
    ...one.missing.map((missing) => missingText(missing, language)),
  ]
  const name = isNamed
    ? `${one.element ?? ''} ${statusWords[language][one.status]}`
    : statusWords[language][one.status]
  return notes.length === 0 ? name : `${name} – ${notes.join('; ')}`
}
