import { type ChainHead, emptyChain, type Entry, sealEntries } from '../evidence/index.ts'
import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  draftOf,
  eventOf,
  evolve,
  initialCase,
  isRefusal,
  registrationSealed,
  type Refusal,
  type RequestDecision,
  requestSealed,
  unitContentHash,
  type Voucher,
} from './index.ts'
import { cleanRun } from './clean-run.fixture.ts'
import { type Lies, origin, type Passkey, passkey, rpId } from './passkey.fixture.ts'

export const digest = 'a'.repeat(64)
export const otherDigest = 'b'.repeat(64)

/** A case with its sealed log: requests get their place in it, as in the real one. */
export class TestCase {
  state: CaseState
  at = Date.parse('2026-03-11T06:00:00.000Z')
  readonly entries: Entry[] = []
  #head: ChainHead = emptyChain

  constructor(id = 'night-1') {
    this.state = initialCase(id)
  }

  get now(): string {
    return new Date(this.at).toISOString()
  }

  /** Undefined when it happened, else why not. */
  run(command: Command): Refusal['refused'] | undefined {
    const result = decide(this.state, command, this.now)
    if (isRefusal(result)) return result.refused
    this.write(result)
    return undefined
  }

  /** As somebody who can write the log, and decides nothing. */
  write(events: readonly CaseEvent[]): void {
    const drafts = events.map((event) => draftOf(event, { actor: 'test', at: this.now }))
    const sealed = sealEntries(this.state.id, this.#head, drafts)
    this.#head = sealed.head
    for (const entry of sealed.entries) {
      this.entries.push(entry)
      this.state = believed(this.state, entry)
    }
  }

  declare(exercise = true): this {
    this.run({ command: 'declare', title: 'x', exercise, tenants: ['t1', 't2'], services: [] })
    return this
  }

  scan(unit = 't1', manifestDigest = digest): this {
    this.run({ command: 'record', facts: cleanRun(unit, { manifestDigest }) })
    return this
  }

  isolate(): this {
    this.run({
      command: 'record',
      facts: [{ type: 'isolation.proven', systems: ['s'], probes: 1, proof: digest }],
    })
    return this
  }

  register(key: Passkey, roles: readonly string[], vouchers: readonly Voucher[] = [], genesis?: string) {
    const { person, publicKey, keyId, credentialId } = key
    const fact = { person, roles, publicKey, keyId, credentialId, rpId, vouchers }
    return this.run({ command: 'registerCredential', ...fact, ...(genesis !== undefined && { genesis }) })
  }

  /** The end of an approval that is signed now. */
  end(hours = 8): string {
    return new Date(this.at + hours * 3_600_000).toISOString()
  }

  hashOf(unit = 't1'): string {
    const found = this.state.units.get(unit)
    return found === undefined ? '' : unitContentHash(this.state.id, found)
  }

  /** Opens a request for the release of a unit, or another one; answers its id. */
  ask(more: Partial<Extract<Command, { command: 'requestApproval' }>> = {}): string {
    const request = `request-${String(this.entries.length).padStart(12, '0')}`
    const refused = this.run({
      command: 'requestApproval',
      request,
      subject: { kind: 'unit', name: 't1' },
      contentHash: this.hashOf(),
      scope: { tenants: ['t1'], services: [] },
      quorum: 2,
      roles: [],
      authors: [],
      reason: 'all was checked',
      by: 'bernd',
      expiresAt: new Date(this.at + 8 * 3_600_000).toISOString(),
      origin,
      ...more,
    })
    return refused ?? request
  }

  /** The command of a signed word. */
  word(key: Passkey, request: string, more: Partial<RequestDecision> & { lies?: Lies } = {}) {
    const { lies, ...said } = more
    const decision: RequestDecision = {
      request,
      verdict: 'approve',
      person: key.person,
      role: 'lead',
      reason: '',
      signedAt: this.now,
      ...said,
    }
    const asked = this.state.requests.get(request)
    if (asked === undefined) throw new Error(`no request ${request}`)
    const seal = key.sign(requestSealed(this.state.id, asked, decision), lies)
    return { command: 'signRequest' as const, ...decision, seal }
  }

  release() {
    return this.run({
      command: 'release',
      unit: 't1',
      manifestDigest: this.state.units.get('t1')?.restored?.manifestDigest ?? '',
      ruleSetDigest: digest,
      files: 5,
      bytes: 50,
    })
  }
}

/** The state as whoever reads the log again has it. */
export function replayed({ entries, state }: TestCase): CaseState {
  return entries.reduce(believed, initialCase(state.id))
}

function believed(state: CaseState, entry: Entry): CaseState {
  const event = eventOf(entry)
  return event === undefined ? state : evolve(state, event, entry.at)
}

export function vouch(by: Passkey, key: Passkey, roles: readonly string[]): Voucher {
  const { person, keyId, credentialId } = key
  return {
    person: by.person,
    seal: by.sign(registrationSealed({ person, roles, keyId, credentialId, rpId })),
  }
}

export function threePeople() {
  return { anna: passkey('anna'), bernd: passkey('bernd', 'EdDSA'), clara: passkey('clara', 'RS256') }
}

/** A declared, isolated and scanned case with three people of the host's choice. */
export function nightCase(id?: string, people = threePeople()) {
  const night = new TestCase(id).declare().isolate().scan()
  for (const key of Object.values(people)) {
    night.register(key, ['lead', 'security'], [], 'invited by the account')
  }
  return { night, ...people }
}
