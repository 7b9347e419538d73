import { createPublicKey } from 'node:crypto'

import { openCase } from '../../case/index.ts'
import { openClocks } from '../../duties/index.ts'
import { type EmergencyPlan } from '../../emergency-plan/index.ts'
import type { Words } from '../../estate/index.ts'
import { publicPem } from '../../evidence/index.ts'
import { factHash, openFacts, signFact, type StatedFact } from '../../facts/index.ts'
import type { ClaimState } from '../../messages/index.ts'
import { noticeContent, noticeHash, openNotices, proveReceipt } from '../../notices/index.ts'
import { aNotice, memoryLog } from '../../notices/played-notices.fixture.ts'
import { type Finding, findingHash, openStatements } from '../../statements/index.ts'
import {
  caseOf,
  claimHash,
  claimsInForce,
  type Draft,
  draftHash,
  openDesk,
  readyWording,
  type SignedDecision,
  signDecision,
  subjectOf,
} from '../../updates/index.ts'
import { keyOf, readyPlan, estate } from '../played-response.fixture.ts'
import { openResponse, planView, scopeOf, type InstanceView } from '../index.ts'

const roles = ['comms', 'legal', 'dpo', 'forensics', 'lead', 'management', 'service-owner', 'security']
export const caseId = 'c1'
export const systems = ['mx1', 'mbox1']

/** A case that follows a plan while its people speak, all of it through the real rules into one log. */
export async function playedSaid(plan: EmergencyPlan = readyPlan) {
  const log = memoryLog()
  let now = Date.parse('2026-03-11T06:00:00.000Z')
  const by = (actor = 'lead') => ({ actor, at: new Date(now).toISOString() })
  const theCase = await openCase(log, caseId)
  const tenants = estate.tenants.map(({ id }) => id)
  await theCase.execute(
    {
      command: 'declare',
      title: 'x',
      exercise: false,
      tenants,
      services: ['mail'],
      systems,
      onset: { from: '2026-03-11T01:00:00.000Z', to: '2026-03-11T02:00:00.000Z' },
    },
    by(),
  )
  for (const role of roles) {
    const publicKey = publicPem(createPublicKey(keyOf(role)))
    await theCase.execute({ command: 'registerApprover', person: role, role, publicKey }, by())
  }
  const response = await openResponse(log, caseId)
  await response.execute(
    { command: 'adoptPlan', plan, elements: scopeOf(estate, systems), person: 'lead' },
    by(),
  )
  const desk = await openDesk(log, caseId, estate)
  const notices = await openNotices(log, caseId, () => estate)
  const statements = await openStatements(log, caseId, () => estate)
  const sign = (
    subject: SignedDecision['subject'],
    name: string,
    contentHash: string,
    person: string,
  ): string =>
    signDecision(
      { case: caseOf(subject, caseId), subject, name, contentHash, person, role: person },
      keyOf(person),
    )
  const later = (minutes: number): void => {
    now += minutes * 60_000
  }
  return {
    log,
    theCase,
    response,
    desk,
    notices,
    statements,
    later,
    by,
    get now() {
      return new Date(now).toISOString()
    },
    async publish(
      update: string,
      more: Partial<Draft> = {},
      people: readonly string[] = ['comms', 'legal'],
    ): Promise<void> {
      await desk.refresh()
      const draft: Draft = {
        update,
        kind: 'news',
        text: { de: 'Wir arbeiten weiter.', en: 'We go on working.' },
        asOf: new Date(now - 60_000).toISOString(),
        ...(more.audience === undefined && { nextBy: new Date(now + 4 * 3_600_000).toISOString() }),
        ...more,
      }
      await desk.execute({ command: 'draft', draft }, by())
      const kept = desk.desk.drafts.get(update)
      const contentHash = kept === undefined ? '' : draftHash(caseId, kept, claimsInForce(desk.desk))
      for (const person of people) {
        const signature = sign(subjectOf(draft), update, contentHash, person)
        await desk.execute({ command: 'approve', update, contentHash, person, signature }, by(person))
      }
      await desk.execute({ command: 'publish', update }, by())
    },
    async claim(state: ClaimState): Promise<void> {
      await desk.refresh()
      const wording = readyWording('exfiltration', state) ?? { de: '', en: '' }
      const asOf = new Date(now).toISOString()
      const evidence = state === 'unknown' ? [] : ['e'.repeat(64)]
      const statement = {
        claim: 'outflow',
        class: 'exfiltration',
        state,
        scope: [],
        wording,
        evidence,
        asOf,
      } as const
      for (const person of state === 'excluded' ? ['forensics', 'dpo'] : ['forensics']) {
        const signature = sign('claim', 'outflow', claimHash(caseId, statement), person)
        await desk.execute({ command: 'state', statement, person, signature }, by(person))
      }
    },
    async notice(
      notice: string,
      only: readonly string[] = tenants,
      duty?: string,
      words?: Words,
    ): Promise<void> {
      await notices.refresh()
      const { duty: _duty, ...text } = aNotice({ notice, tenants: only })
      const whole = { ...text, ...(duty !== undefined && { duty }), ...(words && { text: words }) }
      await notices.execute({ command: 'draft', notice: whole }, by())
      const kept = notices.desk.notices.get(notice)
      const contentHash = kept === undefined ? '' : noticeHash(caseId, noticeContent(kept))
      for (const person of ['dpo', 'forensics']) {
        const signature = sign('notice', notice, contentHash, person)
        await notices.execute({ command: 'approve', notice, contentHash, person, signature }, by(person))
      }
      await notices.execute({ command: 'send', notice }, by())
    },
    async receive(notice: string, tenant: string): Promise<void> {
      for (const { recipient } of recipientsOf(notice, tenant)) {
        const receivedAt = new Date(now).toISOString()
        const proof = 'a'.repeat(64)
        await proveReceipt(
          log,
          notices,
          { command: 'receive', notice, recipient, by: 'link', receivedAt, proof },
          by(),
        )
      }
    },
    async find(finding: Partial<Finding>, people: readonly string[] = ['forensics', 'dpo']): Promise<void> {
      await statements.refresh()
      const whole: Finding = {
        tenant: 'nordwind',
        service: 'mail',
        data: 'all',
        harm: 'exfiltration',
        verdict: 'undetermined',
        gaps: { de: 'Protokolle fehlen.', en: 'Logs are missing.' },
        evidence: [],
        asOf: new Date(now).toISOString(),
        ...finding,
      }
      const hash = findingHash(caseId, whole)
      for (const person of people) {
        const signature = sign('finding', whole.tenant, hash, person)
        await statements.execute(
          { command: 'state', findings: [{ finding: whole, signature }], person },
          by(person),
        )
      }
    },
    async statement(tenant: string, revision: number, people: readonly string[] = ['dpo', 'forensics']) {
      await statements.refresh()
      const contentHash = String(revision).repeat(64).slice(0, 64)
      const drafts = [{ tenant, revision, contentHash, substance: contentHash }]
      await statements.execute({ command: 'draft', drafts }, by())
      for (const person of people) {
        const signature = sign('statement', tenant, contentHash, person)
        await statements.execute(
          { command: 'approve', approvals: [{ tenant, contentHash, signature }], person },
          by(person),
        )
      }
    },
    async state(fact: Partial<StatedFact>): Promise<void> {
      const facts = await openFacts(log, caseId, estate)
      const whole: StatedFact = {
        field: 'persons.data',
        scope: 'tenant:nordwind',
        value: { de: 'Adressen', en: 'addresses' },
        source: 'the contract',
        confidence: 'high',
        asOf: new Date(now).toISOString(),
        estimate: false,
        evidence: [],
        ...fact,
      }
      const signature = signFact(
        { case: caseId, verdict: 'state', contentHash: factHash(caseId, whole), person: 'dpo', role: 'dpo' },
        keyOf('dpo'),
      )
      await facts.execute({ command: 'state', fact: whole, signature, person: 'dpo' }, by('dpo'))
    },
    async meet(duty: string): Promise<void> {
      const clocks = await openClocks(log, caseId)
      await clocks.execute({ command: 'meet', duty, metAt: by().at, proof: 'c'.repeat(64) }, by())
    },
    async view(key: string): Promise<InstanceView> {
      const state = await response.refresh()
      const stages = planView(state, { now: new Date(now).toISOString(), instances: 1000 })?.stages ?? []
      const found = stages.flatMap(({ instances }) => instances).find((one) => one.key === key)
      if (found === undefined) throw new Error(`no ${key}`)
      return found
    },
  }

  function recipientsOf(notice: string, tenant: string) {
    return [...(notices.desk.notices.get(notice)?.recipients.values() ?? [])].filter(
      (one) => one.tenant === tenant,
    )
  }
}

export type PlayedSaid = Awaited<ReturnType<typeof playedSaid>>
