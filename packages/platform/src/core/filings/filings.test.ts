import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { decide, evolve, isRefusal } from '../case/index.ts'
import { duties, type Duty } from '../duties/index.ts'
import { publicPem } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { decideFiling } from './decide-filing.ts'
import { filingName, type Revision } from './filing.ts'
import { filingDraft, type FilingEvent, filingEventOf } from './filing-event.ts'
import {
  emptyFilings,
  type FilingLog,
  isConsented,
  isEnough,
  latestRevision,
  standingApprovals,
  withFiling,
} from './filing-log.ts'
import { approvalHash, consentHash, signFiling } from './signed-filing.ts'

const roles = ['legal', 'management', 'dpo', 'guest'] as const
const keys = new Map<string, KeyObject>(
  roles.map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)
const at = '2026-03-11T06:00:00.000Z'
const duty = duties.find(({ id }) => id === 'bsig-32-1-2') as Duty
const hash = (letter: string): string => letter.repeat(64)

function declared(): FilingLog {
  let log = emptyFilings('c1')
  const run = (command: Parameters<typeof decide>[1]): void => {
    const events = decide(log.case, command)
    assert.ok(!isRefusal(events), JSON.stringify(events))
    for (const event of events) log = { ...log, case: evolve(log.case, event, at) }
  }
  run({ command: 'declare', title: 'x', exercise: true, tenants: ['t1'], services: [] })
  for (const [person, key] of keys) {
    run({ command: 'registerApprover', person, role: person, publicKey: publicPem(key) })
  }
  return log
}

function revision(contentHash: string, missing: readonly string[] = []): Omit<Revision, 'revision'> {
  const head = { entry: 1, hash: hash('0') }
  const sheet = { version: 1, hash: hash('1') }
  return {
    duty: duty.id,
    language: 'de',
    contentHash,
    substance: contentHash,
    view: hash('2'),
    rules: hash('3'),
    sheet,
    head,
    missing,
  }
}

const name = filingName({ duty: duty.id, language: 'de' })

function drafted(log: FilingLog, contentHash: string, missing: readonly string[] = []): FilingLog {
  return decideFiling(log, { command: 'draft', drafts: [revision(contentHash, missing)] }).reduce(
    withFiling,
    log,
  )
}

function approving(log: FilingLog, contentHash: string, person: string, incomplete?: string) {
  const content = approvalHash(contentHash, incomplete)
  const signed = { case: 'c1', subject: 'filing', name, contentHash: content, person, role: person } as const
  const signature = signFiling(signed, keys.get(person) ?? assert.fail())
  const more = incomplete === undefined ? {} : { incomplete }
  return decideFiling(log, {
    command: 'approve',
    filing: name,
    duty,
    contentHash,
    person,
    signature,
    ...more,
  })
}

function approve(log: FilingLog, contentHash: string, person: string, incomplete?: string): FilingLog {
  return approving(log, contentHash, person, incomplete).reduce(withFiling, log)
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof AnlaufError)
    return error.message
  }
  return 'nothing was refused'
}

test('the same words are one revision, other words the next one', () => {
  let log = drafted(declared(), hash('a'))
  log = drafted(log, hash('a'))
  assert.equal(latestRevision(log, name)?.revision, 1)
  log = drafted(log, hash('b'))
  assert.equal(latestRevision(log, name)?.revision, 2)
  log = drafted(log, hash('a'))
  assert.equal(latestRevision(log, name)?.revision, 3, 'back to earlier words is a step forward too')
})

test('two people of the duty’s roles sign one content; a new revision is approved by nobody', () => {
  let log = drafted(declared(), hash('a'))
  assert.match(
    refusal(() => approving(log, hash('a'), 'dpo')),
    /does not sign off/,
  )
  log = approve(log, hash('a'), 'legal')
  assert.equal(isEnough(duty.approve, standingApprovals(log, hash('a'))), false)
  assert.match(
    refusal(() => approving(log, hash('a'), 'legal')),
    /signed this already/,
  )
  log = approve(log, hash('a'), 'management')
  assert.equal(isEnough(duty.approve, standingApprovals(log, hash('a'))), true)
  log = drafted(log, hash('b'))
  assert.equal(isEnough(duty.approve, standingApprovals(log, hash('b'))), false)
  assert.match(
    refusal(() => approving(log, hash('a'), 'legal')),
    /drafted anew/,
  )
})

test('with a gap the reason is signed, and another reason is another signature', () => {
  const log = drafted(declared(), hash('a'), ['1.1'])
  assert.match(
    refusal(() => approving(log, hash('a'), 'legal')),
    /lacks 1 required answers: 1.1/,
  )
  const [event] = approving(log, hash('a'), 'legal', 'follows tomorrow')
  assert.ok(event?.type === 'filing.approved')
  assert.equal(standingApprovals(withFiling(log, event), hash('a')).length, 1)
  const forged = { ...event, incomplete: 'not needed' }
  assert.equal(standingApprovals(withFiling(log, forged), hash('a')).length, 0)
})

test('an approval of a revoked key counts no more', () => {
  let log = approve(drafted(declared(), hash('a')), hash('a'), 'legal')
  const keyId = log.case.approvers.get('legal')?.keyId ?? ''
  const revoked = { type: 'key.revoked', keyId, person: 'legal', by: 'dpo', reason: 'stolen' } as const
  log = { ...log, case: evolve(log.case, revoked, at) }
  assert.equal(standingApprovals(log, hash('a')).length, 0)
})

test('one person with two roles is one person, one key in two hands one key', () => {
  const one = { person: 'a', role: 'legal', keyId: 'k1' }
  assert.ok(!isEnough(['legal', 'management'], [one, { ...one, role: 'management' }]))
  assert.ok(!isEnough(['legal', 'management'], [one, { person: 'b', role: 'management', keyId: 'k1' }]))
  assert.ok(isEnough(['legal', 'management'], [one, { person: 'b', role: 'management', keyId: 'k2' }]))
  assert.ok(!isEnough(['legal'], [one]), 'also a duty of one role takes two people')
  assert.ok(isEnough(['legal'], [{ person: 'b', role: 'it', keyId: 'k2' }, one]))
})

test('a document that is kept apart takes counsel and management on exactly this', () => {
  let log = declared()
  const consent = (person: string, document = hash('d'), signer = person): FilingLog => {
    const contentHash = consentHash(document, 'bdsg42-43', 'asked by the prosecutor')
    const signed = {
      case: 'c1',
      subject: 'consent',
      name: 'stpo-158 de',
      contentHash,
      person,
      role: person,
    } as const
    const signature = signFiling(signed, keys.get(signer) ?? assert.fail())
    return decideFiling(log, {
      command: 'consent',
      document,
      tag: 'bdsg42-43',
      into: 'stpo-158 de',
      reason: 'asked by the prosecutor',
      person,
      signature,
    }).reduce(withFiling, log)
  }
  assert.match(
    refusal(() => consent('dpo')),
    /cannot consent/,
  )
  assert.match(
    refusal(() => consent('legal', hash('d'), 'guest')),
    /not that of legal/,
  )
  log = consent('legal')
  assert.equal(isConsented(log, hash('d'), 'bdsg42-43', 'stpo-158 de'), false)
  log = consent('management')
  assert.equal(isConsented(log, hash('d'), 'bdsg42-43', 'stpo-158 de'), true)
  assert.equal(isConsented(log, hash('e'), 'bdsg42-43', 'stpo-158 de'), false)
  assert.equal(isConsented(log, hash('d'), 'counsel-forensics', 'stpo-158 de'), false)
  assert.equal(isConsented(log, hash('d'), 'bdsg42-43', 'vvg-30 de'), false)
})

test('whatever is written into the log, nothing is approved without two registered signatures on it', () => {
  const base = drafted(declared(), hash('a'))
  const genuine = [...approving(base, hash('a'), 'legal'), ...approving(base, hash('a'), 'management')]
  const twisted = fc.constantFrom(...genuine).chain((event) =>
    fc
      .record({
        person: fc.constantFrom('legal', 'management', 'dpo', 'stranger'),
        role: fc.constantFrom('legal', 'management'),
        swapKey: fc.boolean(),
        incomplete: fc.option(fc.constant('x'), { nil: undefined }),
      })
      .map(({ person, role, swapKey, incomplete }): FilingEvent => {
        assert.ok(event.type === 'filing.approved')
        const keyId = swapKey ? (base.case.approvers.get('dpo')?.keyId ?? '') : event.signed.keyId
        return {
          ...event,
          ...(incomplete && { incomplete }),
          signed: { ...event.signed, person, role, keyId },
        }
      }),
  )
  fc.assert(
    fc.property(fc.array(twisted, { maxLength: 6 }), (events) => {
      const log = events.reduce(withFiling, base)
      const people = new Set(
        events.flatMap((event) =>
          genuine.some((one) => JSON.stringify(one) === JSON.stringify(event)) &&
          event.type === 'filing.approved'
            ? [event.signed.person]
            : [],
        ),
      )
      assert.equal(isEnough(duty.approve, standingApprovals(log, hash('a'))), people.size === 2)
    }),
    { numRuns: 1000 },
  )
})

test('events survive their way through an entry', () => {
  const [event] = decideFiling(declared(), { command: 'draft', drafts: [revision(hash('a'))] })
  assert.ok(event)
  const draft = filingDraft(event, { at, actor: 'x' })
  const entry = { tool: 'x', toolVersion: '1', ...draft, seq: 1, case: 'c1', prev: hash('0') }
  assert.deepEqual(filingEventOf(entry), event)
})
