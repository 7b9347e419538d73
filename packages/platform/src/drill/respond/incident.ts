import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import {
  approvalEnd,
  type CaseSession,
  type FactCommand,
  signApproval,
  unitContentHash,
} from '../../core/case/index.ts'
import { impactOf, type Estate } from '../../core/estate/index.ts'
import { publicPem } from '../../core/evidence/index.ts'
import { updateTexts } from '../../core/messages/index.ts'
import {
  claimsInForce,
  type DeskSession,
  draftHash,
  serviceHash,
  signDecision,
} from '../../core/updates/index.ts'
import type { HistoryReport } from '../../phases/detect/index.ts'
import { planFact, type RecoveryPlan } from '../../phases/recover/index.ts'

/** Simulated clock of the incident: the morning somebody noticed, plus the time that really went by. */
export interface Clock {
  now(): Date
}

/** Somebody with a key of an own, as a provider appoints people long before. */
export interface Responder {
  readonly person: string
  readonly role: string
  readonly key: KeyObject
}

/** Two who release data, and two who let a text out to the public. */
export interface Approvers {
  readonly people: readonly Responder[]
  readonly speakers: readonly Responder[]
  /** They sign with the lead what the plan wants signed. */
  readonly engineers: readonly Responder[]
  /** They answer for what customers and the public hear of findings, and for the end. */
  readonly tellers: readonly Responder[]
}

/** What speaks to the public: the desk, and who has to sign. */
export interface Voice {
  readonly desk: DeskSession
  readonly clock: Clock
  readonly speakers: Approvers['speakers']
}

const engine = 'anlauf drill'
/** The promise: news at least this often. */
const updateEveryMs = 4 * 60 * 60 * 1000

export function appointApprovers(): Approvers {
  const appoint = (person: string, role: string): Responder => ({
    person,
    role,
    key: generateKeyPairSync('ed25519').privateKey,
  })
  return {
    people: [appoint('lead-on-duty', 'lead'), appoint('service-owner', 'service-owner')],
    engineers: [appoint('it-on-call', 'it')],
    speakers: [appoint('press-office', 'comms'), appoint('counsel', 'legal')],
    tellers: [
      appoint('privacy-officer', 'dpo'),
      appoint('examiner', 'forensics'),
      appoint('board', 'management'),
    ],
  }
}

/** Everybody who may sign in a drill. */
export function everybody({ people, speakers, engineers, tellers }: Approvers): readonly Responder[] {
  return [...people, ...speakers, ...engineers, ...tellers]
}

/** Declares the case with what detection found, and registers who may approve. */
export async function declareCase(
  session: CaseSession,
  voice: Voice,
  estate: Estate,
  report: HistoryReport,
  approvers: Approvers,
): Promise<void> {
  const hosts = [
    ...new Set(
      report.files
        .filter(({ versions }) => versions.some(({ verdict }) => verdict === 'convicted'))
        .map(({ host }) => host),
    ),
  ]
  const by = { actor: engine, at: voice.clock.now().toISOString() }
  const { services } = impactOf(estate, hosts)
  const onset = report.onset === null ? {} : { onset: { from: report.onset.from, to: report.onset.to } }
  const tenants = estate.tenants.map(({ id }) => id)
  await session.execute(
    { command: 'declare', title: 'Night drill', exercise: true, tenants, services, systems: hosts, ...onset },
    by,
  )
  for (const { person, role, key } of everybody(approvers)) {
    await session.execute(
      { command: 'registerApprover', person, role, publicKey: publicPem(createPublicKey(key)) },
      by,
    )
  }
  await stateUnhit(voice, estate, report, approvers)
  await publish(voice, 'declared', (texts) => texts.declared())
}

/** The service's owner says which services detection did not find hit, on the report as it is. */
async function stateUnhit(
  { desk, clock }: Voice,
  estate: Estate,
  report: HistoryReport,
  { people }: Approvers,
): Promise<void> {
  const owner = people.find(({ role }) => role === 'service-owner')
  const { services, id } = (await desk.refresh()).case
  const evidence = [createHash('sha256').update(JSON.stringify(report)).digest('hex')]
  const at = clock.now().toISOString()
  if (owner === undefined) return
  const { person, role, key } = owner
  for (const { id: service } of estate.services) {
    if (services.includes(service)) continue
    const statement = { service, state: 'not_affected' as const, asOf: at, evidence }
    const contentHash = serviceHash(id, statement)
    const decision = { case: id, subject: 'service' as const, name: service, contentHash, person, role }
    await desk.execute(
      { command: 'stateService', statement, person, signature: signDecision(decision, key) },
      { actor: person, at },
    )
  }
}

export async function recordIsolation(
  session: CaseSession,
  voice: Voice,
  systems: readonly string[],
  proof: { probes: number; proof: string },
): Promise<void> {
  await record(session, voice.clock, [{ type: 'isolation.proven', systems, ...proof }])
  await publish(voice, 'contained', (texts) => texts.contained(systems.length))
}

/** Records what was chosen for every unit of the case and tells the public how much that is. */
export async function recordPlan(session: CaseSession, voice: Voice, plan: RecoveryPlan): Promise<void> {
  const units = plan.units.filter(({ unit }) => session.state.units.has(unit))
  await record(session, voice.clock, units.map(planFact))
  const files = units.reduce((sum, { items }) => sum + items.length, 0)
  await publish(voice, 'restoring', (texts, language) =>
    texts.restoring(units.length, files.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB')),
  )
}

/** Records facts under the drill's name. */
export async function record(
  session: CaseSession,
  clock: Clock,
  facts: readonly FactCommand[],
): Promise<void> {
  await session.execute({ command: 'record', facts }, { actor: engine, at: clock.now().toISOString() })
}

/** Each person signs what is known of the unit now. */
export async function approveUnit(
  session: CaseSession,
  clock: Clock,
  unit: string,
  approvers: Approvers,
): Promise<void> {
  for (const { person, role, key } of approvers.people) {
    const state = session.state.units.get(unit)
    if (state === undefined) return
    const contentHash = unitContentHash(session.state.id, state)
    const now = clock.now()
    const said = { unit, contentHash, person, expiresAt: approvalEnd(now) }
    const signature = signApproval({ case: session.state.id, ...said, role }, key)
    await session.execute(
      { command: 'approve', ...said, signature },
      { actor: person, at: now.toISOString() },
    )
  }
}

/**
 * Publishes an update in both languages from the same figures, with the promise of the next one: drafted and checked,
 * signed by the two who may, checked again.
 */
export async function publish(
  { desk, clock, speakers }: Voice,
  update: string,
  text: (texts: (typeof updateTexts)['de'], language: 'de' | 'en') => string,
): Promise<void> {
  const now = clock.now()
  const draft = {
    update,
    kind: 'news' as const,
    asOf: now.toISOString(),
    nextBy: new Date(now.getTime() + updateEveryMs).toISOString(),
    text: { de: text(updateTexts.de, 'de'), en: text(updateTexts.en, 'en') },
  }
  await desk.execute({ command: 'draft', draft }, { actor: engine, at: now.toISOString() })
  const caseId = desk.desk.case.id
  const contentHash = draftHash(caseId, draft, claimsInForce(desk.desk))
  for (const { person, role, key } of speakers) {
    const decision = { case: caseId, subject: 'update' as const, name: update, contentHash, person, role }
    await desk.execute(
      { command: 'approve', update, contentHash, person, signature: signDecision(decision, key) },
      { actor: person, at: clock.now().toISOString() },
    )
  }
  await desk.execute({ command: 'publish', update }, { actor: engine, at: clock.now().toISOString() })
}
