import { type ResponseRefusal, refuse } from './refusal.ts'
import { toRevisit } from './decisions/decisions.ts'
import type { SeenEvent } from './events.ts'
import { openAlarm } from './alarm/decide-alarm.ts'
import { asksToTell, untoldCustomers } from './said/customers-told.ts'
import { standingsOf } from './stages/standings.ts'
import type { ResponseState } from './state.ts'
import type { Words } from '../estate/index.ts'

export type CloseCommand =
  | { readonly command: 'beginReview'; readonly person: string; readonly until: string }
  | { readonly command: 'closeCase'; readonly person: string }

/** One condition for the end of a case, and what it still lacks. */
export interface Criterion {
  readonly name: Words
  readonly open: readonly string[]
}

/** Everything that has to hold before a case ends. `without` leaves out the review itself. */
export function closingCriteria(state: ResponseState, now: string): readonly Criterion[] {
  const stages = [...standingsOf(state, now).values()].flatMap(({ list }) =>
    list
      .filter(({ status }) => status !== 'done' && status !== 'skipped')
      .map(({ instance }) => instance.key),
  )
  const affected = state.scope?.of.tenants
  const units = [...state.case.units.values()].filter(
    ({ unit }) => affected === undefined || affected.some((one) => one.id === unit && one.affected),
  )
  const alarm = openAlarm(state)
  return [
    { name: { de: 'alle Abschnitte des Plans', en: 'every stage of the plan' }, open: stages },
    {
      name: { de: 'jeder betroffene Kunde freigegeben', en: 'every tenant that was hit is released' },
      open: units.filter(({ released }) => released === undefined).map(({ unit }) => unit),
    },
    {
      name: asksToTell(state)
        ? {
            de: 'jeder betroffene Kunde namentlich benachrichtigt',
            en: 'every tenant that was hit was told by name',
          }
        : {
            de: 'namentlich benachrichtigt: kein Abschnitt eines Plans verlangt es, nichts wurde geprüft',
            en: 'told by name: no stage of a plan asks for it, nothing was checked',
          },
      open: untoldCustomers(state, now),
    },
    {
      name: { de: 'keine Entscheidung zur Wiedervorlage', en: 'no decision to be looked at again' },
      open: toRevisit(state, now).map(({ decision }) => decision),
    },
    {
      name: { de: 'kein offener Alarm', en: 'no open alarm' },
      open: alarm === undefined ? [] : [alarm.alarm],
    },
    {
      name: { de: 'keine Planänderung ohne Unterschriften', en: 'no change of the plan without signatures' },
      open: state.proposed === undefined ? [] : [state.proposed.digest.slice(0, 16)],
    },
  ]
}

export function decideClose(
  state: ResponseState,
  command: CloseCommand,
  now: string,
): readonly SeenEvent[] | ResponseRefusal {
  const open = closingCriteria(state, now).filter((one) => one.open.length > 0)
  if (command.command === 'beginReview') {
    const { person, until } = command
    return [{ type: 'review.begun', person, until }]
  }
  if (open.length > 0) {
    const what = open.map(
      ({ name, open: list }) =>
        `${name.en} (${list.slice(0, 5).join(', ')}${list.length > 5 ? ` and ${list.length - 5} more` : ''})`,
    )
    return refuse('gate-closed', 'The case cannot be closed yet.', `Missing: ${what.join('; ')}.`)
  }
  if (state.review === undefined) {
    return refuse(
      'gate-closed',
      'Nobody has looked back at the case.',
      'Set the review: anlauf case review --until TIME.',
    )
  }
  return [{ type: 'case.closed' }]
}
