import type { Words } from '../estate/index.ts'
import { type Circumstances, type DeskRefusal, deskRefusal } from './commands.ts'
import {
  claimsInForce,
  type Desk,
  type DraftState,
  isExpired,
  maxAgeHours,
  stageOfDraft,
  validApprovals,
} from './desk.ts'
import { approversText, isForSite } from './content/audience.ts'
import { formProblem } from './content/form.ts'
import { correctionFindings, correctionProblem } from './decide-draft.ts'
import { checkContent, movedFindings } from './content/check-content.ts'
import { type Fact, factsOf } from './content/facts.ts'
import { claimsOf, type Draft, draftHash, hasTimesOfPublication } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { newsSince } from './news-since.ts'
import { serviceStates } from './service-states.ts'
import { factsNamed, filledIn } from './slots.ts'

/** Publishes what the right two people approved, if everything that was checked for the draft still holds now. */
export function decidePublication(
  desk: Desk,
  update: string,
  { estate, now, told, reached }: Circumstances,
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
      `It needs ${approversText(draft)}. A changed text or claim voids earlier approvals.`,
    )
  }
  const circumstance = {
    desk,
    estate,
    now,
    ...(told !== undefined && { told }),
    ...(reached !== undefined && { reached }),
  }
  const findings = [
    ...movedFindings(draft, circumstance),
    ...checkContent(draft, circumstance),
    ...correctionFindings(desk, draft, estate),
  ]
  if (findings.length > 0) {
    return deskRefusal(
      'bad-text',
      `"${update}" held when it was drafted; it does not any more: ${findings.length} finding${findings.length === 1 ? '' : 's'}.`,
      'Mend every finding, draft again and have it approved.',
      findings,
    )
  }
  const untrue =
    untrueNow(desk, draft) ?? promiseRanOut(desk, draft, now) ?? overtaken(desk, draft, circumstance)
  if (untrue !== undefined) return untrue
  const contentHash = draftHash(desk.case.id, draft, claims)
  const times = timesOfPublication(desk, draft, now)
  const facts = factsFor(desk, draft, times.nextBy)
  const open = openFact(draft, facts)
  if (open !== undefined) {
    return deskRefusal(
      'bad-text',
      `"${update}" cannot be filled from the records: ${open}`,
      'Write an update that says it.',
    )
  }
  const text = filledIn(draft.text, claimsOf(draft, claims), facts)
  if (!isForSite(draft)) return [{ type: 'update.handedOut', update, text, contentHash }]
  const states = Object.fromEntries(serviceStates(desk.case, estate, desk.services))
  return [{ type: 'update.published', update, ...times, text, contentHash, states }]
}

function untrueNow(desk: Desk, { kind, update }: DraftState): DeskRefusal | undefined {
  if (kind === 'holding' && desk.published.length > 0) {
    return deskRefusal(
      'bad-text',
      `"${update}" is a first word, and update ${desk.published.length} went out before.`,
      'Write an update that says what is known now.',
    )
  }
  const news = kind === 'no-news' ? newsSince(desk) : undefined
  return news === undefined
    ? undefined
    : deskRefusal('bad-text', `"No news" would not be true: ${news}.`, 'Write an update that says it.')
}

function promiseRanOut({ published }: Desk, draft: DraftState, now: Date): DeskRefusal | undefined {
  const isCarried = isForSite(draft) && draft.nextBy === undefined && !hasTimesOfPublication(draft)
  if (!isCarried || Date.parse(published.at(-1)?.nextBy ?? '') > now.getTime()) return undefined
  return deskRefusal(
    'not-approved',
    'The promise of the last update ran out, and this text gives none.',
    'Publish an update first, or draft this one with "next-by".',
  )
}

/** Another text went out after this one was drafted: what came later must not know less, or correct the same again. */
function overtaken(
  desk: Desk,
  draft: DraftState,
  { estate, now }: Pick<Circumstances, 'estate' | 'now'>,
): DeskRefusal | undefined {
  const problem = formProblem(desk, draft, estate, now) ?? correctionProblem(desk, draft.corrects)
  return problem === undefined ? undefined : deskRefusal('bad-form', problem.message, problem.hint)
}

/** Those of the draft; of a text approved beforehand those of the moment; without a promise the one in force. */
export function timesOfPublication(
  { published }: Desk,
  draft: Draft,
  now: Date,
): { readonly asOf: string; readonly nextBy: string } {
  const at = now.toISOString()
  if (hasTimesOfPublication(draft)) {
    return { asOf: at, nextBy: new Date(now.getTime() + (draft.everyHours ?? 0) * 3_600_000).toISOString() }
  }
  return { asOf: draft.asOf ?? at, nextBy: draft.nextBy ?? published.at(-1)?.nextBy ?? '' }
}

/** The facts that a draft may use, at the moment it goes out. */
export function factsFor(desk: Desk, { names }: Draft, nextBy: string): ReadonlyMap<string, Fact> {
  return names === undefined ? new Map() : factsOf(desk.case, names, nextBy)
}

function openFact({ text }: Draft, facts: ReadonlyMap<string, Fact>): string | undefined {
  for (const name of new Set([...factsNamed(text.de), ...factsNamed(text.en)])) {
    const fact = facts.get(name)
    if (fact === undefined) return `nothing fills {fact:${name}}.`
    if ('missing' in fact) return fact.missing
  }
  return undefined
}

/** A draft as it would be read if it went out now; a fact that cannot be told stays a slot. */
export function shownText(desk: Desk, draft: Draft, now: Date): Words {
  const { nextBy } = timesOfPublication(desk, draft, now)
  return filledIn(draft.text, claimsOf(draft, claimsInForce(desk)), factsFor(desk, draft, nextBy))
}
