import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { EmergencyPlan } from '../../../../core/emergency-plan/index.ts'
import {
  callTree,
  exerciseMark,
  lintRoster,
  type Roster,
  rosterView,
  type RosterView,
  rolesAsked,
} from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { readEmergencyPlan } from '../../plan/file.ts'
import { counted, formatTime, printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf } from '../plan/access.ts'
import { languageFlag } from '../../flags/language.ts'
import { readRosterFile, rosterFlag } from './access.ts'

interface RosterFlags {
  readonly case: string
  readonly take?: string
  readonly person?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseRoster = buildCommand<RosterFlags, [], AnlaufContext>({
  docs: {
    brief: 'Who carries the case: roles, deputies, who was called and who came',
    fullDescription:
      'With --take the case learns who there is. It keeps ids, roles and kinds of channels; numbers and addresses stay in the file.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      take: { ...rosterFlag, optional: true, brief: 'Roster file that the case takes over' },
      person: personFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, take, person, language, json }) {
    const roster = take === undefined ? undefined : readRosterFile(take)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const by = personOf(this, person)
    if (roster !== undefined) {
      await session.execute({ command: 'takeRoster', roster, person: by }, signature(this, person))
    }
    const now = this.now().toISOString()
    const view = rosterView(session.state, { now })
    const gaps = roster === undefined ? [] : findingsOf(roster, session.state.plan?.plan, now)
    if (json) return printJson(this, { case: caseId, roster: view ?? null, findings: gaps })
    printLines(this, [
      ...(view === undefined
        ? [`The case ${caseId} has no roster. Take one: anlauf case roster --case ${caseId} --take FILE`]
        : rosterLines(view, language)),
      ...(gaps.length === 0
        ? []
        : ['', ...gaps.map(({ at, message, rule }) => `  ${at}: ${message[language]} (${rule})`)]),
    ])
  },
})

export const rosterCheck = buildCommand<
  { plan?: string; print: boolean; exercise: boolean; language: 'de' | 'en'; json: boolean },
  [string],
  AnlaufContext
>({
  docs: {
    brief: 'Check a roster before it is needed: mistakes, gaps, the list to print',
    fullDescription:
      'Gaps: a role without deputy, somebody who can only be reached by a mailbox that falls with the attack, a signer with one passkey, a printed copy older than 90 days. With --print the list to call by, for paper.',
  },
  parameters: {
    flags: {
      plan: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Emergency plan whose roles have to be filled',
        placeholder: 'file',
      },
      print: { kind: 'boolean', default: false, brief: 'The call list instead' },
      exercise: { kind: 'boolean', default: false, brief: 'Mark the list as one of an exercise' },
      language: languageFlag,
      json: jsonFlag,
    },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Roster file', placeholder: 'file' }] },
  },
  func({ plan: planFile, print, exercise, language, json }, file) {
    const roster = readRosterFile(file)
    const plan = planFile === undefined ? undefined : readEmergencyPlan(planFile)
    const now = this.now().toISOString()
    if (print) {
      const roles =
        plan === undefined ? [...new Set(roster.people.flatMap((one) => one.roles))] : rolesAsked(plan)
      const mark = exercise ? `*** ${exerciseMark} ***` : undefined
      return printLines(
        this,
        callTree(roster, { roles, language, today: now.slice(0, 10), ...(mark !== undefined && { mark }) }),
      )
    }
    const findings = findingsOf(roster, plan, now)
    if (json) return printJson(this, { people: roster.people.length, findings })
    printLines(this, [
      `${file} has no mistakes: ${counted(roster.people.length, 'person', 'people')}.`,
      ...(findings.length === 0
        ? ['No gaps were found.']
        : [`${counted(findings.length, 'gap')} that would hurt in the night:`]),
      ...findings.map(({ at, message, rule }) => `  ${at}: ${message[language]} (${rule})`),
    ])
  },
})

function findingsOf(roster: Roster, plan: EmergencyPlan | undefined, now: string) {
  return lintRoster(roster, { today: now.slice(0, 10), ...(plan !== undefined && { plan }) })
}

export function rosterLines({ roles, alarm }: RosterView, language: 'de' | 'en'): string[] {
  const say = words[language]
  return [
    ...roles.flatMap(({ role, holder, chain, steps }) => [
      `${role}: ${holder === undefined ? say.nobody : `${printName(holder.person)}, ${say.since} ${formatTime(holder.since)}`}${steps.length > 0 ? ` – ${steps.join(', ')}` : ''}`,
      ...chain.map(
        ({ person, isDeputy, called, acknowledgedAt }) =>
          `    ${printName(person)}${isDeputy ? ` (${say.deputy})` : ''}: ${acknowledgedAt === undefined ? (called === 0 ? say.notCalled : say.called(called)) : `${say.came} ${formatTime(acknowledgedAt)}`}`,
      ),
    ]),
    ...(alarm === undefined
      ? []
      : [
          '',
          say.alarm(alarm.alarm, formatTime(alarm.at), alarm.calls, alarm.failed),
          ...(alarm.openRoles.length > 0 ? [say.open(alarm.openRoles.join(', '))] : [say.full]),
        ]),
  ]
}

const words = {
  en: {
    nobody: 'nobody yet',
    since: 'since',
    deputy: 'deputy',
    notCalled: 'not called',
    called: (count: number) => `called ${count} times, no answer`,
    came: 'answered',
    alarm: (id: string, at: string, calls: number, failed: number) =>
      `${id}, raised ${at}: ${calls} calls${failed > 0 ? `, ${failed} failed` : ''}`,
    open: (roles: string) => `Nobody answered for: ${roles}`,
    full: 'Every role answered.',
  },
  de: {
    nobody: 'noch niemand',
    since: 'seit',
    deputy: 'Vertretung',
    notCalled: 'nicht gerufen',
    called: (count: number) => `${count}-mal gerufen, keine Antwort`,
    came: 'hat geantwortet',
    alarm: (id: string, at: string, calls: number, failed: number) =>
      `${id}, ausgelöst ${at}: ${calls} Rufe${failed > 0 ? `, ${failed} gescheitert` : ''}`,
    open: (roles: string) => `Niemand hat geantwortet für: ${roles}`,
    full: 'Jede Rolle hat geantwortet.',
  },
} as const
