import type { Estate } from '../estate/index.ts'
import { type ClaimStatement, wordingProblems } from './claims/claim.ts'
import { checkTexts } from './checks/check-draft.ts'
import type { Finding } from './checks/finding.ts'
import {
  type Circumstances,
  type DeskCommand,
  type DeskRefusal,
  deskRefusal,
  saidBefore,
  unknownPerson,
} from './commands.ts'
import { type Desk, saidBy } from './desk.ts'
import { claimHash } from './draft.ts'
import type { DeskEvent } from './events.ts'
import { claimRoles } from './roles.ts'
import { isGenuine, type Signature } from './signed.ts'

const languages = ['de', 'en'] as const

/** A claim is stated by somebody who may, in words that fit its state, on evidence that its state needs. */
export function decideClaim(
  desk: Desk,
  { statement, person, signature }: Extract<DeskCommand, { command: 'state' }>,
  { estate }: Pick<Circumstances, 'estate'>,
): readonly DeskEvent[] | DeskRefusal {
  const approver = desk.case.approvers.get(person)
  if (approver === undefined) return unknownPerson(desk, person)
  const { role, keyId } = approver
  const contentHash = claimHash(desk.case.id, statement)
  const signed: Signature = { person, role, keyId, contentHash, signature }
  if (!isGenuine(desk.case, 'claim', statement.claim, signed)) {
    return deskRefusal(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  if (!(claimRoles as readonly string[]).includes(role)) {
    return deskRefusal(
      'unknown-person',
      `${person} (${role}) may not state claims.`,
      `Claims are stated by: ${claimRoles.join(', ')}.`,
    )
  }
  const problem = claimProblem(desk, statement, estate)
  if (problem !== undefined) return problem
  const before = desk.claims.get(statement.claim)
  const same = [before?.inForce, before?.proposed].find(
    (one) => one !== undefined && one.signed.some((other) => other.contentHash === contentHash),
  )
  if (same?.signed.some((one) => one.person === person || one.keyId === keyId) === true) {
    return deskRefusal(
      'already-done',
      `${person}, or the same key, stated exactly this.`,
      'A second person has to.',
    )
  }
  if (desk.said.has(saidBy(signed))) return saidBefore(person)
  return [{ type: 'claim.stated', statement, signed }]
}

/** Why a statement may not stand in the register, whoever signs it. */
export function claimProblem(desk: Desk, statement: ClaimStatement, estate: Estate): DeskRefusal | undefined {
  const problem = statementProblem(desk, statement)
  if (problem !== undefined) return deskRefusal('bad-form', problem.message, problem.hint)
  const findings = wordingFindings(desk, statement, estate)
  if (findings.length === 0) return undefined
  return deskRefusal(
    'bad-text',
    'The wording cannot be published: it goes into texts as it stands.',
    'Mend every finding, or leave the wording out for the ready sentence.',
    findings,
  )
}

function statementProblem(
  desk: Desk,
  statement: ClaimStatement,
): { readonly message: string; readonly hint: string } | undefined {
  const { claim, state, evidence, class: of } = statement
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(claim)) {
    return { message: `"${claim}" is no name for a claim.`, hint: 'Use small letters, digits and "-".' }
  }
  const { inForce, takenBack } = desk.claims.get(claim) ?? {}
  const before = inForce ?? takenBack
  if (before !== undefined && before.class !== of) {
    return {
      message: `"${claim}" is a claim about ${before.class}.`,
      hint: 'A claim keeps its class; use another name.',
    }
  }
  if (evidence.some((one) => !/^[0-9a-f]{64}$/.test(one))) {
    return {
      message: 'Evidence is named by its SHA-256.',
      hint: 'Give 64 hexadecimal digits of a report or entry.',
    }
  }
  if (evidence.length === 0 && state !== 'unknown') {
    return {
      message: `"${state}" rests on nothing.`,
      hint: 'Name the evidence, at least the report of who looked.',
    }
  }
  const wrong = wordingProblems(statement)
  if (wrong.length > 0) {
    return {
      message: `The wording does not fit: ${wrong.join('; ')}.`,
      hint: 'Leave it out for the ready sentence.',
    }
  }
  const gap = of === 'loss' && state === 'excluded' ? openGap(desk) : undefined
  return gap === undefined
    ? undefined
    : {
        message: `Loss cannot be excluded: ${gap}.`,
        hint: 'State what is known; customers with a gap are told their own.',
      }
}

/** The checks of a text see its slot only, so the sentence is held against them here; it may make its own claim. */
function wordingFindings(desk: Desk, { wording }: ClaimStatement, estate: Estate): readonly Finding[] {
  const open = languages.flatMap((language) =>
    (wording[language].match(/[{}]/g) ?? []).slice(0, 1).map((found) => ({
      kind: 'open-slot' as const,
      language,
      found,
      hint: 'A sentence of the register is shown as it stands; nothing fills it.',
    })),
  )
  const known = { case: desk.case, estate, services: desk.services, claims: [] }
  const found = checkTexts(wording, known).filter(
    ({ kind }) =>
      kind !== 'claim-not-registered' && kind !== 'contradicts-claim' && kind !== 'languages-differ',
  )
  return [...open, ...found]
}

/** Nobody lost anything only when every unit was decided and no file is without an intact version. */
function openGap({ case: { units } }: Desk): string | undefined {
  const list = [...units.values()]
  const undecided = list.filter(({ chosen }) => chosen === undefined).length
  if (undecided > 0) return `for ${undecided} of ${list.length} customers no restore points were chosen yet`
  const lost = list.filter(({ chosen }) => chosen !== undefined && chosen.leftOut > 0).length
  return lost > 0
    ? `${lost} of ${list.length} customers have files that were left out of the recovery`
    : undefined
}
