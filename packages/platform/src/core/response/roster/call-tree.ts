import type { Role } from '../../emergency-plan/index.ts'
import { chainOf, type Roster } from './roster.ts'

/**
 * The list to call by, as plain text that prints on paper: for each role who is called first, who then, on which
 * number. `mark` is set on top of it in an exercise.
 */
export function callTree(
  roster: Roster,
  {
    roles,
    language,
    today,
    mark,
  }: { roles: readonly Role[]; language: 'de' | 'en'; today: string; mark?: string },
): readonly string[] {
  const say = words[language]
  const person = new Map(roster.people.map((one) => [one.id, one]))
  const { deputyHours, allHours, managementHours } = roster.timers
  const minutes = (hours: number): string => String(Math.round(hours * 60))
  return [
    ...(mark === undefined ? [] : [mark, '']),
    `${say.title} – ${today}`,
    say.rule(minutes(deputyHours), minutes(allHours), minutes(managementHours)),
    '',
    ...roles.flatMap((role) => [
      role,
      ...chainOf(roster.people, role).map((id, at) => {
        const one = person.get(id)
        const ways = (one?.channels ?? []).map(({ kind, to }) => `${say.kinds[kind]} ${to}`).join(' · ')
        return `  ${at + 1}. ${one?.name ?? id} (${id}) – ${ways || say.none}   [ ] ${say.reached} ____:____`
      }),
      '',
    ]),
    say.notReached,
  ]
}

const words = {
  de: {
    title: 'Anrufliste',
    rule: (deputy: string, all: string, management: string) =>
      `Wer nach ${deputy} Minuten nicht geantwortet hat: die Vertretung anrufen. Nach ${all} Minuten alle der Rolle, nach ${management} die Leitung.`,
    kinds: { mobile: 'Mobil', phone: 'Telefon', mail: 'Mail', webhook: 'Webhook', letter: 'Brief' },
    none: 'kein Weg',
    reached: 'erreicht um',
    notReached: 'Nicht erreicht: _______________________________________________',
  },
  en: {
    title: 'Call list',
    rule: (deputy: string, all: string, management: string) =>
      `Whoever has not answered after ${deputy} minutes: call the deputy. After ${all} minutes everybody of the role, after ${management} the management.`,
    kinds: { mobile: 'mobile', phone: 'phone', mail: 'mail', webhook: 'webhook', letter: 'letter' },
    none: 'no way',
    reached: 'reached at',
    notReached: 'Not reached: _______________________________________________',
  },
} as const
