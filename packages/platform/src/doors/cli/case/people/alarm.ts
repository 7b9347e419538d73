import { setTimeout as sleep } from 'node:timers/promises'

import { buildCommand, buildRouteMap } from '@stricli/core'

import { openAlarm, openRoles, type ResponseSession } from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf, reasonFlag } from '../plan/access.ts'
import type { Role } from '../../../../core/emergency-plan/index.ts'
import { parseRole, readRosterFile, rosterFlag } from './access.ts'
import { callOut, type MadeCall } from './call-out.ts'

interface Flags {
  readonly case: string
  readonly roster: string
  readonly watch: boolean
  readonly json: boolean
}

/** Often enough that a timer of minutes is met, seldom enough that nobody notices. */
const everyMs = 15_000

const flags = {
  case: caseFlag,
  roster: rosterFlag,
  watch: { kind: 'boolean', default: false, brief: 'Stay and call on until every role has answered' },
  json: jsonFlag,
} as const

const raise = buildCommand<
  Flags & { reason: string; role?: readonly Role[]; person?: string },
  [],
  AnlaufContext
>({
  docs: {
    brief: 'Call the task force: holders at once, deputies when nobody answers in time',
    fullDescription:
      'Mail goes through the server of ANLAUF_SMTP_URL, from ANLAUF_MAIL_FROM; smtps:// is TLS, smtp:// insists on STARTTLS except on this machine (ANLAUF_SMTP_TLS: none, starttls, implicit); webhooks are posted to; telephones are listed to be called by hand. In an exercise nothing reaches a real address: mail goes to exerciseMail of the roster, the rest is withheld.',
  },
  parameters: {
    flags: {
      ...flags,
      reason: reasonFlag,
      role: {
        kind: 'parsed',
        parse: parseRole,
        optional: true,
        variadic: true,
        brief: 'Only this role (repeatable; default: all that the plan needs)',
        placeholder: 'role',
      },
      person: personFlag,
    },
  },
  async func({ role, reason, person, ...rest }) {
    const roster = readRosterFile(rest.roster)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, rest.case)
    const by = personOf(this, person)
    await session.execute(
      { command: 'raiseAlarm', reason, person: by, ...(role !== undefined && { roles: role }) },
      signature(this, person),
    )
    await run(this, session, rest, () => callOut(this, session, roster))
  },
})

const tick = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief:
      'Make the calls that are due now: deputies after 5 minutes, everybody after 10, the management after 20',
    fullDescription:
      'Start it every minute, or once with --watch. What was called is in the log: no call is made twice.',
  },
  parameters: { flags },
  async func(rest) {
    const roster = readRosterFile(rest.roster)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, rest.case)
    await run(this, session, rest, () => callOut(this, session, roster))
  },
})

const end = buildCommand<{ case: string; reason: string; person?: string; json: boolean }, [], AnlaufContext>(
  {
    docs: { brief: 'End the alarm; nobody is called any more' },
    parameters: { flags: { case: caseFlag, reason: reasonFlag, person: personFlag, json: jsonFlag } },
    async func({ case: caseId, reason, person, json }) {
      await using stores = await openStores(this)
      const session = await openDeclaredResponse(this, stores, caseId)
      const by = personOf(this, person)
      await session.execute({ command: 'endAlarm', reason, person: by }, signature(this, person))
      if (json) return printJson(this, { case: caseId, ended: true })
      printLines(this, [`The alarm of ${caseId} is ended: ${reason}`])
    },
  },
)

export const alarmRoutes = buildRouteMap({
  docs: { brief: 'Call the task force and keep calling until somebody of every role answers' },
  routes: { raise, tick, end },
})

async function run(
  context: AnlaufContext,
  session: ResponseSession,
  { case: caseId, watch, json }: Flags,
  callOnce: () => Promise<readonly MadeCall[]>,
): Promise<void> {
  for (;;) {
    const calls = await callOnce()
    const open = unanswered(session)
    if (json) printJson(context, { case: caseId, calls: calls.map(callOf), unanswered: open })
    else if (calls.length > 0 || !watch) printLines(context, lines(session, calls, open))
    if (!watch || open.length === 0) return
    await sleep(everyMs, undefined, { signal: context.signal })
    await session.refresh()
    if (openAlarm(session.state) === undefined) return
  }
}

function unanswered({ state }: ResponseSession): readonly Role[] {
  const alarm = openAlarm(state)
  const { roster } = state.force
  return alarm === undefined || roster === undefined ? [] : openRoles(alarm, roster)
}

function callOf({ person, role, step, outcomes }: MadeCall): unknown {
  return { person, role, step, outcomes }
}

function lines({ state }: ResponseSession, calls: readonly MadeCall[], open: readonly Role[]): string[] {
  const mark = state.case.exercise ? ' – ÜBUNG / EXERCISE: nothing reaches a real address' : ''
  return [
    `${state.case.id}: ${calls.length} calls${mark}`,
    ...calls.map(
      ({ person, role, outcomes }) =>
        `  ${person} (${role}): ${outcomes.map(({ channel, outcome, detail }) => `${channel} ${outcome}${detail === undefined ? '' : ` (${detail})`}`).join(', ') || 'no way to reach'}`,
    ),
    open.length === 0 ? 'Every role answered.' : `No answer yet for: ${open.join(', ')}`,
    ...(open.length === 0
      ? []
      : [`Who answers: anlauf case acknowledge --case ${state.case.id} --person NAME`]),
  ]
}
