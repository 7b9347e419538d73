import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import {
  approvalEnd,
  type CaseSession,
  type FactCommand,
  signApproval,
  unitContentHash,
} from '../../core/case/index.ts'
import type { Words } from '../../core/estate/index.ts'
import { publicPem } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { claimScopeWords } from '../../core/messages/index.ts'
import {
  caseOf,
  claimHash,
  claimsInForce,
  type ClaimStatement,
  type DeskSession,
  type Draft,
  draftHash,
  readyWording,
  serviceHash,
  type SignedDecision,
  signDecision,
  subjectOf,
} from '../../core/updates/index.ts'
import type { Act, Story, UnitStep } from './story.ts'

/** Everything that a story's people work with: the real sessions, keys of their own, and what time it is for them. */
export interface Stage {
  readonly story: Story
  readonly session: CaseSession
  readonly desk: DeskSession
  readonly keys: ReadonlyMap<string, KeyObject>
  readonly at: string
}

/** New keys for each play: nobody else can have signed. */
export function keysOf({ people }: Story): ReadonlyMap<string, KeyObject> {
  return new Map(Object.keys(people).map((person) => [person, generateKeyPairSync('ed25519').privateKey]))
}

/** Does what a moment says, through the rules that hold for everybody. Throws what they refuse. */
export async function perform(stage: Stage, act: Act): Promise<void> {
  switch (act.kind) {
    case 'declare':
      return declare(stage, act)
    case 'isolate':
      return record(stage, [
        { type: 'isolation.proven', systems: act.systems, probes: act.probes, proof: digestOf('probes') },
      ])
    case 'claim':
      return stateClaim(stage, act)
    case 'service':
      return stateService(stage, act)
    case 'draft':
      return draft(stage, textOf(act))
    case 'approve':
      return approve(stage, act.update, act.by)
    case 'publish':
      return publish(stage, act.update)
    case 'say': {
      const text = textOf(act)
      await draft(stage, text)
      await approve(stage, text.update, act.by)
      return text.kind === 'no-news' ? undefined : publish(stage, text.update)
    }
    case 'reject':
      return reject(stage, act)
    case 'units':
      for (const unit of act.units) await takeStep(stage, act.step, unit)
      return
    case 'close':
      await stage.session.execute({ command: 'close' }, by(stage, leadOf(stage.story)))
  }
}

/** A text that was approved goes out. */
export async function publish(stage: Stage, update: string): Promise<void> {
  await stage.desk.execute({ command: 'publish', update }, by(stage, 'anlauf drill replay'))
}

async function declare(stage: Stage, { services, onset }: Extract<Act, { kind: 'declare' }>): Promise<void> {
  const { story, session, keys } = stage
  const tenants = story.estate.tenants.map(({ id }) => id)
  const lead = by(stage, leadOf(story))
  await session.execute(
    { command: 'declare', title: story.title, exercise: true, tenants, services, onset },
    lead,
  )
  for (const [person, role] of Object.entries(story.people)) {
    const publicKey = publicPem(createPublicKey(keyOf(keys, person)))
    await session.execute({ command: 'registerApprover', person, role, publicKey }, lead)
  }
}

async function stateClaim(stage: Stage, act: Extract<Act, { kind: 'claim' }>): Promise<void> {
  const { claim, class: of, state, scope, report } = act
  const wording = act.wording ?? readyWording(of, state)
  if (wording === undefined) {
    throw new AnlaufError('input-invalid', `The claim "${claim}" has no ready sentence.`, {
      hint: 'Give it a "wording" in both languages.',
    })
  }
  const evidence = state === 'unknown' ? [] : [digestOf(report)]
  const statement: ClaimStatement = {
    claim,
    class: of,
    state,
    scope,
    wording: scoped(wording, scope, stage.story),
    evidence,
    asOf: stage.at,
  }
  for (const person of act.by) {
    const contentHash = claimHash(stage.story.case, statement)
    const signature = signed(stage, person, { subject: 'claim', name: claim, contentHash })
    await stage.desk.execute({ command: 'state', statement, person, signature }, by(stage, person))
  }
}

/** A claim about some services says which, as `anlauf inform claim set` does. */
function scoped({ de, en }: Words, scope: readonly string[], { estate }: Story): Words {
  if (scope.length === 0) return { de, en }
  const names = scope.flatMap((one) => estate.services.find(({ id }) => id === one)?.name ?? [])
  return {
    de: `${de} ${claimScopeWords.de(names.map((name) => name.de))}`,
    en: `${en} ${claimScopeWords.en(names.map((name) => name.en))}`,
  }
}

async function stateService(stage: Stage, act: Extract<Act, { kind: 'service' }>): Promise<void> {
  const { service, state, instruction, report, by: person } = act
  const evidence = state === 'not_affected' ? [digestOf(report)] : []
  const statement = { service, state, asOf: stage.at, evidence, ...(instruction && { instruction }) }
  const contentHash = serviceHash(stage.story.case, statement)
  const signature = signed(stage, person, { subject: 'service', name: service, contentHash })
  await stage.desk.execute({ command: 'stateService', statement, person, signature }, by(stage, person))
}

async function draft(stage: Stage, text: Draft): Promise<void> {
  await stage.desk.execute({ command: 'draft', draft: text }, by(stage, 'anlauf drill replay'))
}

async function approve(stage: Stage, update: string, people: readonly string[]): Promise<void> {
  for (const person of people) {
    const contentHash = hashOf(stage, update)
    const text = stage.desk.desk.drafts.get(update)
    const subject = text === undefined ? 'update' : subjectOf(text)
    const signature = signed(stage, person, { subject, name: update, contentHash })
    await stage.desk.execute(
      { command: 'approve', update, contentHash, person, signature },
      by(stage, person),
    )
  }
}

async function reject(
  stage: Stage,
  { update, by: person, why }: Extract<Act, { kind: 'reject' }>,
): Promise<void> {
  const contentHash = hashOf(stage, update)
  await stage.desk.execute({ command: 'reject', update, contentHash, person, why }, by(stage, person))
}

/** What a draft says now, with its claims as they stand. */
function hashOf({ story, desk: { desk } }: Stage, update: string): string {
  const text = desk.drafts.get(update)
  if (text !== undefined) return draftHash(story.case, text, claimsInForce(desk))
  throw new AnlaufError('not-found', `There is no draft "${update}".`, {
    hint: 'Write it in a moment before.',
  })
}

/** Facts that the engine reports of a unit; a story replays the word to the outside, not the data. */
async function takeStep(stage: Stage, step: UnitStep, unit: string): Promise<void> {
  const manifestDigest = digestOf(`manifest of ${unit}`)
  const files = filesOf(unit)
  const bytes = files * 91_277
  const lying = { unit, manifestDigest, files, bytes }
  switch (step) {
    case 'chosen':
      return record(stage, [
        {
          type: 'unit.restorePointsChosen',
          unit,
          planDigest: digestOf('plan'),
          files,
          bytes,
          leftOut: leftOutOf(unit),
          reasons: { unharmed: files - 40, newestClean: 40, noCleanVersion: leftOutOf(unit) },
        },
      ])
    case 'restored':
      return record(stage, [{ type: 'unit.restored', ...lying }])
    case 'verified':
      return record(stage, [{ type: 'unit.verified', ...lying }])
    case 'scanned':
      return record(stage, [
        {
          type: 'unit.scanned',
          unit,
          manifestDigest,
          engine: 'yara-x',
          engineVersion: '1',
          ruleSetDigest: digestOf('rules'),
          clean: files,
          unscanned: 0,
          quarantined: 0,
          caseReview: 0,
        },
      ])
    case 'released':
      await approveUnit(stage, unit)
      await stage.session.execute(
        { command: 'release', ...lying, ruleSetDigest: digestOf('rules') },
        by(stage, leadOf(stage.story)),
      )
  }
}

async function approveUnit(stage: Stage, unit: string): Promise<void> {
  const { story, session, keys } = stage
  for (const role of ['lead', 'service-owner']) {
    const person = withRole(story, role)
    const state = session.state.units.get(unit)
    if (state === undefined) return
    const contentHash = unitContentHash(story.case, state)
    const now = by(stage, person)
    const said = { unit, contentHash, person, expiresAt: approvalEnd(new Date(now.at)) }
    const signature = signApproval({ case: story.case, ...said, role }, keyOf(keys, person))
    await session.execute({ command: 'approve', ...said, signature }, now)
  }
}

async function record(stage: Stage, facts: readonly FactCommand[]): Promise<void> {
  await stage.session.execute({ command: 'record', facts }, by(stage, 'anlauf drill replay'))
}

function signed(
  { story, keys }: Stage,
  person: string,
  what: Pick<SignedDecision, 'subject' | 'name' | 'contentHash'>,
): string {
  const role = story.people[person] ?? ''
  return signDecision({ case: caseOf(what.subject, story.case), ...what, person, role }, keyOf(keys, person))
}

function textOf({ text, update }: Extract<Act, { kind: 'draft' | 'say' | 'approve' | 'publish' }>): Draft {
  if (text !== undefined) return text
  throw new AnlaufError('not-found', `"${update}" has no text.`, { hint: 'Put it into "texts".' })
}

function keyOf(keys: ReadonlyMap<string, KeyObject>, person: string): KeyObject {
  const key = keys.get(person)
  if (key !== undefined) return key
  throw new AnlaufError('input-invalid', `The story has nobody called "${person}".`, {
    hint: `Its people: ${[...keys.keys()].join(', ')}.`,
  })
}

function withRole({ people }: Story, role: string): string {
  const found = Object.entries(people).find(([, one]) => one === role)
  if (found !== undefined) return found[0]
  throw new AnlaufError('input-invalid', `Nobody of the story has the role "${role}".`, {
    hint: 'Add somebody to "people".',
  })
}

function leadOf(story: Story): string {
  return withRole(story, 'lead')
}

function by({ at }: Stage, actor: string): { readonly actor: string; readonly at: string } {
  return { actor, at }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** As many files as a broker's office has, the same in each play. */
function filesOf(unit: string): number {
  return 20_000 + (Number.parseInt(digestOf(unit).slice(0, 6), 16) % 90_000)
}

/** One customer of six had work of the last day of which no backup existed. */
function leftOutOf(unit: string): number {
  return filesOf(unit) % 6 === 0 ? 7 : 0
}
