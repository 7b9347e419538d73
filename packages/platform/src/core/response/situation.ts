import type { Role } from '../emergency-plan/index.ts'
import type { Words } from '../estate/index.ts'
import { exerciseMark } from './alarm/alarm-message.ts'
import { openAlarm } from './alarm/decide-alarm.ts'
import { openRoles } from './alarm/due-calls.ts'
import { toRevisit } from './decisions/decisions.ts'
import { nextSteps } from './next-steps.ts'
import { countsOf } from './plan-view.ts'
import { isRestored } from './stages/engine-facts.ts'
import { countingSignatures } from './stages/genuine.ts'
import { missingText } from './stages/missing-text.ts'
import { standingsOf } from './stages/standings.ts'
import type { ResponseState } from './state.ts'

interface Asked {
  readonly language: 'de' | 'en'
  readonly now: string
  /** What happened since then is told; the state as a whole always. */
  readonly since?: string
  /** Of this role: its own steps come first. */
  readonly role?: Role
}

/**
 * Where the case stands, as lines for people: for the report to the management and for whoever takes over at the end
 * of a shift. Everything is counted from the log; nobody writes figures by hand.
 */
export function situationLines(state: ResponseState, asked: Asked): readonly string[] {
  const { language, now, since = state.case.declaredAt ?? now, role } = asked
  const say = words[language]
  const mark = state.case.exercise ? [`*** ${exerciseMark} ***`, ''] : []
  return [
    ...mark,
    role === undefined ? say.report(state.case.title) : say.handover(role, state.case.title),
    say.asOf(shortTime(now), shortTime(since), state.seq),
    '',
    say.stands,
    ...figures(state, asked).map(indented),
    ...section(say.happened, happened(state, since, language)),
    ...section(say.decided, decided(state, since, language)),
    ...section(say.failed, failed(state, now, language)),
    ...section(say.next, next(state, asked)),
    ...section(say.open, open(state, now, language)),
    ...(mark.length === 0 ? [] : ['', `*** ${exerciseMark} ***`]),
  ]
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', head, ...lines.map(indented)]
}

function indented(line: string): string {
  return `  - ${line}`
}

function figures(state: ResponseState, { language, now }: Asked): readonly string[] {
  const say = words[language]
  const all = [...standingsOf(state, now).values()].flatMap(({ list }) => list)
  const counts = countsOf(all)
  const units = [...state.case.units.values()]
  const systems = (state.scope?.of.systems ?? []).filter(({ affected }) => affected)
  const promised = state.case.updates.at(-1)?.nextBy
  return [
    say.steps(counts.done + counts.skipped, all.length, counts.started, counts.failed),
    say.systems(systems.filter(({ id }) => state.isolated.has(id)).length, systems.length),
    say.tenants(
      units.filter(isRestored).length,
      units.filter(({ released }) => released !== undefined).length,
      units.length,
    ),
    ...(promised === undefined ? [] : [say.promised(shortTime(promised))]),
  ]
}

/** What people ended since; the engine's facts are in the figures. */
function happened(state: ResponseState, since: string, language: 'de' | 'en'): readonly string[] {
  const titles = new Map((state.plan?.plan.stages ?? []).map(({ id, title }) => [id, title]))
  const rows = [...state.records].flatMap(([key, { ended }]) =>
    ended === undefined || ended.at < since ? [] : [{ key, ...ended }],
  )
  return rows
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ key, at, kind, person, reason }) => {
      const title: Words | undefined = titles.get(key.split('@')[0] ?? '')
      const why = reason === undefined ? '' : ` – ${reason}`
      return `${shortTime(at)} ${title?.[language] ?? ''} (${key}): ${words[language].ends[kind]}, ${person}${why}`
    })
}

function decided({ decisions }: ResponseState, since: string, language: 'de' | 'en'): readonly string[] {
  const say = words[language]
  return decisions
    .filter(({ at }) => at >= since)
    .map(
      ({ decision, question, chosen, reason, decidedBy, confirmedAt, supersededBy }) =>
        `${decision} ${question} → ${chosen} (${decidedBy}: ${reason})${confirmedAt === undefined ? ` – ${say.unconfirmed}` : ''}${supersededBy === undefined ? '' : ` – ${say.superseded(supersededBy)}`}`,
    )
}

function failed(state: ResponseState, now: string, language: 'de' | 'en'): readonly string[] {
  return [...standingsOf(state, now).values()].flatMap(({ list }) =>
    list
      .filter(({ status }) => status === 'failed')
      .map(
        ({ instance, round }) =>
          `${instance.stage.title[language]} (${instance.key}): ${round.ended?.reason ?? ''}`,
      ),
  )
}

function next(state: ResponseState, { language, now, role }: Asked): readonly string[] {
  const { steps, more } = nextSteps(state, { now, limit: role === undefined ? 5 : Number.MAX_SAFE_INTEGER })
  const own = role === undefined ? steps : steps.filter(({ roles }) => roles.includes(role))
  const shown = own.length > 0 ? own : steps.slice(0, 5)
  return [
    ...shown.map(({ title, keys, count, roles, missing }) => {
      const who = roles.length === 0 ? '' : ` [${roles.join(', ')}]`
      const what = missing.map((one) => missingText(one, language)).join('; ')
      return `${title[language]}${count > 1 ? ` (${count}: ${keys[0]} …)` : ''}${who} – ${what}`
    }),
    ...(more > 0 ? [words[language].more(more)] : []),
  ]
}

function open(state: ResponseState, now: string, language: 'de' | 'en'): readonly string[] {
  const say = words[language]
  const alarm = openAlarm(state)
  const { roster } = state.force
  const unanswered = alarm === undefined || roster === undefined ? [] : openRoles(alarm, roster)
  return [
    ...toRevisit(state, now).map(({ decision, question }) => say.revisit(decision, question)),
    ...(unanswered.length > 0 ? [say.unanswered(unanswered.join(', '))] : []),
    ...(state.proposed === undefined
      ? []
      : [say.proposed(state.proposed.plan.front.version, countingSignatures(state, state.proposed).length)]),
  ]
}

/** Minutes are enough between people; the log has the rest. */
function shortTime(at: string): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const words = {
  de: {
    report: (title: string) => `Lagebericht: ${title}`,
    handover: (role: string, title: string) => `Übergabe der Rolle ${role}: ${title}`,
    asOf: (now: string, since: string, seq: number) => `Stand ${now}, seit ${since}, Eintrag ${seq}`,
    stands: 'Wie es steht',
    steps: (done: number, all: number, started: number, failures: number) =>
      `Plan: ${done} von ${all} Schritten erledigt, ${started} begonnen, ${failures} gescheitert`,
    systems: (cut: number, all: number) => `Systeme: ${cut} von ${all} nachweislich getrennt`,
    tenants: (restored: number, released: number, all: number) =>
      `Kunden: ${restored} wiederhergestellt und nachgelesen, ${released} freigegeben, ${all} insgesamt`,
    promised: (by: string) => `Nächste öffentliche Meldung zugesagt bis ${by}`,
    happened: 'Was geschah',
    decided: 'Was entschieden wurde',
    failed: 'Was gescheitert ist',
    next: 'Was als Nächstes zu tun ist',
    open: 'Was offen ist',
    ends: { done: 'erledigt', skipped: 'ausgelassen', failed: 'gescheitert' },
    unconfirmed: 'noch nicht bestätigt',
    superseded: (by: string) => `ersetzt durch ${by}`,
    more: (count: number) => `und ${count} weitere`,
    revisit: (id: string, question: string) => `${id} ist wieder vorzulegen: ${question}`,
    unanswered: (roles: string) => `Auf den Alarm hat niemand geantwortet für: ${roles}`,
    proposed: (version: string, count: number) =>
      `Planänderung ${version} wartet auf Unterschriften (${count} von 2)`,
  },
  en: {
    report: (title: string) => `Situation report: ${title}`,
    handover: (role: string, title: string) => `Hand-over of the role ${role}: ${title}`,
    asOf: (now: string, since: string, seq: number) => `As of ${now}, since ${since}, entry ${seq}`,
    stands: 'Where it stands',
    steps: (done: number, all: number, started: number, failures: number) =>
      `Plan: ${done} of ${all} steps done, ${started} started, ${failures} failed`,
    systems: (cut: number, all: number) => `Systems: ${cut} of ${all} proved to be cut off`,
    tenants: (restored: number, released: number, all: number) =>
      `Tenants: ${restored} restored and verified, ${released} released, ${all} in all`,
    promised: (by: string) => `Next public update promised by ${by}`,
    happened: 'What happened',
    decided: 'What was decided',
    failed: 'What failed',
    next: 'What to do next',
    open: 'What is open',
    ends: { done: 'done', skipped: 'left out', failed: 'failed' },
    unconfirmed: 'not confirmed yet',
    superseded: (by: string) => `replaced by ${by}`,
    more: (count: number) => `and ${count} more`,
    revisit: (id: string, question: string) => `${id} has to be looked at again: ${question}`,
    unanswered: (roles: string) => `Nobody answered the alarm for: ${roles}`,
    proposed: (version: string, count: number) =>
      `The changed plan ${version} waits for signatures (${count} of 2)`,
  },
} as const
