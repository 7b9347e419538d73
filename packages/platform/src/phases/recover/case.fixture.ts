import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'

import {
  approvalEnd,
  type CaseSession,
  openCase,
  type QueuedGroup,
  type QueueOutcome,
  signApproval,
  signDecision,
  unitContentHash,
} from '../../core/case/index.ts'
import {
  emptyChain,
  type Entry,
  type EvidenceLog,
  publicPem,
  sealEntries,
} from '../../core/evidence/index.ts'
import {
  planFact,
  type RecoveryOutcome,
  type RecoveryPlan,
  type Scanner,
  unitFacts,
  verifyCleanRoom,
} from './index.ts'

export const caseId = 'case-1'
export const by = { actor: 'test', at: '2026-03-11T06:00:00.000Z' }

/** A chain in memory. `beforeAppend` may wait, throw, or end the world. */
export function memoryLog(
  beforeAppend: (kinds: readonly string[]) => unknown = () => undefined,
): EvidenceLog & { kinds(): string[] } {
  const entries: Entry[] = []
  let head = emptyChain
  const log: EvidenceLog = {
    async append(id, drafts) {
      await beforeAppend(drafts.map(({ kind }) => kind))
      const sealed = sealEntries(id, head, drafts)
      entries.push(...sealed.entries)
      head = sealed.head
      return sealed.entries
    },
    async appendAfter(id, seq, drafts) {
      return seq === head.seq ? log.append(id, drafts) : undefined
    },
    async *read(_id, fromSeq = 1) {
      yield* entries.slice(fromSeq - 1)
    },
  }
  return { ...log, kinds: () => entries.map(({ kind }) => kind) }
}

const people = ['anna', 'bernd'].map((person) => ({
  person,
  role: 'incident-lead',
  key: generateKeyPairSync('ed25519').privateKey,
}))

/** A declared case with both approvers; isolation is proven unless `isIsolated` says otherwise. */
export async function declaredCase(
  log: EvidenceLog,
  units: readonly string[],
  { isIsolated = true }: { isIsolated?: boolean } = {},
): Promise<CaseSession> {
  const session = await openCase(log, caseId)
  await session.execute({ command: 'declare', title: 't', exercise: true, tenants: units, services: [] }, by)
  for (const { person, role, key } of people) {
    const publicKey = publicPem(createPublicKey(key))
    await session.execute({ command: 'registerApprover', person, role, publicKey }, by)
  }
  if (isIsolated) await proveIsolation(session)
  return session
}

export async function proveIsolation(session: CaseSession): Promise<void> {
  const fact = { type: 'isolation.proven' as const, systems: ['files1'], probes: 1, proof: 'p' }
  await session.execute({ command: 'record', facts: [fact] }, by)
}

/** Records what a run came to, as the programs do: plan, restore, verification, scan. */
export async function recordRun(
  session: CaseSession,
  plan: RecoveryPlan,
  outcome: RecoveryOutcome,
  options: { cleanRoom: string; scanner: Pick<Scanner, 'describe'> },
): Promise<void> {
  for (const unit of outcome.units) {
    const planned = plan.units.find((one) => one.unit === unit.unit)
    if (planned === undefined) continue
    const verification = await verifyCleanRoom(options.cleanRoom, unit)
    const manifest = readFileSync(unit.manifestFile, 'utf8')
    const facts = unitFacts(unit, manifest, options.scanner.describe(), verification)
    await session.execute({ command: 'record', facts: [planFact(planned), ...facts] }, by)
  }
}

/**
 * Each of the named people signs what is known of the unit now, at a moment: a program that goes by this machine's clock
 * believes no approval of another year.
 */
export async function approve(
  session: CaseSession,
  unit: string,
  names = ['anna', 'bernd'],
  at = by.at,
): Promise<void> {
  for (const { person, role, key } of people.filter((one) => names.includes(one.person))) {
    const state = session.state.units.get(unit)
    if (state === undefined) throw new Error(`no unit ${unit}`)
    const contentHash = unitContentHash(caseId, state)
    const said = { unit, contentHash, person, expiresAt: approvalEnd(new Date(at)) }
    const signature = signApproval({ case: caseId, ...said, role }, key)
    await session.execute({ command: 'approve', ...said, signature }, { ...by, at })
  }
}

/** Each of the named people decides the same about one group of a unit's queue. */
export async function decideGroup(
  session: CaseSession,
  unit: string,
  group: Pick<QueuedGroup, 'facts' | 'class'>,
  options: { readonly outcome: QueueOutcome; readonly names?: readonly string[] },
): Promise<void> {
  const { outcome, names = ['anna', 'bernd'] } = options
  for (const { person, role, key } of people.filter((one) => names.includes(one.person))) {
    const said = { unit, class: group.class, outcome, facts: [group.facts], reason: 'looked at it', person }
    const signature = signDecision({ case: caseId, ...said, role }, key)
    await session.execute({ command: 'decideQueue', ...said, signature }, by)
  }
}

/** A session that is overtaken: right after its first question to the gate, what `meanwhile` does is done. */
export function overtaken(session: CaseSession, meanwhile: () => Promise<unknown>): CaseSession {
  let isOver = false
  return {
    get state() {
      return session.state
    },
    execute: (command, who) => session.execute(command, who),
    async refusalOf(command) {
      const refusal = await session.refusalOf(command)
      if (isOver) return refusal
      isOver = true
      await meanwhile()
      return refusal
    },
  }
}
