import { smtpMessenger, webhookMessenger } from '../../../../adapters/messengers/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import {
  type AlarmEvent,
  alarmMessage,
  type AlarmMessage,
  type ChannelOutcome,
  deliveriesTo,
  type ResponseSession,
  type Roster,
  rosterDigest,
} from '../../../../core/response/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { signature } from '../access.ts'

type Called = Extract<AlarmEvent, { type: 'alarm.called' }>

export interface MadeCall extends Called {
  readonly outcomes: readonly ChannelOutcome[]
}

/**
 * Raises the alarm for whoever asks to open a gate alone, makes every call that is due and says in the log what became of each. A call is claimed before anything is sent, so
 * that two programs do not make it twice; one whose program died on the way is made again two minutes later.
 */
export async function callOut(
  context: AnlaufContext,
  session: ResponseSession,
  roster: Roster,
): Promise<readonly MadeCall[]> {
  requireSame(session, roster)
  await session.execute({ command: 'alarmOverrides' }, signature(context))
  const due = await session.execute({ command: 'callDue' }, signature(context))
  const calls = due.filter((event) => event.type === 'alarm.called')
  return Promise.all(calls.map((call) => make(context, session, roster, call)))
}

function requireSame({ state }: ResponseSession, roster: Roster): void {
  if (state.force.roster?.digest === rosterDigest(roster)) return
  throw new AnlaufError('input-invalid', 'This roster is not the one that the case has.', {
    hint: `Take it first: anlauf case roster --case ${state.case.id} --take FILE`,
  })
}

async function make(
  context: AnlaufContext,
  session: ResponseSession,
  roster: Roster,
  call: Called,
): Promise<MadeCall> {
  const { state } = session
  const person = roster.people.find(({ id }) => id === call.person)
  const { exercise, title, id } = state.case
  const alarm = state.force.alarms.get(call.alarm)
  const { exerciseMail } = roster
  const outcomes =
    person === undefined
      ? []
      : await Promise.all(
          deliveriesTo(person, { exercise, ...(exerciseMail !== undefined && { exerciseMail }) }).map(
            async (delivery): Promise<ChannelOutcome> => {
              if ('outcome' in delivery) return delivery
              const message = alarmMessage({
                caseId: id,
                title,
                reason: alarm?.reason ?? '',
                role: call.role,
                person,
                exercise,
                isOverride: alarm?.request !== undefined,
              })
              return send(context, delivery, message)
            },
          ),
        )
  await session.execute(
    { command: 'reportCall', alarm: call.alarm, call: call.call, outcomes },
    signature(context),
  )
  return { ...call, outcomes }
}

async function send(
  { process }: AnlaufContext,
  { channel, to }: { readonly channel: ChannelOutcome['channel']; readonly to: string },
  message: AlarmMessage,
): Promise<ChannelOutcome> {
  const { ANLAUF_SMTP_URL: url = '', ANLAUF_MAIL_FROM: from = '', ANLAUF_SMTP_TLS: tls } = process.env
  if (channel === 'mail' && (url === '' || from === '')) {
    return { channel, outcome: 'failed', detail: 'ANLAUF_SMTP_URL or ANLAUF_MAIL_FROM is not set' }
  }
  try {
    await (channel === 'mail' ? smtpMessenger({ url, from, tls }) : webhookMessenger)({ to, ...message })
    return { channel, outcome: 'sent' }
  } catch (error) {
    return { channel, outcome: 'failed', detail: error instanceof Error ? error.message : 'failed' }
  }
}
