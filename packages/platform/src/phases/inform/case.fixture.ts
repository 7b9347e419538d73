import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

import {
  type CaseEvent,
  type CaseState,
  type Command,
  decide,
  evolve,
  type FactCommand,
  initialCase,
  isRefusal,
  signApproval,
  unitContentHash,
} from '../../core/case/index.ts'
import { type Estate, parseEstate } from '../../core/estate/index.ts'
import { publicPem } from '../../core/evidence/index.ts'
import { updateTexts } from '../../core/messages/index.ts'

/** The provider that comes with the platform. */
export const exampleEstate: Estate = readExample()

const digests = { plan: 'a'.repeat(64), manifest: 'b'.repeat(64), rules: 'c'.repeat(64) }
const people = ['anna', 'bernd'] as const
const keys = new Map<string, KeyObject>(
  people.map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)

/** A case that is played through the real rules; a refused command fails the test. */
export class PlayedCase {
  state: CaseState
  readonly events: CaseEvent[] = []
  now = Date.parse('2026-03-11T05:12:00Z')

  constructor(id = 'case-2026-03') {
    this.state = initialCase(id)
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
      this.state = evolve(this.state, event, new Date(this.now).toISOString())
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
    return this
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
    const signature = signApproval({ case: this.state.id, unit, contentHash, person, role: 'lead' }, key)
    return { command: 'approve', unit, contentHash, person, signature }
  }

  releaseCommand(unit: string, files = 2409): Command {
    const { manifest: manifestDigest, rules: ruleSetDigest } = digests
    return { command: 'release', unit, manifestDigest, ruleSetDigest, files, bytes: files * 17_951 }
  }

  release(unit: string): this {
    for (const person of people) this.run(this.approval(unit, person))
    return this.run(this.releaseCommand(unit))
  }

  publish(update: string, text: { de: string; en: string }, nextInHours: number | 'no promise' = 4): this {
    const asOf = new Date(this.now - 600_000).toISOString()
    const nextBy =
      nextInHours === 'no promise' ? '' : new Date(this.now + nextInHours * 3_600_000).toISOString()
    return this.record({ type: 'update.published', update, asOf, nextBy, text })
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

function readExample(): Estate {
  const file = new URL('../../../../../examples/estate.yaml', import.meta.url)
  const parsed = parseEstate(readFileSync(file, 'utf8'), 'examples/estate.yaml')
  assert.ok('estate' in parsed, JSON.stringify(parsed))
  return parsed.estate
}
