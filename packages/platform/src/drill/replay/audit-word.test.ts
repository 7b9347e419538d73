import assert from 'node:assert/strict'
import { test } from 'node:test'

import { draftOf } from '../../core/case/index.ts'
import type { Entry } from '../../core/evidence/index.ts'
import { claimsInForce, draftHash } from '../../core/updates/index.ts'
import { exampleEstate } from '../../core/updates/estate.fixture.ts'
import { PlayedDesk } from '../../core/updates/played-desk.fixture.ts'
import { auditWord } from './audit-word.ts'

/** A log of what a desk believed, each event at the time it was believed. */
class Log {
  readonly entries: Entry[] = []
  readonly played = new PlayedDesk()

  do(step: (played: PlayedDesk) => unknown): this {
    const before = this.played.events.length
    step(this.played)
    const at = new Date(this.played.now).toISOString()
    for (const event of this.played.events.slice(before)) {
      const { type, ...data } = event
      const isOwn = !('kind' in event) && /^(?:update\.(?!published)|claim|service\.stated)/.test(type)
      const entry =
        isOwn || type === 'update.drafted'
          ? { kind: type, at, data }
          : draftOf(event as Parameters<typeof draftOf>[0], { actor: 'x', at })
      this.entries.push(entry as unknown as Entry)
    }
    return this
  }

  audit() {
    return auditWord(this.entries, this.played.desk.case.id, exampleEstate)
  }
}

const text = { de: 'Die Arbeit geht weiter.', en: 'Work goes on.' }

/** Two people sign a text that the checks would refuse, and it is written into the log as published. */
function publishedPastTheChecks(played: PlayedDesk, update: string, words: { de: string; en: string }): void {
  const draft = played.draftOf(update, words)
  played.believe({ type: 'update.drafted', ...draft }).approve(update)
  const contentHash = draftHash(played.desk.case.id, draft, claimsInForce(played.desk))
  const { asOf = '', nextBy = '' } = draft
  played.believe({ type: 'update.published', update, asOf, nextBy, text: words, contentHash, states: {} })
}

test('a kept promise is kept, a late one is named with its update, and the gap is measured', () => {
  const log = new Log().do((desk) => desk.declare()).do((desk) => desk.publish('one', text))
  log.do((desk) => desk.wait(3.5)).do((desk) => desk.publish('two', text))
  assert.deepEqual(log.audit().latePromises, [])
  log.do((desk) => desk.wait(4.5)).do((desk) => desk.publish('three', text))
  assert.deepEqual(log.audit().latePromises, [2])
  assert.equal(log.audit().longestGapHours, 4.5)
})

test('a contradiction that two people signed past the checks is found in the log', () => {
  const log = new Log()
    .do((desk) => desk.declare())
    .do((desk) => desk.state('outflow', 'exfiltration', 'indicated'))
  log.do((desk) => desk.publish('one', { de: '{claim:outflow}', en: '{claim:outflow}' }))
  assert.deepEqual(log.audit().contradictions, [])
  log.do((desk) => desk.wait(1))
  const words = { de: 'Es sind keine Daten abgeflossen.', en: 'No data was stolen.' }
  log.do((desk) => publishedPastTheChecks(desk, 'two', words))
  assert.equal(log.audit().updates, 2)
  assert.deepEqual(log.audit().contradictions, [2])
})

test('a customer who is named past the checks is found in the log', () => {
  const log = new Log().do((desk) => desk.declare())
  const words = { de: 'Nordwind Makler arbeitet wieder.', en: 'Nordwind Makler is working again.' }
  log.do((desk) => publishedPastTheChecks(desk, 'one', words))
  assert.deepEqual(log.audit().namedCustomers, [1])
})

test('a claim that is taken back opens a correction, and how long it stood is measured', () => {
  const log = new Log()
    .do((desk) => desk.declare())
    .do((desk) => desk.state('outflow', 'exfiltration', 'no_indication'))
  log
    .do((desk) => desk.publish('one', { de: '{claim:outflow}', en: '{claim:outflow}' }))
    .do((desk) => desk.wait(2))
  log.do((desk) => desk.state('outflow', 'exfiltration', 'confirmed', { asOf: '2026-03-11T09:00:00.000Z' }))
  assert.equal(log.audit().openCorrections, 1)
  const was = log.played.desk.published[0]?.text ?? text
  const why = { de: 'Es wurde ein Programm gefunden.', en: 'A program was found.' }
  log
    .do((desk) => desk.wait(1))
    .do((desk) =>
      desk.publish(
        'two',
        { de: '{claim:outflow}', en: '{claim:outflow}' },
        { corrects: { number: 1, was, why } },
      ),
    )
  assert.deepEqual(log.audit().corrected, [{ number: 1, hours: 1 }])
  assert.equal(log.audit().openCorrections, 0)
})
