import { createHash } from 'node:crypto'

import { nearest } from '../../estate/index.ts'
import { canonicalJson, type Json } from '../../evidence/index.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import type { Roster } from '../roster/roster.ts'
import type { ResponseState } from '../state.ts'
import type { AlarmCommand } from './alarm-commands.ts'
import type { Alarm, TakenRoster } from './alarm-state.ts'
import { dueCalls } from './due-calls.ts'
import { alarmOverrides, rolesCalled } from './override-alarm.ts'

type Decision = readonly SeenEvent[] | ResponseRefusal

export function decideAlarm(state: ResponseState, command: AlarmCommand, now: string): Decision {
  const { force } = state
  switch (command.command) {
    case 'takeRoster':
      return takeRoster(state, command)
    case 'raiseAlarm':
      return raise(state, command)
    case 'alarmOverrides':
      return alarmOverrides(state, now)
    case 'callDue':
      return callDue(state, now)
    case 'reportCall': {
      const { alarm, call, outcomes } = command
      const known = force.alarms.get(alarm)?.calls.find((one) => one.call === call)
      if (known === undefined)
        return refuse('out-of-order', `There is no call ${call} of ${alarm}.`, 'Nothing to report.')
      return [{ type: 'alarm.sent', alarm, call, outcomes }]
    }
    case 'acknowledge':
      return acknowledge(state, command)
    case 'endAlarm': {
      const { person, reason } = command
      const open = openAlarms(state)
      if (open.length === 0) return noAlarm()
      return open.map(({ alarm }) => ({ type: 'alarm.ended', alarm, person, reason }))
    }
    case 'takeRole': {
      const { role, person, recordedBy } = command
      const unknown = unknownPerson(force.roster, person)
      if (unknown !== undefined) return unknown
      const before = force.roles.get(role)
      if (before === undefined) return [{ type: 'role.taken', role, person, recordedBy }]
      return refuse(
        'out-of-order',
        `${before.person} has the role ${role} since ${before.since}.`,
        before.person === person
          ? 'There is nothing to do.'
          : `Hand it over: anlauf case handover --role ${role} --to ${person}.`,
      )
    }
    case 'handOver': {
      const { role, to, summary, recordedBy } = command
      const before = force.roles.get(role)
      if (before === undefined) {
        return refuse(
          'out-of-order',
          `Nobody has the role ${role} yet.`,
          `Take it: anlauf case role --role ${role} --person ${to}.`,
        )
      }
      if (before.person === to)
        return refuse('out-of-order', `${to} has the role ${role} already.`, 'Name somebody else.')
      const unknown = unknownPerson(force.roster, to)
      return unknown ?? [{ type: 'role.handedOver', role, from: before.person, to, summary, recordedBy }]
    }
  }
}

/** SHA-256 of a roster with all its addresses: who calls has to have exactly the file that the case took. */
export function rosterDigest(roster: Roster): string {
  const { timers: _timers, ...rest } = roster
  const whole = { ...rest, minutes: minutesOf(roster) }
  return createHash('sha256')
    .update(canonicalJson(whole as unknown as Json))
    .digest('hex')
}

function takeRoster(
  { force }: ResponseState,
  { roster, person }: Extract<AlarmCommand, { command: 'takeRoster' }>,
): Decision {
  const digest = rosterDigest(roster)
  if (force.roster?.digest === digest) {
    return refuse('already-adopted', 'The case has exactly this roster.', 'There is nothing to take.')
  }
  const people = roster.people.map(({ id, roles, deputyFor, languages, passkeys, channels }) => ({
    id,
    roles,
    deputyFor,
    languages,
    passkeys,
    channels: channels.map(({ kind }) => kind),
  }))
  return [{ type: 'roster.taken', digest, people, minutes: minutesOf(roster), person }]
}

function minutesOf({ timers: { deputyHours, allHours, managementHours } }: Roster): TakenRoster['minutes'] {
  const minutes = (hours: number): number => Math.round(hours * 60)
  return { deputy: minutes(deputyHours), all: minutes(allHours), management: minutes(managementHours) }
}

function raise(
  state: ResponseState,
  { reason, roles, person }: Extract<AlarmCommand, { command: 'raiseAlarm' }>,
): Decision {
  const { roster, alarms } = state.force
  if (roster === undefined) {
    return refuse('out-of-order', 'The case has no roster.', 'Take it first: anlauf case roster --take FILE.')
  }
  // One that tells of an override does not stand in the way of calling everybody.
  const open = openAlarms(state).find(({ request }) => request === undefined)
  if (open !== undefined) {
    return refuse('out-of-order', `The alarm ${open.alarm} is running.`, 'Acknowledge, or end it first.')
  }
  const called = roles ?? rolesCalled(state, roster)
  return [{ type: 'alarm.raised', alarm: `alarm-${alarms.size + 1}`, reason, roles: called, person }]
}

function callDue(state: ResponseState, now: string): Decision {
  const { roster } = state.force
  const open = openAlarms(state)
  if (open.length === 0 || roster === undefined) return noAlarm()
  return open.flatMap((one) =>
    dueCalls(one, roster, now).map(({ role, person, step }, at) => ({
      type: 'alarm.called' as const,
      alarm: one.alarm,
      call: one.calls.length + at + 1,
      role,
      person,
      step,
    })),
  )
}

function acknowledge(
  state: ResponseState,
  { person, recordedBy }: Extract<AlarmCommand, { command: 'acknowledge' }>,
): Decision {
  const { force } = state
  const open = openAlarms(state)
  if (open.length === 0) return noAlarm()
  const unknown = unknownPerson(force.roster, person)
  if (unknown !== undefined) return unknown
  const unanswered = open.filter(({ acknowledged, except }) => except !== person && !acknowledged.has(person))
  if (unanswered.length === 0) {
    return refuse(
      'out-of-order',
      `${person} has acknowledged already, or the alarm is about ${person}.`,
      'There is nothing to do.',
    )
  }
  return unanswered.map(({ alarm }) => ({ type: 'alarm.acknowledged', alarm, person, recordedBy }))
}

/** All that are running: one that somebody raised, and one for each override by a person alone. */
export function openAlarms({ force }: ResponseState): readonly Alarm[] {
  return [...force.alarms.values()].filter(({ endedAt }) => endedAt === undefined)
}

/** The newest that is running. */
export function openAlarm({ force }: ResponseState): Alarm | undefined {
  return [...force.alarms.values()].findLast(({ endedAt }) => endedAt === undefined)
}

function noAlarm(): ResponseRefusal {
  return refuse('out-of-order', 'No alarm is running.', 'Raise one: anlauf case alarm raise.')
}

function unknownPerson(roster: TakenRoster | undefined, person: string): ResponseRefusal | undefined {
  const known = (roster?.people ?? []).map(({ id }) => id)
  if (known.includes(person)) return undefined
  const guess = nearest(person, known)
  return refuse(
    'unknown-approver',
    `The roster of the case has no "${person}".`,
    guess === undefined
      ? `It has: ${known.join(', ') || 'nobody; take one first'}.`
      : `Did you mean "${guess}"?`,
  )
}
