import { checkTexts } from './checks/check-draft.ts'
import { type Circumstances, type DeskRefusal, deskRefusal } from './commands.ts'
import {
  claimsInForce,
  correctionTasks,
  type Desk,
  isExpired,
  maxAgeHours,
  stageOfDraft,
  validApprovals,
} from './desk.ts'
import { claimsOf, draftHash } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { publicRoles } from './roles.ts'
import { serviceStates } from './service-states.ts'
import { filledIn } from './slots.ts'

/** Publishes what the right two people approved, if everything that was checked for the draft still holds now. */
export function decidePublication(
  desk: Desk,
  update: string,
  { estate, now }: Circumstances,
): readonly DeskEvent[] | DeskRefusal {
  const draft = desk.drafts.get(update)
  if (draft === undefined) {
    const names = [...desk.drafts.keys()].join(', ') || 'none'
    return deskRefusal('unknown-update', `There is no draft "${update}".`, `Drafts: ${names}.`)
  }
  if (isExpired(draft, now)) {
    return deskRefusal(
      'not-approved',
      `"${update}" is out of date: its promise ran out, or its knowledge is older than ${maxAgeHours} hours.`,
      'Draft it again with new times and have it approved.',
    )
  }
  const claims = claimsInForce(desk)
  if (stageOfDraft(desk, draft, now) !== 'approved') {
    const by = validApprovals(desk, draft, now).map(({ person, role }) => `${person} (${role})`)
    return deskRefusal(
      'not-approved',
      `"${update}" is not approved as it reads now. Approved by: ${by.join(', ') || 'nobody'}.`,
      `It needs two people with two keys: ${publicRoles.words.join(' or ')}, and ${publicRoles.law.join(' or ')}. A changed text or claim voids earlier approvals.`,
    )
  }
  const findings = checkTexts(draft.text, {
    case: desk.case,
    estate,
    services: desk.services,
    claims: [...claims.values()],
  })
  if (findings.length > 0) {
    return deskRefusal(
      'bad-text',
      `"${update}" held when it was drafted; it does not any more: ${findings.length} finding${findings.length === 1 ? '' : 's'}.`,
      'Mend every finding, draft again and have it approved.',
      findings,
    )
  }
  if (draft.kind === 'no-news') {
    const news = newsSince(desk)
    if (news !== undefined) {
      return deskRefusal('bad-text', `"No news" would not be true: ${news}.`, 'Write an update that says it.')
    }
  }
  const at = now.toISOString()
  const { asOf = at, nextBy = new Date(now.getTime() + (draft.everyHours ?? 0) * 3_600_000).toISOString() } =
    draft
  return [
    {
      type: 'update.published',
      update,
      asOf,
      nextBy,
      text: filledIn(draft.text, claimsOf(draft, claims)),
      contentHash: draftHash(desk.case.id, draft, claims),
      states: Object.fromEntries(serviceStates(desk.case, estate, desk.services)),
    },
  ]
}

/** What happened since the last word to the public; undefined when there is truly nothing. */
export function newsSince(desk: Desk): string | undefined {
  const last = desk.published.at(-1)
  if (last === undefined) return 'nothing was published yet'
  const task = correctionTasks(desk)[0]
  if (task !== undefined) return `update ${task.number} has to be corrected (claim "${task.claim}")`
  const since = last.at
  const released = [...desk.case.units.values()].filter((unit) => (unit.released?.at ?? '') > since).length
  if (released > 0) {
    return `${released} of ${desk.case.units.size} customers were released after update ${last.number}`
  }
  if ((desk.case.isolation?.at ?? '') > since) return `isolation was proved after update ${last.number}`
  const changed = [...desk.claims].find(([, { inForce }]) => inForce !== undefined && inForce.at > last.at)
  return changed === undefined
    ? undefined
    : `the claim "${changed[0]}" was stated after update ${last.number}`
}
