import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { nightCase } from '../case/approval-case.fixture.ts'
import { type Passkey, passkey } from '../case/passkey.fixture.ts'
import type { ClaimState } from '../messages/index.ts'
import { askForClaim, askToTakeBack, type ClaimRequest } from './asked-claim.ts'
import { type ClaimStatement, readyWording } from './claims/claim.ts'
import { correctionTasks, type Desk, initialDesk, standingHash } from './desk.ts'
import { deskAfter } from './desk-after.ts'
import { claimRoles, claimSigners } from './roles.ts'

/** A night whose desk reads every entry of the real log, as the server does. */
function claimNight() {
  const { night } = nightCase()
  const people = { finn: passkey('finn'), fay: passkey('fay'), leo: passkey('leo'), karl: passkey('karl') }
  const roleOf: Readonly<Record<string, string>> = {
    finn: 'forensics',
    fay: 'forensics',
    leo: 'legal',
    karl: 'comms',
  }
  for (const key of Object.values(people)) night.register(key, [roleOf[key.person] ?? ''], [], 'x')
  let desk: Desk = initialDesk('night-1')
  let read = night.entries.length
  const known = (): Desk => {
    for (; read < night.entries.length; read += 1) {
      const entry = night.entries[read]
      assert.ok(entry)
      desk = deskAfter({ ...desk, case: night.state }, entry, before)
    }
    return { ...desk, case: night.state }
  }
  let before = night.state
  const act = <Answer>(what: () => Answer): Answer => {
    before = night.state
    const answer = what()
    known()
    return answer
  }
  const statement = (state: ClaimState, more: Partial<ClaimStatement> = {}): ClaimStatement => ({
    claim: 'outflow',
    class: 'exfiltration',
    state,
    scope: [],
    wording: readyWording('exfiltration', state) ?? { de: '', en: '' },
    evidence: state === 'unknown' ? [] : ['e'.repeat(64)],
    asOf: '2026-03-11T05:00:00.000Z',
    ...more,
  })
  const claim = () => known().claims.get('outflow') ?? {}
  const ask = (request: ClaimRequest, signers: readonly (readonly string[])[] = [claimRoles]): string =>
    act(() => night.ask({ ...request, quorum: signers.length, roles: [...new Set(signers.flat())] }))
  const askFor = (said: ClaimStatement): string =>
    ask(askForClaim('night-1', said, standingHash(claim())), claimSigners(said.state))
  const sign = (key: Passkey, request: string, more: { verdict?: 'reject'; reason?: string } = {}) =>
    act(() => night.run(night.word(key, request, { role: roleOf[key.person] ?? '', ...more })))
  const withdraw = (person: string, request: string, whole = false) =>
    act(() => night.run({ command: 'withdrawApproval', request, person, whole, reason: 'wrong report' }))
  return { night, ...people, statement, claim, ask, askFor, sign, withdraw, act, desk: known }
}

test('one who may says what is known; it is in force with that word, and without it nothing is', () => {
  const { finn, karl, statement, claim, askFor, sign } = claimNight()
  const request = askFor(statement('no_indication'))
  assert.deepEqual(claim(), {})
  assert.equal(sign(karl, request), 'wrong-role', 'comms does not say what is known')
  assert.deepEqual(claim(), {})
  sign(finn, request)
  const { inForce } = claim()
  assert.equal(inForce?.state, 'no_indication')
  assert.deepEqual(
    inForce?.signed.map(({ person, request: under }) => [person, under]),
    [['finn', request]],
  )
})

test('excluded takes two people, and two of one role are two', () => {
  const { finn, fay, statement, claim, askFor, sign } = claimNight()
  sign(finn, askFor(statement('no_indication')))
  const request = askFor(statement('excluded'))
  sign(finn, request)
  assert.equal(claim().inForce?.state, 'no_indication', 'one is not enough')
  assert.equal(claim().proposed?.state, 'excluded')
  assert.notEqual(sign(finn, request), undefined, 'nobody signs twice')
  sign(fay, request)
  assert.equal(claim().inForce?.state, 'excluded')
  assert.equal(claim().proposed, undefined)
})

test('an objection ends a request; what was asked before the register went on undoes nothing', () => {
  const { finn, fay, leo, statement, claim, askFor, sign } = claimNight()
  const rejected = askFor(statement('excluded'))
  sign(finn, rejected)
  sign(leo, rejected, { verdict: 'reject', reason: 'logs are missing' })
  assert.notEqual(sign(fay, rejected), undefined)
  assert.equal(claim().inForce, undefined)

  const old = askFor(statement('no_indication'))
  const later = askFor(statement('confirmed', { asOf: '2026-03-11T05:30:00.000Z' }))
  sign(finn, later)
  assert.equal(claim().inForce?.state, 'confirmed')
  assert.equal(sign(leo, old), undefined, 'the case takes the word')
  assert.equal(claim().inForce?.state, 'confirmed', 'the register does not go back')
})

test('a request whose content is not what its hash names, or of another claim, states nothing', () => {
  const { finn, statement, claim, ask, sign } = claimNight()
  const honest = askForClaim('night-1', statement('confirmed'), '')
  const { content } = askForClaim('night-1', statement('no_indication'), '')
  sign(finn, ask({ ...honest, content }))
  sign(finn, ask({ ...honest, subject: { kind: 'claim', name: 'other' } }))
  sign(finn, ask({ ...askForClaim('other-case', statement('indicated'), '') }))
  assert.deepEqual(claim(), {})
})

test('a claim is taken back by a signature on the reason; what said it in public has to be corrected', () => {
  const { finn, leo, statement, claim, ask, askFor, sign, desk } = claimNight()
  const said = statement('excluded', { claim: 'outflow' })
  const request = askFor(said)
  sign(finn, request)
  sign(leo, request)
  const published = { number: 1, claims: [said], kind: 'news' }
  const told = (): Desk => ({ ...desk(), published: [published as unknown as Desk['published'][number]] })
  assert.deepEqual(correctionTasks(told()), [])
  const hash = standingHash(claim())
  sign(leo, ask(askToTakeBack('night-1', 'outflow', 'a'.repeat(64), 'not this one')))
  assert.equal(claim().inForce?.state, 'excluded', 'another statement was meant')
  sign(leo, ask(askToTakeBack('night-1', 'outflow', hash, 'the log had gaps')))
  assert.equal(claim().inForce, undefined)
  assert.deepEqual(
    [claim().takenBack?.state, claim().takenBack?.person, claim().takenBack?.reason],
    ['excluded', 'leo', 'the log had gaps'],
  )
  assert.deepEqual(
    correctionTasks(told()).map(({ number, now }) => [number, now]),
    [[1, undefined]],
  )
  sign(finn, askFor(statement('indicated', { asOf: '2026-03-11T05:45:00.000Z' })))
  assert.deepEqual([claim().inForce?.state, claim().takenBack], ['indicated', undefined])
  assert.equal(correctionTasks(told())[0]?.now?.state, 'indicated')
})

test('the own word taken back takes back what no longer has its signatures, and no word under it brings that back', () => {
  const { finn, fay, leo, statement, claim, askFor, sign, withdraw } = claimNight()
  const request = askFor(statement('excluded'))
  for (const key of [finn, fay, leo]) sign(key, request)
  withdraw('fay', request)
  assert.equal(claim().inForce?.state, 'excluded', 'two are left')
  withdraw('leo', request)
  assert.equal(claim().inForce, undefined)
  assert.deepEqual([claim().takenBack?.person, claim().takenBack?.reason], ['leo', 'word taken back'])
  sign(fay, request)
  assert.equal(claim().inForce, undefined, 'it is asked anew')

  const second = askFor(statement('no_indication', { asOf: '2026-03-11T05:40:00.000Z' }))
  sign(finn, second)
  withdraw('bernd', second, true)
  assert.deepEqual([claim().takenBack?.person, claim().takenBack?.reason], ['bernd', 'wrong report'])
})

test('a word taken back before the second one came leaves nothing waiting', () => {
  const { finn, fay, statement, claim, askFor, sign, withdraw } = claimNight()
  const request = askFor(statement('excluded'))
  sign(finn, request)
  withdraw('finn', request)
  assert.deepEqual(claim(), {})
  sign(fay, request)
  assert.deepEqual([claim().inForce, claim().proposed?.signed.length], [undefined, 1])
})

test('a revoked key leaves what is in force, and adds nothing to what waits', () => {
  const { night, finn, fay, leo, statement, claim, askFor, sign, act } = claimNight()
  const first = askFor(statement('no_indication'))
  sign(finn, first)
  const request = askFor(statement('excluded'))
  sign(finn, request)
  act(() => night.run({ command: 'revokeKey', keyId: finn.keyId, by: 'anna', reason: 'lost' }))
  assert.equal(claim().inForce?.state, 'no_indication')
  sign(fay, request)
  assert.equal(claim().inForce?.state, 'no_indication', 'the lost key does not count')
  sign(leo, request)
  assert.equal(claim().inForce?.state, 'excluded')
})

test('whatever people ask, sign, object to and take back: in force is only what enough people signed, and excluded only by two', () => {
  const states = ['unknown', 'no_indication', 'indicated', 'confirmed', 'excluded'] as const
  const step = fc.record({
    act: fc.constantFrom('ask', 'sign', 'sign', 'sign', 'reject', 'withdraw', 'takeBack'),
    who: fc.constantFrom('finn', 'fay', 'leo', 'karl'),
    which: fc.nat(5),
    state: fc.constantFrom(...states),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const night = claimNight()
      const requests: string[] = []
      for (const [place, { act, who, which, state }] of steps.entries()) {
        const request = requests.at(-1 - (which % Math.max(1, requests.length))) ?? ''
        const key = night[who]
        if (act === 'ask') {
          const asOf = new Date(Date.parse('2026-03-11T05:00:00Z') + place * 1000).toISOString()
          requests.push(night.askFor(night.statement(state, { asOf })))
        } else if (act === 'takeBack') {
          const hash = standingHash(night.claim())
          if (hash !== '') requests.push(night.ask(askToTakeBack('night-1', 'outflow', hash, `r${place}`)))
        } else if (request !== '') {
          if (act === 'withdraw') night.withdraw(who, request)
          else night.sign(key, request, act === 'reject' ? { verdict: 'reject', reason: 'no' } : {})
        }
        const { inForce } = night.claim()
        if (inForce === undefined) continue
        const people = new Set(inForce.signed.map(({ person }) => person))
        assert.ok(people.size >= (inForce.state === 'excluded' ? 2 : 1))
        assert.ok(!people.has('karl'))
        const given = inForce.signed.every(({ person, request: under }) =>
          night.night.state.requests
            .get(under ?? '')
            ?.given.some((word) => word.person === person && word.verdict === 'approve'),
        )
        assert.ok(given, 'each signer’s yes stands in the case')
      }
    }),
    { numRuns: 50 },
  )
})
