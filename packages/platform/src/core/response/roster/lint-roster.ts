import type { EmergencyPlan, Role } from '../../emergency-plan/index.ts'
import type { Words } from '../../estate/index.ts'
import { chainOf, type Roster, type RosterPerson } from './roster.ts'

/** What would hurt in the night, though the file is right. */
export interface RosterFinding {
  readonly rule: string
  /** A person, a role, or `roster`. */
  readonly at: string
  readonly message: Words
}

/** Days after which a printed copy is no longer believed. */
const printDays = 90

/** Gaps of a roster, by the plan it has to serve. `today` is a date; `estateDomains` are mail domains that we run. */
export function lintRoster(
  roster: Roster,
  {
    plan,
    today,
    estateDomains = [],
  }: { readonly plan?: EmergencyPlan; readonly today: string; readonly estateDomains?: readonly string[] },
): readonly RosterFinding[] {
  const inside = new Set([...roster.houseDomains, ...estateDomains.map((domain) => domain.toLowerCase())])
  const asked =
    plan === undefined ? [...new Set(roster.people.flatMap(({ roles }) => roles))] : rolesAsked(plan)
  return [
    ...asked.flatMap((role) => roleFindings(roster, role)),
    ...roster.people.flatMap((person) => personFindings(person, inside, plan)),
    ...sharedChannels(roster),
    ...printFindings(roster, today),
  ]
}

/** Roles that a plan gives work to. */
export function rolesAsked({ stages }: EmergencyPlan): readonly Role[] {
  const roles = stages.flatMap(({ actions }) =>
    actions.flatMap((action) =>
      action.kind === 'task' ? [action.assign] : action.kind === 'approve' ? action.roles : [],
    ),
  )
  return [...new Set(roles)]
}

function roleFindings({ people }: Roster, role: Role): readonly RosterFinding[] {
  const chain = chainOf(people, role)
  if (chain.length >= 2) return []
  return [
    chain.length === 0
      ? {
          rule: 'role-vacant',
          at: role,
          message: { de: `Niemand hat die Rolle ${role}.`, en: `Nobody has the role ${role}.` },
        }
      : {
          rule: 'no-deputy',
          at: role,
          message: { de: `${role} hat keine Vertretung.`, en: `${role} has no deputy.` },
        },
  ]
}

function personFindings(
  { id, roles, deputyFor, channels, passkeys }: RosterPerson,
  inside: ReadonlySet<string>,
  plan: EmergencyPlan | undefined,
): readonly RosterFinding[] {
  const outside = channels.filter(({ kind, to }) => !(kind === 'mail' && isInside(to, inside)))
  const atOnce = outside.filter(({ kind }) => kind !== 'letter')
  const signing = new Set(
    (plan?.stages ?? []).flatMap(({ actions }) =>
      actions.flatMap((action) => (action.kind === 'approve' ? action.roles : [])),
    ),
  )
  const signs = [...roles, ...deputyFor].some((role) => signing.has(role))
  const found = (rule: string, de: string, en: string): RosterFinding => ({
    rule,
    at: id,
    message: { de, en },
  })
  return [
    ...(channels.length > 0 && atOnce.length === 0
      ? [
          found(
            'only-inside',
            `${id} ist nur über ein Postfach erreichbar, das mit dem Angriff ausfällt.`,
            `${id} can only be reached by a mailbox that falls with the attack.`,
          ),
        ]
      : []),
    ...(channels.length === 0
      ? [found('no-channel', `${id} hat keinen Weg, auf dem man anruft.`, `${id} has no way to be called.`)]
      : []),
    ...(atOnce.length > 0 && !atOnce.some(({ kind }) => kind === 'mobile' || kind === 'phone')
      ? [
          found(
            'no-phone',
            `${id} hat kein Telefon: Mail weckt nachts niemanden.`,
            `${id} has no telephone: mail wakes nobody.`,
          ),
        ]
      : []),
    ...(signs && passkeys < 2
      ? [
          found(
            'few-passkeys',
            `${id} unterschreibt und hat ${passkeys} Passkeys; zwei, falls einer fehlt.`,
            `${id} signs and has ${passkeys} passkeys; have two, in case one is lost.`,
          ),
        ]
      : []),
    ...(roles.length > 3
      ? [found('too-many-roles', `${id} hat ${roles.length} Rollen.`, `${id} has ${roles.length} roles.`)]
      : []),
  ]
}

function isInside(address: string, inside: ReadonlySet<string>): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return [...inside].some((own) => domain === own || domain.endsWith(`.${own}`))
}

/** Two people behind one number are one person at night. */
function sharedChannels({ people }: Roster): readonly RosterFinding[] {
  const owners = Map.groupBy(
    people.flatMap(({ id, channels }) =>
      channels.map(({ to }) => ({ id, to: to.replaceAll(/[ ()/-]/g, '') })),
    ),
    ({ to }) => to,
  )
  return [...owners.values()].flatMap((rows) => {
    const ids = [...new Set(rows.map(({ id }) => id))]
    if (ids.length < 2) return []
    const names = ids.join(', ')
    const message = {
      de: `${names} haben denselben Anschluss.`,
      en: `${names} have the same number or address.`,
    }
    return [{ rule: 'shared-channel', at: ids[0] ?? 'roster', message }]
  })
}

function printFindings({ printed }: Roster, today: string): readonly RosterFinding[] {
  const age = printed === undefined ? undefined : (Date.parse(today) - Date.parse(printed)) / 86_400_000
  if (age !== undefined && age <= printDays) return []
  const message =
    age === undefined
      ? { de: 'Die Liste wurde nie gedruckt.', en: 'The list was never printed.' }
      : {
          de: `Der Ausdruck ist ${Math.floor(age)} Tage alt.`,
          en: `The printed copy is ${Math.floor(age)} days old.`,
        }
  return [{ rule: 'not-printed', at: 'roster', message }]
}
