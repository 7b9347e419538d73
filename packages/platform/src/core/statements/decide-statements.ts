import { isDeepStrictEqual } from 'node:util'

import type { Estate } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'
import { isGenuine, namedCustomer, type Signature } from '../updates/index.ts'
import { type Finding, findingHash, rolesStating } from './finding.ts'
import { findingProblem } from './finding-problem.ts'
import { countingSigners } from './signed-findings.ts'
import { see } from './signed-letters.ts'
import {
  isPromiseOver,
  type Revision,
  type StatementDesk,
  statementRoles,
  statementStage,
} from './statement-desk.ts'
import type { StatementEvent } from './statement-events.ts'

/** What somebody wants of findings and statements. Many tenants are dealt with in one command, all or none. */
export type StatementCommand =
  | {
      readonly command: 'state'
      readonly findings: readonly { readonly finding: Finding; readonly signature: string }[]
      readonly person: string
    }
  | {
      readonly command: 'draft'
      readonly drafts: readonly {
        readonly tenant: string
        readonly contentHash: string
        readonly substance: string
        readonly wording?: string
        readonly promisesEnd?: string
        readonly revision: number
      }[]
    }
  | {
      readonly command: 'approve'
      readonly approvals: readonly {
        readonly tenant: string
        readonly contentHash: string
        readonly signature: string
      }[]
      readonly person: string
    }
  | {
      readonly command: 'see'
      readonly request: string
      readonly person: string
      readonly tenants: readonly string[]
    }
  | {
      readonly command: 'post'
      readonly tenants: readonly string[]
      readonly how: 'letter' | 'registered'
      readonly postedAt: string
      readonly reference?: string
      /** Of the tenants those whose letter says something else than is known now. */
      readonly outdated: readonly string[]
      readonly outdatedAnyway?: string
    }
  | {
      /** Letters that say something else than is known now are written all the same. */
      readonly command: 'overrule'
      readonly tenants: readonly string[]
      readonly reason: string
    }
  | {
      readonly command: 'deliver'
      readonly tenant: string
      readonly deliveredAt: string
      readonly proof: string
    }

export interface StatementCircumstances {
  readonly estate: Estate
  readonly now: Date
}

/** The events of a command. Throws `input-invalid`, `not-found` or `gate-closed` for what is not allowed. Pure. */
export function decideStatements(
  desk: StatementDesk,
  command: StatementCommand,
  circumstances: StatementCircumstances,
): readonly StatementEvent[] {
  if (desk.case.status === 'none') throw refusal('No case was declared.', 'Declare the case first.')
  switch (command.command) {
    case 'state':
      return state(desk, command, circumstances)
    case 'draft':
      return command.drafts.map((draft) => {
        requireTenant(desk, draft.tenant)
        requireNext(desk, draft.tenant, draft.revision)
        return { type: 'statement.drafted', ...draft }
      })
    case 'approve':
      return approve(desk, command)
    case 'see':
      return see(desk, command, circumstances.now.toISOString())
    case 'overrule':
      return overrule(desk, command.tenants, command.reason)
    case 'post':
      return post(desk, command, circumstances.now)
    case 'deliver':
      return deliver(desk, command, circumstances.now)
  }
}

type Of<Name extends StatementCommand['command']> = Extract<StatementCommand, { readonly command: Name }>

function state(
  desk: StatementDesk,
  { findings, person }: Of<'state'>,
  { estate, now }: StatementCircumstances,
): readonly StatementEvent[] {
  const { role, keyId } = approverNamed(desk, person)
  const namesNobody = textsThatNameNobody(estate)
  return findings.map(({ finding, signature }, at) => {
    const place = placeOf(at, findings.length)
    requireSound(desk, finding, { place, namesNobody, estate, now })
    const roles: readonly string[] = rolesStating(finding)
    if (!roles.includes(role)) {
      throw refusal(`${person} (${role}) may not state this.`, `It is stated by: ${roles.join(', ')}.`)
    }
    const { tenant } = finding
    const contentHash = findingHash(desk.case.id, finding)
    const signed: Signature = { person, role, keyId, contentHash, signature }
    if (!isGenuine(desk.case, 'finding', tenant, signed)) {
      throw refusal(`The signature is not that of ${person}.`, 'Sign with the registered key.')
    }
    const known = desk.findings.get(tenant)?.get(contentHash)
    if (known !== undefined && countingSigners(known, desk.case).some((one) => one.person === person)) {
      throw refusal(`${place} (${tenant}) was signed by ${person} already.`, 'Nothing has to be done.')
    }
    return { type: 'finding.stated', finding, signed }
  })
}

function placeOf(at: number, count: number): string {
  return count === 1 ? 'The finding' : `Finding ${at + 1}`
}

/**
 * Throws `input-invalid` or `not-found` for findings that nobody may state, whoever signs: of another tenant than the
 * case has, not whole, about what the estate does not have, or naming another customer. Asked before signatures are
 * asked for, and again before each.
 */
export function requireSoundFindings(
  desk: StatementDesk,
  findings: readonly Finding[],
  circumstances: StatementCircumstances,
): void {
  const namesNobody = textsThatNameNobody(circumstances.estate)
  for (const [at, finding] of findings.entries()) {
    requireSound(desk, finding, { place: placeOf(at, findings.length), namesNobody, ...circumstances })
  }
}

/**
 * Of thousands of findings most say the same words: those that name no customer at all are looked through once. Four
 * texts of 2,000 characters about 5,000 customers took 9 s, in which nothing else is answered.
 */
function textsThatNameNobody(estate: Estate): (texts: readonly string[]) => boolean {
  const known = new Map<string, boolean>()
  return (texts) => {
    const key = JSON.stringify(texts)
    const isNobody = known.get(key) ?? namedCustomer(texts, estate) === undefined
    known.set(key, isNobody)
    return isNobody
  }
}

function requireSound(
  desk: StatementDesk,
  finding: Finding,
  {
    place,
    estate,
    now,
    namesNobody,
  }: StatementCircumstances & {
    readonly place: string
    readonly namesNobody: (texts: readonly string[]) => boolean
  },
): void {
  const { grounds, gaps, tenant } = finding
  requireTenant(desk, tenant)
  const problem = findingProblem(finding, now) ?? estateProblem(finding, estate)
  if (problem !== undefined) {
    throw refusal(`${place} (${tenant}) is not whole: ${problem}.`, 'Mend it; none was recorded.')
  }
  const texts = [grounds, gaps].flatMap((words) => (words === undefined ? [] : [words.de, words.en]))
  if (namesNobody(texts)) return
  const named = namedCustomer(texts, estate, { reader: tenant })
  if (named === undefined) return
  throw refusal(`${place} (${tenant}) names another customer: "${named}".`, 'None was recorded.')
}

function estateProblem({ service, data }: Finding, estate: Estate): string | undefined {
  if (!estate.services.some(({ id }) => id === service)) return `the estate has no service "${service}"`
  const classes = new Set(estate.datasets.flatMap((one) => (one.of === service ? one.classes : [])))
  return data === 'all' || classes.has(data)
    ? undefined
    : `in ${service} lies no data "${data}"; there are: all, ${[...classes].join(', ')}`
}

function approve(desk: StatementDesk, { approvals, person }: Of<'approve'>): readonly StatementEvent[] {
  const { role, keyId } = approverNamed(desk, person)
  const roles: readonly string[] = [...statementRoles.law, ...statementRoles.findings]
  if (!roles.includes(role)) {
    throw refusal(
      `${person} (${role}) does not approve statements.`,
      `They are approved by: ${roles.join(', ')}.`,
    )
  }
  return approvals.map(({ tenant, contentHash, signature }) => {
    const { revision } = present(desk, tenant, contentHash)
    const signed = { person, role, keyId, contentHash, signature }
    if (!isGenuine(desk.case, 'statement', tenant, signed)) {
      throw refusal(`The signature for ${tenant} is not that of ${person}.`, 'Sign with the registered key.')
    }
    return { type: 'statement.approved', tenant, revision, ...signed }
  })
}

function post(
  desk: StatementDesk,
  { tenants, how, postedAt, reference, outdated, outdatedAnyway }: Of<'post'>,
  now: Date,
): readonly StatementEvent[] {
  requirePast(postedAt, now)
  if (desk.case.exercise) {
    throw new AnlaufError('gate-closed', 'In an exercise no letter is posted.', {
      hint: 'The letters have no address; look at them, and go on with the exercise.',
    })
  }
  if (reference !== undefined && tenants.length !== 1) {
    throw refusal('A number belongs to one letter.', 'Name one tenant with it.')
  }
  const late = outdated.filter((tenant) => tenants.includes(tenant))
  if (late.length > 0 && outdatedAnyway === undefined) {
    throw new AnlaufError(
      'gate-closed',
      `${late.length} letters say something else than is known now: ${late.slice(0, 5).join(', ')}.`,
      {
        hint: 'Draft and approve them again, or say why they go out all the same.',
        context: { outdated: late.slice(0, 100) },
      },
    )
  }
  const broken = tenants.filter((tenant) => isPromiseOver(present(desk, tenant), postedAt))
  if (broken.length > 0 && outdatedAnyway === undefined) {
    throw new AnlaufError(
      'gate-closed',
      `Letters that promised a time that was over when they were posted: ${broken.length} (${broken.slice(0, 5).join(', ')}).`,
      {
        hint: 'Draft a new revision for them and have it signed; or say why they went out all the same.',
        context: { promiseOver: broken.slice(0, 100) },
      },
    )
  }
  const posted = tenants.flatMap((tenant): readonly StatementEvent[] => {
    const one = present(desk, tenant)
    if (statementStage(desk, tenant, one) === 'in review') {
      throw new AnlaufError('gate-closed', `The statement of ${tenant} is not approved; it must not leave.`, {
        hint: 'One of "dpo" and one of "forensics" sign it with "anlauf statement approve".',
      })
    }
    // A letter of before is another revision, or the time is mistyped: what was not written yet reached nobody.
    if (Date.parse(postedAt) < startOfMinute(one.draftedAt)) {
      throw refusal(
        `Revision ${one.revision} of ${tenant} was drafted at ${one.draftedAt}; it cannot have been posted before.`,
        'Check the time and its zone. A letter that was posted before was an earlier revision: post the present one too, and record that.',
      )
    }
    const fact = { how, postedAt, ...(reference !== undefined && { reference }) }
    // Told twice it is recorded once.
    const isKnown = isDeepStrictEqual(one.posted, fact)
    return isKnown ? [] : [{ type: 'statement.posted', tenant, revision: one.revision, ...fact }]
  })
  return [
    ...(outdatedAnyway === undefined
      ? []
      : overrule(desk, [...new Set([...late, ...broken])], outdatedAnyway)),
    ...posted,
  ]
}

/** Times of the post are written down to the minute. */
function startOfMinute(time: string): number {
  return Math.floor(Date.parse(time) / 60_000) * 60_000
}

function overrule(
  desk: StatementDesk,
  tenants: readonly string[],
  reason: string,
): readonly StatementEvent[] {
  if (reason.trim() === '') throw refusal('Nobody said why.', 'Give a reason; it is recorded.')
  return tenants.flatMap((tenant): readonly StatementEvent[] => {
    const { revision, outdatedAnyway } = present(desk, tenant)
    return outdatedAnyway === reason ? [] : [{ type: 'statement.outdatedAnyway', tenant, revision, reason }]
  })
}

function deliver(
  desk: StatementDesk,
  { tenant, deliveredAt, proof }: Of<'deliver'>,
  now: Date,
): readonly StatementEvent[] {
  requirePast(deliveredAt, now)
  const one = (desk.statements.get(tenant) ?? []).findLast(({ posted }) => posted !== undefined)
  if (one?.posted === undefined) {
    throw refusal(
      `No statement of ${tenant} was posted.`,
      'Record the posting with "anlauf statement posted".',
    )
  }
  if (one.delivered !== undefined) return []
  if (deliveredAt < one.posted.postedAt) {
    throw refusal('It cannot be delivered before it was posted.', `It was posted at ${one.posted.postedAt}.`)
  }
  if (!/^[0-9a-f]{64}$/.test(proof)) {
    throw refusal('The proof is no SHA-256.', 'Name the file of the receipt; its hash is recorded.')
  }
  return [{ type: 'statement.delivered', tenant, revision: one.revision, deliveredAt, proof }]
}

/** The present statement of a tenant, which has to be the one that was looked at. */
function present(desk: StatementDesk, tenant: string, contentHash?: string): Revision {
  const one = desk.statements.get(tenant)?.at(-1)
  if (one === undefined) {
    throw new AnlaufError('not-found', `${tenant} has no statement.`, {
      hint: 'Make one with "anlauf statement draft".',
    })
  }
  if (contentHash !== undefined && one.contentHash !== contentHash) {
    throw refusal(
      `The statement of ${tenant} was changed meanwhile.`,
      'Look at it again with "anlauf statement show", then approve it.',
    )
  }
  return one
}

function requireTenant({ case: { units } }: StatementDesk, tenant: string): void {
  if (units.has(tenant)) return
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: `It has: ${[...units.keys()].slice(0, 20).join(', ')}.`,
  })
}

/** A draft that nobody approved is replaced, an approved one is followed. */
function requireNext(desk: StatementDesk, tenant: string, revision: number): void {
  const last = desk.statements.get(tenant)?.at(-1)
  if (revision !== nextRevision(desk, tenant, last)) {
    throw refusal(
      `Revision ${revision} of ${tenant} is not the next one.`,
      'Draft again; somebody was faster.',
    )
  }
}

/** The number of the next draft. */
export function nextRevision(desk: StatementDesk, tenant: string, last: Revision | undefined): number {
  if (last === undefined) return 1
  return statementStage(desk, tenant, last) === 'in review' ? last.revision : last.revision + 1
}

function requirePast(time: string, now: Date): void {
  if (time > now.toISOString()) throw refusal(`${time} has not come yet.`, 'Check the time and its zone.')
}

function approverNamed({ case: { approvers } }: StatementDesk, person: string) {
  const found = approvers.get(person)
  if (found !== undefined) return found
  throw refusal(
    `${person} is not registered as approver.`,
    `Registered: ${[...approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
  )
}

function refusal(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}
