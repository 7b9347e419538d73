import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

import {
  approvalEnd,
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  type FactCommand,
  isRefusal,
  signApproval,
  unitContentHash,
} from '../../core/case/index.ts'
import type { Words } from '../../core/estate/index.ts'
import { publicPem } from '../../core/evidence/index.ts'
import { updateTexts } from '../../core/messages/index.ts'
import {
  caseOf,
  claimHash,
  claimsInForce,
  type ClaimStatement,
  type Correction,
  decideDesk,
  type Desk,
  type DeskCommand,
  type DeskEvent,
  draftHash,
  evolveDesk,
  initialDesk,
  isDeskRefusal,
  parseDraftFile,
  publicService,
  type Signature,
  type SignedDecision,
  serviceHash,
  type StatedState,
  signDecision,
  subjectOf,
} from '../../core/updates/index.ts'
import { exampleEstate } from '../../core/updates/estate.fixture.ts'

export { exampleEstate }

const digests = { plan: 'a'.repeat(64), manifest: 'b'.repeat(64), rules: 'c'.repeat(64) }
const people = ['anna', 'bernd'] as const
const keys = new Map<string, KeyObject>(
  people.map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)
/** Who answers for the words, and who for the law. */
const speakers = new Map<string, KeyObject>(
  ['comms', 'legal', 'service-owner', 'management', 'dpo', 'forensics'].map((role) => [
    role,
    generateKeyPairSync('ed25519').privateKey,
  ]),
)

/** A case that is played through the real rules; a refused command fails the test. */
export class PlayedCase {
  desk: Desk
  readonly events: CaseEvent[] = []
  now = Date.parse('2026-03-11T05:12:00Z')

  constructor(id = 'case-2026-03') {
    this.desk = initialDesk(id)
  }

  get state(): CaseState {
    return this.desk.case
  }

  /** Lets time go by. */
  wait(hours: number): this {
    this.now += hours * 3_600_000
    return this
  }

  run(command: Command): this {
    const result = decide(this.state, command)
    assert.ok(!isRefusal(result), isRefusal(result) ? `${result.message} ${result.hint}` : '')
    for (const event of result) {
      this.events.push(event)
      this.believe(event)
    }
    return this
  }

  /** As `run`, but a refusal changes nothing. */
  tryTo(command: Command): this {
    return isRefusal(decide(this.state, command)) ? this : this.run(command)
  }

  record(...facts: readonly FactCommand[]): this {
    return this.run({ command: 'record', facts })
  }

  declare(
    options: { tenants?: readonly string[]; services?: readonly string[]; exercise?: boolean } = {},
  ): this {
    const { tenants = exampleEstate.tenants.map(({ id }) => id), exercise = true } = options
    const { services = ['mail', 'share', 'document-service', 'consult', 'directory'] } = options
    const onset = { from: '2026-03-10T22:00:00.000Z', to: '2026-03-11T02:00:00.000Z' }
    this.run({ command: 'declare', title: 'x', exercise, tenants, services, onset })
    for (const [person, key] of keys) {
      const publicKey = publicPem(createPublicKey(key))
      this.run({ command: 'registerApprover', person, role: 'lead', publicKey })
    }
    for (const [role, key] of speakers) {
      const publicKey = publicPem(createPublicKey(key))
      this.run({ command: 'registerApprover', person: role, role, publicKey })
    }
    for (const { id } of exampleEstate.services) {
      if (!services.includes(id)) this.stateService(id, 'not_affected')
    }
    return this
  }

  /** The service's owner says something of it. */
  stateService(service: string, state: StatedState, instruction?: Words): this {
    const evidence = state === 'not_affected' ? ['e'.repeat(64)] : []
    const asOf = new Date(this.now).toISOString()
    const statement = { service, state, asOf, evidence, ...(instruction && { instruction }) }
    const contentHash = serviceHash(this.state.id, statement)
    const signed = this.sign('service', service, contentHash, 'service-owner')
    return this.believe({ type: 'service.stated', statement, signed })
  }

  isolate(): this {
    return this.record({
      type: 'isolation.proven',
      systems: ['mbox1', 'files1', 'db1'],
      probes: 12,
      proof: 'p',
    })
  }

  choose(unit: string, files = 2410): this {
    const reasons = { unharmed: files - 12, newestClean: 12, noCleanVersion: 3 }
    const fact = { unit, planDigest: digests.plan, files, bytes: files * 17_951, leftOut: 3, reasons }
    return this.record({ type: 'unit.restorePointsChosen', ...fact })
  }

  restore(unit: string, files = 2409): this {
    const { manifest: manifestDigest } = digests
    return this.record({ type: 'unit.restored', unit, manifestDigest, files, bytes: files * 17_951 })
  }

  verify(unit: string, files = 2409): this {
    const { manifest: manifestDigest } = digests
    return this.record({ type: 'unit.verified', unit, manifestDigest, files, bytes: files * 17_951 })
  }

  hold(unit: string): this {
    return this.record({
      type: 'item.quarantined',
      unit,
      item: 'i'.repeat(64),
      sha256: 'd'.repeat(64),
      rules: ['r'],
    })
  }

  scan(unit: string, clean = 2409, unscanned = 0): this {
    const { manifest: manifestDigest, rules: ruleSetDigest } = digests
    const engine = { engine: 'e', engineVersion: '1', ruleSetDigest }
    const counts = { clean, unscanned, quarantined: 1, caseReview: 0 }
    return this.record({ type: 'unit.scanned', unit, manifestDigest, ...engine, ...counts })
  }

  approval(unit: string, person: string): Command {
    const state = this.state.units.get(unit) ?? { unit, approvals: [], quarantined: 0, caseReview: 0 }
    const contentHash = unitContentHash(this.state.id, state)
    const key = keys.get(person)
    assert.ok(key)
    const said = { unit, contentHash, person, expiresAt: approvalEnd(new Date(this.now)) }
    const signature = signApproval({ case: this.state.id, ...said, role: 'lead' }, key)
    return { command: 'approve', ...said, signature }
  }

  releaseCommand(unit: string, files = 2409): Command {
    const { manifest: manifestDigest, rules: ruleSetDigest } = digests
    return { command: 'release', unit, manifestDigest, ruleSetDigest, files, bytes: files * 17_951 }
  }

  release(unit: string): this {
    for (const person of people) this.run(this.approval(unit, person))
    return this.run(this.releaseCommand(unit))
  }

  /** Publishes whatever it is given, signed by both people: what the checks refuse is tested elsewhere. */
  publish(
    update: string,
    text: Words,
    nextInHours: number | 'no promise' = 4,
    {
      asOf = new Date(this.now - 600_000).toISOString(),
      corrects,
    }: { asOf?: string; corrects?: Correction } = {},
  ): this {
    const nextBy =
      nextInHours === 'no promise' ? '' : new Date(this.now + nextInHours * 3_600_000).toISOString()
    const draft = { update, kind: 'news' as const, text, asOf, nextBy, ...(corrects && { corrects }) }
    this.believe({ type: 'update.drafted', ...draft })
    const contentHash = draftHash(this.state.id, draft, claimsInForce(this.desk))
    for (const person of ['comms', 'legal']) {
      this.believe({ type: 'update.approved', update, ...this.sign('update', update, contentHash, person) })
    }
    const states = Object.fromEntries(
      exampleEstate.services.map((one) => [
        one.id,
        publicService(this.state, exampleEstate, one, this.desk.services).state,
      ]),
    )
    const event = { type: 'update.published' as const, update, asOf, nextBy, text, contentHash, states }
    this.events.push(event)
    return this.believe(event)
  }

  /** Through the real desk: drafted, checked, approved by these people, published. A refusal fails the test. */
  put(update: string, file: string, people: readonly string[] = ['comms', 'legal']): this {
    const desk = (command: DeskCommand): void => {
      const result = decideDesk(this.desk, command, { estate: exampleEstate, now: new Date(this.now) })
      assert.ok(!isDeskRefusal(result), JSON.stringify(result))
      for (const event of result) this.believe(event)
    }
    desk({ command: 'draft', draft: parseDraftFile(update, file) })
    for (const person of people) {
      const draft = this.desk.drafts.get(update)
      assert.ok(draft)
      const contentHash = draftHash(this.state.id, draft, claimsInForce(this.desk))
      const { signature } = this.sign(subjectOf(draft), update, contentHash, person)
      desk({ command: 'approve', update, contentHash, person, signature })
    }
    desk({ command: 'publish', update })
    return this
  }

  /** A claim that one person may state. */
  claim(statement: ClaimStatement, person = 'forensics'): this {
    const contentHash = claimHash(this.state.id, statement)
    const signed = this.sign('claim', statement.claim, contentHash, person)
    return this.believe({ type: 'claim.stated', statement, signed })
  }

  /** An update that takes the place of another one. */
  correct(number: number, text: Words): this {
    const was = this.desk.published[number - 1]?.text ?? text
    const why = { de: 'Die Zahl war falsch.', en: 'The number was wrong.' }
    return this.publish(`correction-of-${number}`, text, 4, { corrects: { number, was, why } })
  }

  /** What a person signs, as the log keeps it. */
  sign(subject: SignedDecision['subject'], name: string, contentHash: string, person: string): Signature {
    const key = speakers.get(person) ?? keys.get(person)
    const approver = this.state.approvers.get(person)
    assert.ok(key && approver)
    const { role, keyId } = approver
    const decision = { case: caseOf(subject, this.state.id), subject, name, contentHash, person, role }
    return { person, role, keyId, contentHash, signature: signDecision(decision, key) }
  }

  private believe(event: CaseEvent | DeskEvent): this {
    this.desk = evolveDesk(this.desk, event, new Date(this.now).toISOString())
    return this
  }
}

/** The same incident, seen at several moments. */
export const moments = {
  declared: () => {
    const { de, en } = updateTexts
    return new PlayedCase().declare().publish('declared', { de: de.declared(), en: en.declared() })
  },
  contained: () => {
    const text = { de: updateTexts.de.contained(3), en: updateTexts.en.contained(3) }
    return moments.declared().wait(1.5).isolate().publish('contained', text)
  },
  restoring: () => {
    const played = moments.contained().wait(2.4)
    for (const { id } of exampleEstate.tenants) played.choose(id)
    const text = { de: updateTexts.de.restoring(4, '9.640'), en: updateTexts.en.restoring(4, '9,640') }
    return played.publish('restoring', text)
  },
  verifying: () => {
    const played = moments.restoring().wait(6)
    for (const { id } of exampleEstate.tenants) played.restore(id).hold(id)
    played.verify('nordwind').scan('nordwind').verify('lindenhof')
    return played.publish('verifying', {
      de: 'Alle Daten sind in der getrennten Umgebung wiederhergestellt. Wir prüfen sie jetzt auf Vollständigkeit und auf Schadsoftware.\n\nVier auffällige Dateien haben wir zurückgehalten; wir untersuchen sie einzeln.',
      en: 'All data has been restored in the separate environment. We are now checking it for completeness and for malware.\n\nWe are holding back four conspicuous files and examining them one by one.',
    })
  },
  partlyReleased: () => {
    const played = moments
      .verifying()
      .wait(16)
      .release('nordwind')
      .wait(1)
      .scan('lindenhof')
      .release('lindenhof')
    return played.publish(
      'first-release',
      { de: updateTexts.de.reopened(2, 4), en: updateTexts.en.reopened(2, 4) },
      24,
    )
  },
  allReleased: () => {
    const played = moments.partlyReleased().wait(20)
    for (const unit of ['alpenblick', 'hafenkontor']) played.verify(unit).scan(unit).release(unit)
    return played.publish(
      'reopened',
      { de: updateTexts.de.reopened(4, 4), en: updateTexts.en.reopened(4, 4) },
      72,
    )
  },
  closed: () => moments.allReleased().wait(70).run({ command: 'close' }),
}
