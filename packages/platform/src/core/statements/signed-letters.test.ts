import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { needProgram } from '../../../../../test/debian.ts'

import { nightCase } from '../case/approval-case.fixture.ts'
import { type EventOf, lettersContent, lettersOf } from '../case/index.ts'
import { type Passkey, passkey } from '../case/passkey.fixture.ts'
import { exampleEstate } from '../updates/estate.fixture.ts'
import { decideStatements } from './decide-statements.ts'
import { evolveStatements } from './evolve-statements.ts'
import { letterProver } from './letter-proof.ts'
import { initialStatements, type StatementDesk, statementStage } from './statement-desk.ts'
import { drawnLetters, lettersToRead } from './letters-to-read.ts'
import { lettersUnread } from './signed-letters.ts'
import { verifyLetterScript } from './verify-letter-script.ts'

/** The content of a letter is its number, here. */
const hash = (name: string | number): string => createHash('sha256').update(String(name)).digest('hex')

/** So many letters with their signers; what is done to the case is told to the statements. */
function manyLetters(count: number, wordings: (at: number) => string = () => 'usual') {
  const { night } = nightCase()
  const [dpo, forensics] = [passkey('dora'), passkey('finn')]
  const tenants = Array.from({ length: count }, (_, at) => `kd-${at}`)
  night.register(dpo, ['dpo'], [], 'x')
  night.register(forensics, ['forensics'], [], 'x')
  const given: EventOf<'approval.given'>[] = []
  let desk: StatementDesk = { ...initialStatements('night-1'), case: night.state }
  for (const [at, tenant] of tenants.entries()) {
    const draft = { tenant, revision: 1, contentHash: hash(at), substance: hash(at), wording: wordings(at) }
    desk = evolveStatements(desk, { type: 'statement.drafted', ...draft }, night.now)
  }
  const told = (): StatementDesk => {
    const before = desk.case.requests
    desk = { ...desk, case: night.state }
    for (const [id, request] of night.state.requests) {
      if (before.has(id)) continue
      const { given: _given, said: _said, at: _at, withdrawn: _withdrawn, ...asked } = request
      desk = evolveStatements(
        { ...desk, case: night.state },
        { type: 'approval.requested', ...asked },
        night.now,
      )
    }
    return (desk = { ...desk, case: night.state })
  }
  return {
    night,
    given,
    dpo,
    forensics,
    get desk() {
      return desk
    },
    ask(marked: readonly string[] = [], more: object = {}) {
      const letters = tenants.map((tenant, at) => ({ tenant, contentHash: hash(at) }))
      const request = night.ask({
        subject: { kind: 'letters', name: String(count) },
        ...lettersContent(letters, marked),
        roles: ['dpo', 'forensics'],
        distinctRoles: true,
        ...more,
      })
      told()
      return request
    },
    see(request: string, person: string, seen: readonly string[]) {
      const events = decideStatements(
        desk,
        { command: 'see', request, person, tenants: seen },
        { estate: exampleEstate, now: new Date(night.at) },
      )
      for (const event of events) desk = evolveStatements(desk, event, night.now)
    },
    sign(key: Passkey, request: string, role: string) {
      const command = night.word(key, request, { role })
      const refused = night.run(command)
      if (refused !== undefined) return refused
      const { command: _command, ...word } = command
      given.push({ type: 'approval.given', ...word })
      desk = evolveStatements({ ...desk, case: night.state }, { type: 'approval.given', ...word }, night.now)
      desk = { ...desk, case: night.state }
      return undefined
    },
    stages(): Record<string, number> {
      told()
      const counts: Record<string, number> = {}
      for (const [tenant, list] of desk.statements) {
        const last = list.at(-1)
        const stage = last === undefined ? 'none' : statementStage(desk, tenant, last)
        counts[stage] = (counts[stage] ?? 0) + 1
      }
      return counts
    },
    redraft(tenant: string) {
      desk = evolveStatements(
        desk,
        {
          type: 'statement.drafted',
          tenant,
          revision: 1,
          contentHash: hash('other'),
          substance: hash('other'),
        },
        night.now,
      )
    },
  }
}

test('two people let all letters out with two signatures, after each read one of each wording, what is marked, and a sample', () => {
  const all = manyLetters(200, (at) => (at === 77 ? 'unlike' : 'usual'))
  const request = all.ask(['kd-5'])
  const asked = all.desk.case.requests.get(request)
  assert.ok(asked)
  const [ofDpo, ofForensics] = [
    lettersToRead(all.desk, asked, 'dpo'),
    lettersToRead(all.desk, asked, 'forensics'),
  ]
  for (const list of [ofDpo, ofForensics]) {
    assert.equal(list.find(({ tenant }) => tenant === 'kd-77')?.why, 'wording')
    assert.equal(list.find(({ tenant }) => tenant === 'kd-5')?.why, 'marked')
    assert.ok(list.length >= drawnLetters && list.length <= drawnLetters + 3, String(list.length))
  }
  assert.notDeepEqual(ofDpo, ofForensics, 'each role reads others')
  all.see(
    request,
    'dora',
    ofDpo.map(({ tenant }) => tenant),
  )
  assert.deepEqual(lettersUnread(all.desk, request, { person: 'dora', role: 'dpo' }), [])
  assert.equal(all.sign(all.dpo, request, 'dpo'), undefined)
  assert.deepEqual(all.stages(), { 'in review': 200 })
  all.see(
    request,
    'finn',
    ofForensics.slice(1).map(({ tenant }) => tenant),
  )
  assert.equal(all.sign(all.forensics, request, 'forensics'), undefined)
  assert.deepEqual(
    all.stages(),
    { 'in review': 200 },
    'one letter was not opened: the signature counts for nothing',
  )
})

test('with all read, they stay approved when the request has run out; a new draft and a revoked key take that back', () => {
  const all = manyLetters(3)
  const request = all.ask()
  const everyone = ['kd-0', 'kd-1', 'kd-2']
  all.see(request, 'dora', everyone)
  all.see(request, 'finn', everyone)
  all.sign(all.dpo, request, 'dpo')
  all.sign(all.forensics, request, 'forensics')
  assert.deepEqual(all.stages(), { approved: 3 })
  all.night.at += 100 * 3_600_000
  assert.deepEqual(all.stages(), { approved: 3 })
  all.redraft('kd-1')
  assert.deepEqual(all.stages(), { approved: 2, 'in review': 1 })
  all.night.run({ command: 'revokeKey', keyId: all.dpo.keyId, by: 'anna', reason: 'lost' })
  assert.deepEqual(all.stages(), { 'in review': 3 })
})

test('an objection, a withdrawal, and the same person or role twice let nothing out', () => {
  for (const end of ['objection', 'withdrawal', 'one role'] as const) {
    const all = manyLetters(1)
    const other = passkey('otto')
    all.night.register(other, ['dpo'], [], 'x')
    const request = all.ask()
    all.sign(all.dpo, request, 'dpo')
    if (end === 'one role') assert.equal(all.sign(other, request, 'dpo'), undefined)
    else all.sign(all.forensics, request, 'forensics')
    if (end === 'objection') {
      assert.deepEqual(all.stages(), { approved: 1 })
      const objection = all.night.word(other, request, { role: 'dpo', verdict: 'reject', reason: 'a name' })
      assert.equal(all.night.run(objection), undefined)
    }
    if (end === 'withdrawal') {
      all.night.run({ command: 'withdrawApproval', request, person: 'dora', whole: true, reason: 'x' })
    }
    assert.deepEqual(all.stages(), { 'in review': 1 }, end)
  }
})

test('a list that was altered, is empty, or names a tenant twice is asked of nobody', () => {
  const all = manyLetters(2)
  const good = lettersContent([
    { tenant: 'kd-0', contentHash: hash(0) },
    { tenant: 'kd-1', contentHash: hash(1) },
  ])
  assert.equal(lettersOf(good)?.letters.length, 2)
  const altered = { ...good, content: { letters: [`${hash(9)} kd-0`, `${hash(1)} kd-1`], marked: [] } }
  assert.equal(all.ask([], altered), 'bad-request')
  assert.equal(all.ask([], lettersContent([])), 'bad-request')
  const twice = lettersContent([
    { tenant: 'kd-0', contentHash: hash(0) },
    { tenant: 'kd-0', contentHash: hash(1) },
  ])
  assert.equal(all.ask([], twice), 'bad-request')
  assert.equal(all.ask([], { quorum: 1 }), 'bad-request', 'never one alone')
})

test(
  'one letter of many is checked with openssl alone, and no other customer is named for it',
  { skip: needProgram('openssl', 'openssl') },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'anlauf-proof-'))
    try {
      writeFileSync(join(folder, 'verify-letter.sh'), verifyLetterScript)
      // Trees of one leaf, full, and with a branch that is shorter.
      for (const count of [1, 3, 8, 9]) {
        const all = signedLetters(count)
        for (const at of new Set([count >> 1, count - 1])) {
          const proof = proofOf(all, at)
          assert.ok(
            !proof.includes(`kd-${at + 1}`) && !proof.includes(`kd-${at === 0 ? count + 1 : at - 1}\n`),
          )
          const ran = verified(folder, String(at), proof)
          assert.equal(ran.status, 0, `${count}/${at}: ${ran.stdout}${ran.stderr}`)
          assert.match(
            ran.stdout,
            /signed by dora \(dpo\)[^]*signed by finn \(forensics\)[^]*VERIFIED: exactly/,
          )
        }
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test(
  'a proof that was altered, cut, or is about another letter verifies nothing',
  { skip: needProgram('openssl', 'openssl') },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'anlauf-proof-'))
    try {
      writeFileSync(join(folder, 'verify-letter.sh'), verifyLetterScript)
      const all = signedLetters(5)
      const proof = proofOf(all, 4)
      const lines = proof.split('\n')
      const refused = (text: string, content = '4', ...prints: string[]): void => {
        const ran = verified(folder, content, text, ...prints)
        assert.equal(ran.status, 1, ran.stdout)
        assert.match(ran.stdout, /^NOT VERIFIED: /m)
        assert.doesNotMatch(ran.stdout, /^VERIFIED/m)
      }
      refused(proof, '3')
      refused(proof.replace('kd-4', 'kd-3'))
      refused(proofOf(all, 3).replace(/^letter .*/m, lines[1] ?? ''))
      // Each line left out, and each altered in one place.
      for (const [at, line] of lines.entries()) {
        if (line === '') continue
        refused(lines.toSpliced(at, 1).join('\n'))
        const middle = Math.floor(line.length / 2) + 2
        const other = line[middle] === 'A' ? 'B' : 'A'
        refused(lines.with(at, line.slice(0, middle) + other + line.slice(middle + 1)).join('\n'))
      }
      // Only one of the two, or one of them twice.
      const second = lines.findLastIndex((line) => line.startsWith('signed '))
      const first = lines.findIndex((line) => line.startsWith('signed '))
      refused(lines.slice(0, second).join('\n'))
      refused([...lines.slice(0, second), ...lines.slice(first, second)].join('\n'))
      refused(proof, '4', 'ab'.repeat(32))
      const prints = [...all.desk.case.credentials.keys()]
      assert.equal(verified(folder, '4', proof, ...prints).status, 0)
      // A signature that counts no more is in no proof.
      const revoking = { command: 'revokeKey', keyId: all.dpo.keyId, by: 'lea', reason: 'stolen' } as const
      assert.equal(all.night.run(revoking), undefined)
      all.stages()
      refused(proofOf(all, 4))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

function signedLetters(count: number) {
  const all = manyLetters(count)
  const request = all.ask()
  for (const [person, role] of [
    ['dora', 'dpo'],
    ['finn', 'forensics'],
  ] as const) {
    all.see(request, person, lettersUnread(all.desk, request, { person, role }))
  }
  assert.equal(all.sign(all.dpo, request, 'dpo'), undefined)
  assert.equal(all.sign(all.forensics, request, 'forensics'), undefined)
  assert.deepEqual(all.stages(), { approved: count })
  return all
}

function proofOf({ desk, given }: ReturnType<typeof manyLetters>, at: number): string {
  const revision = desk.statements.get(`kd-${at}`)?.at(-1)
  assert.ok(revision)
  const words = {
    add: () => undefined,
    of: (id: string, by: string) => given.find(({ request, person }) => request === id && person === by),
  }
  return letterProver(desk, words)(`kd-${at}`, revision)
}

function verified(folder: string, content: string, proof: string, ...prints: readonly string[]) {
  writeFileSync(join(folder, 'letter.json'), content)
  writeFileSync(join(folder, 'letter.proof'), proof)
  return spawnSync('sh', ['verify-letter.sh', 'letter.json', 'letter.proof', ...prints], {
    cwd: folder,
    encoding: 'utf8',
  })
}
