import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  evolve,
  initialCase,
  isRefusal,
} from '../case/index.ts'
import { type ClockCommand, decideClock, emptyClockLog } from '../duties/index.ts'
import { withCaseEvent, withClockEvent } from '../duties/log/clock-log.ts'
import type { Estate } from '../estate/index.ts'
import { publicPem } from '../evidence/index.ts'
import { type Desk, initialDesk } from '../updates/index.ts'
import { exampleEstate } from '../updates/estate.fixture.ts'
import { decideFact } from './decide-fact.ts'
import { factHash, type StatedFact, withdrawalHash } from './fact.ts'
import type { FactEvent } from './fact-event.ts'
import { emptyFacts, type FactLog, withFact } from './fact-log.ts'
import { type FactBase, factBase, type FactSheet, factSheet } from './fact-sheet.ts'
import type { FactScope } from './fact.ts'
import { signFact } from './signed-fact.ts'

const roles = ['forensics', 'legal', 'dpo', 'finance', 'guest'] as const
const keys = new Map<string, KeyObject>(
  roles.map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)

/** Facts that are stated through the real rules, by people who are called like their roles. */
export class PlayedFacts {
  static readonly declaredAt = '2026-03-11T06:00:00.000Z'
  log: FactLog = emptyFacts('case-1')
  clocks = emptyClockLog('case-1')
  desk: Desk = initialDesk('case-1')
  now = Date.parse('2026-03-11T12:00:00Z')
  readonly events: FactEvent[] = []
  readonly estate: Estate

  constructor(estate: Estate = exampleEstate) {
    this.estate = estate
  }

  get state(): CaseState {
    return this.log.case
  }

  declare(tenants: readonly string[] = this.estate.tenants.map(({ id }) => id)): this {
    this.log = { ...this.log, case: initialCase('case-1') }
    this.runCase({
      command: 'declare',
      title: 'attack',
      exercise: true,
      tenants,
      services: ['mail', 'share'],
      onset: { from: '2026-03-10T21:00:00.000Z', to: '2026-03-11T03:00:00.000Z' },
    })
    for (const role of roles) {
      const publicKey = publicPem(createPublicKey(keyOf(role)))
      this.runCase({ command: 'registerApprover', person: role, role, publicKey })
    }
    return this
  }

  runCase(command: Command): this {
    const result = decide(this.state, command)
    assert.ok(!isRefusal(result), JSON.stringify(result))
    for (const event of result) this.believeCase(event)
    return this
  }

  believeCase(event: CaseEvent, at = PlayedFacts.declaredAt): this {
    this.log = { ...this.log, case: evolve(this.state, event, at) }
    this.clocks = withCaseEvent(this.clocks, event, at)
    this.desk = { ...this.desk, case: this.state }
    return this
  }

  runClock(command: ClockCommand): this {
    const at = new Date(this.now).toISOString()
    for (const event of decideClock(this.clocks, command, Temporal.Instant.from(at))) {
      this.clocks = withClockEvent(this.clocks, event, at)
    }
    return this
  }

  fact(field: string, value: StatedFact['value'], more: Partial<StatedFact> = {}): StatedFact {
    return {
      field,
      scope: 'all',
      value,
      source: 'report 1',
      confidence: 'high',
      asOf: '2026-03-11T10:00:00.000Z',
      estimate: false,
      evidence: [],
      ...more,
    }
  }

  /** The events of a person's word; throws what the rules refuse. */
  stating(fact: StatedFact, person = 'legal', signer = person): readonly FactEvent[] {
    const role = this.state.approvers.get(person)?.role ?? ''
    const signed = {
      case: 'case-1',
      verdict: 'state',
      contentHash: factHash('case-1', fact),
      person,
      role,
    } as const
    const signature = signFact(signed, keyOf(signer))
    return decideFact(
      this.log,
      { command: 'state', fact, person, signature },
      { estate: this.estate, now: new Date(this.now) },
    )
  }

  say(field: string, value: StatedFact['value'], more: Partial<StatedFact> = {}, person = 'legal'): this {
    return this.believe(...this.stating(this.fact(field, value, more), person))
  }

  withdraw(id: string, reason = 'it was wrong', person = 'legal'): this {
    const hash = this.log.stated.get(id)?.hash ?? ''
    const role = this.state.approvers.get(person)?.role ?? ''
    const contentHash = withdrawalHash(hash, reason)
    const signature = signFact(
      { case: 'case-1', verdict: 'withdraw', contentHash, person, role },
      keyOf(person),
    )
    return this.believe(
      ...decideFact(
        this.log,
        { command: 'withdraw', fact: id, reason, person, signature },
        { now: new Date(this.now) },
      ),
    )
  }

  believe(...events: readonly FactEvent[]): this {
    for (const event of events) {
      this.events.push(event)
      this.log = withFact(this.log, event, new Date(this.now).toISOString())
    }
    return this
  }

  base(): FactBase {
    const { clocks, desk, estate } = this
    return factBase(this.log, { case: this.state, clocks, desk, estate, now: new Date(this.now) })
  }

  sheet(scope: FactScope = 'all'): FactSheet {
    return factSheet(this.base(), scope)
  }
}

export function keyOf(person: string): KeyObject {
  return keys.get(person) ?? assert.fail(person)
}
