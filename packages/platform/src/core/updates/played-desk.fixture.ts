import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import { type CaseEvent, type Command, decide, isRefusal } from '../case/index.ts'
import type { Words } from '../estate/index.ts'
import { publicPem } from '../evidence/index.ts'
import type { ClaimClass, ClaimState } from '../messages/index.ts'
import { type ClaimStatement, readyWording } from './claims/claim.ts'
import { type DeskCommand, type DeskRefusal, isDeskRefusal } from './commands.ts'
import { decideDesk } from './decide-desk.ts'
import { claimsInForce, type Desk, initialDesk } from './desk.ts'
import { claimHash, type Draft, draftHash, subjectOf } from './draft.ts'
import { exampleEstate } from './estate.fixture.ts'
import type { DeskEvent } from './events.ts'
import { evolveDesk } from './evolve-desk.ts'
import { caseOf, type SignedDecision, signDecision } from './signed.ts'
import { serviceHash, type ServiceStatement, type StatedState } from './stated-services.ts'

const roles = [
  'comms',
  'legal',
  'dpo',
  'forensics',
  'service-owner',
  'security',
  'management',
  'lead',
] as const
const keys = new Map<string, KeyObject>(
  [...roles, 'stranger'].map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)

/** A desk that is worked at through the real rules, by people who are called like their roles. */
export class PlayedDesk {
  desk: Desk = initialDesk('case-2026-03')
  readonly events: (CaseEvent | DeskEvent)[] = []
  now = Date.parse('2026-03-11T08:00:00Z')

  declare(): this {
    const tenants = exampleEstate.tenants.map(({ id }) => id)
    const services = ['mail', 'share']
    this.runCase({ command: 'declare', title: 'x', exercise: true, tenants, services })
    for (const role of roles) {
      const publicKey = publicPem(createPublicKey(keys.get(role) ?? ''))
      this.runCase({ command: 'registerApprover', person: role, role, publicKey })
    }
    return this
  }

  wait(hours: number): this {
    this.now += hours * 3_600_000
    return this
  }

  runCase(command: Command): this {
    const result = decide(this.desk.case, command)
    assert.ok(!isRefusal(result), JSON.stringify(result))
    return this.believe(...result)
  }

  /** Does it, or says why not. */
  try(command: DeskCommand, estate = exampleEstate): DeskRefusal | undefined {
    const result = decideDesk(this.desk, command, { estate, now: new Date(this.now) })
    if (isDeskRefusal(result)) return result
    this.believe(...result)
    return undefined
  }

  run(command: DeskCommand): this {
    const refused = this.try(command)
    assert.equal(refused, undefined, JSON.stringify(refused))
    return this
  }

  believe(...events: readonly (CaseEvent | DeskEvent)[]): this {
    for (const event of events) {
      this.events.push(event)
      this.desk = evolveDesk(this.desk, event, new Date(this.now).toISOString())
    }
    return this
  }

  draftOf(update: string, text: Words, more: Partial<Draft> = {}): Draft {
    const asOf = new Date(this.now - 600_000).toISOString()
    const nextBy = new Date(this.now + 4 * 3_600_000).toISOString()
    return { update, kind: 'news', text, asOf, nextBy, ...more }
  }

  draft(update: string, text: Words, more: Partial<Draft> = {}): this {
    return this.run({ command: 'draft', draft: this.draftOf(update, text, more) })
  }

  approval(update: string, person: string, signer = person, about?: 'update' | 'template'): DeskCommand {
    const draft = this.desk.drafts.get(update)
    const contentHash =
      draft === undefined ? '' : draftHash(this.desk.case.id, draft, claimsInForce(this.desk))
    const subject = about ?? (draft === undefined ? 'update' : subjectOf(draft))
    const signature = this.sign(subject, update, contentHash, person, signer)
    return { command: 'approve', update, contentHash, person, signature }
  }

  approve(update: string, people: readonly string[] = ['comms', 'legal']): this {
    for (const person of people) this.run(this.approval(update, person))
    return this
  }

  publish(update: string, text: Words, more: Partial<Draft> = {}): this {
    return this.draft(update, text, more).approve(update).run({ command: 'publish', update })
  }

  statement(
    claim: string,
    of: ClaimClass,
    state: ClaimState,
    more: Partial<ClaimStatement> = {},
  ): ClaimStatement {
    const wording = readyWording(of, state) ?? { de: 'Die Ursache war x.', en: 'The cause was x.' }
    const evidence = state === 'unknown' ? [] : ['e'.repeat(64)]
    const asOf = '2026-03-11T07:00:00.000Z'
    return { claim, class: of, state, scope: [], wording, evidence, asOf, ...more }
  }

  stating(statement: ClaimStatement, person: string): DeskCommand {
    const contentHash = claimHash(this.desk.case.id, statement)
    const signature = this.sign('claim', statement.claim, contentHash, person, person)
    return { command: 'state', statement, person, signature }
  }

  /** As many signatures as the state needs. */
  state(claim: string, of: ClaimClass, state: ClaimState, more: Partial<ClaimStatement> = {}): this {
    const people = state === 'excluded' ? ['forensics', 'dpo'] : ['forensics']
    for (const person of people) this.run(this.stating(this.statement(claim, of, state, more), person))
    return this
  }

  aboutService(service: string, state: StatedState): ServiceStatement {
    const evidence = state === 'not_affected' ? ['e'.repeat(64)] : []
    return { service, state, asOf: '2026-03-11T07:00:00.000Z', evidence }
  }

  sayingOf(statement: ServiceStatement, person: string): DeskCommand {
    const contentHash = serviceHash(this.desk.case.id, statement)
    const signature = this.sign('service', statement.service, contentHash, person, person)
    return { command: 'stateService', statement, person, signature }
  }

  private sign(
    subject: SignedDecision['subject'],
    name: string,
    contentHash: string,
    person: string,
    signer: string,
  ): string {
    const role = this.desk.case.approvers.get(person)?.role ?? ''
    const key = keys.get(signer)
    assert.ok(key)
    return signDecision(
      { case: caseOf(subject, this.desk.case.id), subject, name, contentHash, person, role },
      key,
    )
  }
}
