import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nightCase } from '../case/approval-case.fixture.ts'
import { passkey } from '../case/passkey.fixture.ts'
import { emptyFilings, type FilingLog, isEnough, standingApprovals, withFiling } from './filing-log.ts'
import { approvalHash } from './signed-filing.ts'

const hash = (letter: string): string => letter.repeat(64)
const roles = ['legal', 'management']
const subject = { kind: 'filing', name: 'bsig-32-1-2 de' } as const

function deskNight() {
  const { night } = nightCase()
  const [leo, mara] = [passkey('leo'), passkey('mara')]
  night.register(leo, ['legal'], [], 'x')
  night.register(mara, ['management'], [], 'x')
  let filings = emptyFilings('night-1')
  const log = (): FilingLog => ({ ...filings, case: night.state })
  const draft = (revision: number, contentHash: string): void => {
    filings = withFiling(log(), {
      type: 'filing.drafted',
      duty: 'bsig-32-1-2',
      language: 'de',
      revision,
      contentHash,
      substance: contentHash,
      view: hash('1'),
      rules: hash('2'),
      sheet: { version: 1, hash: hash('3') },
      head: { entry: 1, hash: hash('4') },
      missing: [],
    })
  }
  const ask = (document: string, more: { incomplete?: string; contentHash?: string } = {}): string => {
    const { incomplete } = more
    return night.ask({
      subject,
      contentHash: more.contentHash ?? approvalHash(document, incomplete),
      content: { document, ...(incomplete !== undefined && { incomplete }) },
      roles,
      distinctRoles: true,
    })
  }
  const approved = (document: string): boolean => isEnough(roles, standingApprovals(log(), document))
  return { night, leo, mara, log, draft, ask, approved }
}

test('two passkeys, one of each role, approve exactly this content, and it stays approved when the request is over', () => {
  const { night, leo, mara, log, draft, ask, approved } = deskNight()
  draft(1, hash('a'))
  const request = ask(hash('a'))
  night.run(night.word(leo, request, { role: 'legal' }))
  assert.equal(approved(hash('a')), false)
  night.run(night.word(mara, request, { role: 'management' }))
  assert.equal(approved(hash('a')), true)
  night.at += 40 * 24 * 3_600_000
  assert.equal(approved(hash('a')), true, 'the register of next month names the same people')
  draft(2, hash('b'))
  assert.equal(approved(hash('b')), false, 'a later revision is approved by nobody yet')
  night.run({ command: 'revokeKey', keyId: mara.keyId, by: 'anna', reason: 'lost' })
  assert.equal(approved(hash('a')), false)
  assert.deepEqual(
    standingApprovals(log(), hash('a')).map(({ person }) => person),
    ['leo'],
  )
})

test('a request whose hash is another one than its document, or whose reason nobody signed, approves nothing', () => {
  const { night, leo, mara, draft, ask, approved, log } = deskNight()
  draft(1, hash('a'))
  const forged = ask(hash('a'), { contentHash: hash('c') })
  for (const [key, role] of [
    [leo, 'legal'],
    [mara, 'management'],
  ] as const) {
    night.run(night.word(key, forged, { role }))
  }
  assert.equal(approved(hash('a')), false)
  const gap = ask(hash('a'), { incomplete: 'the 24 hours end' })
  night.run(night.word(leo, gap, { role: 'legal' }))
  assert.deepEqual(
    standingApprovals(log(), hash('a')).map(({ incomplete }) => incomplete),
    ['the 24 hours end'],
  )
})

test('what ran out half signed counts no more once somebody asks anew; an objection ends it at once', () => {
  const { night, leo, mara, draft, ask, approved, log } = deskNight()
  draft(1, hash('a'))
  const first = ask(hash('a'))
  night.run(night.word(leo, first, { role: 'legal' }))
  night.at += 9 * 3_600_000
  const second = ask(hash('a'))
  night.run(night.word(mara, second, { role: 'management' }))
  assert.equal(approved(hash('a')), false, 'leo has to look again')
  night.run(night.word(leo, second, { role: 'legal', verdict: 'reject', reason: 'wrong date' }))
  assert.deepEqual(standingApprovals(log(), hash('a')), [])
})
