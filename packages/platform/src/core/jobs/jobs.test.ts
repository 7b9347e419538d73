import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  commandLineOf,
  failureIn,
  type Job,
  jobKinds,
  parseWorkplace,
  resultIn,
  type Workplace,
} from './index.ts'

const workplace: Workplace = {
  estate: '/etc/estate.yaml',
  folder: '/srv/work',
  repositories: [{ id: 'vault', location: 'rest:https://vault.example/p/', passwordFile: '/etc/secret' }],
  isolationProof: '/var/probes.json',
  rules: ['/etc/rules'],
  knownBad: [],
  knownGood: [],
  atOnce: 1,
}
const job: Job = {
  id: 'night:run:t1:1', case: 'night', kind: 'run', unit: 't1', attempt: 1, options: {}, askedBy: 'anna',
  askedAt: '2026-03-11T06:00:00Z', state: 'running', tries: 1, revision: 1,
} // prettier-ignore
const plan = { kind: 'plan', attempt: 2 } as const

test('no command line names a repository, a password file or anything that a request brought', () => {
  for (const kind of jobKinds) {
    const { args, env } = commandLineOf({ ...job, kind }, workplace, { plan, hasRun: true })
    const text = args.join(' ')
    assert.doesNotMatch(text, /vault\.example|secret/, kind)
    for (const arg of args) {
      assert.ok(
        /^(?:--?[a-z-]+|-|[a-z-]+|\d+|night|t1|\/(?:etc|srv\/work|var)\/[A-Za-z0-9./-]+)$/.test(arg),
        `${kind}: ${arg}`,
      )
    }
    const mayBeSet = kind === 'drill' ? /^DATABASE_URL$/ : /^RESTIC_/
    assert.ok(Object.keys(env).every((name) => mayBeSet.test(name)))
  }
})

test('a drill has a database of its own, and its score says whether it passed', () => {
  const { args, env, makes } = commandLineOf({ ...job, kind: 'drill', attempt: 7 }, workplace, {
    hasRun: false,
  })
  assert.equal(env['DATABASE_URL'], '')
  assert.ok(makes !== undefined && args.includes(makes) && args.includes('7'))
  const score = {
    seed: 7,
    restorable: 10,
    restoredExact: 10,
    falseAlarms: 0,
    missed: 0,
    releasedWrong: { encrypted: 0, infected: 0, unscanned: 0 },
    evidence: { entries: 3, verified: true },
    reasons: [],
  }
  assert.deepEqual(resultIn('drill', score), {
    seed: 7,
    restorable: 10,
    restoredExact: 10,
    falseAlarms: 0,
    missed: 0,
    releasedWrong: 0,
    verified: true,
    passed: true,
  })
  assert.equal(resultIn('drill', { ...score, reasons: ['one was released wrong'] })['passed'], false)
  assert.equal(resultIn('drill', {})['passed'], false, 'no score is no pass')
})

test('an id that would be a flag or leave the folder becomes no command line', () => {
  for (const unit of ['--repo', '../up', 'a/b', '', '.hidden', 'a..b', 'x\0', 'a b']) {
    assert.throws(
      () => commandLineOf({ ...job, unit }, workplace, { plan, hasRun: false }),
      { code: 'input-invalid' },
      unit,
    )
    assert.throws(() => commandLineOf({ ...job, case: unit }, workplace, { plan, hasRun: false }), {
      code: 'input-invalid',
    })
  }
})

test('a run without a plan says what comes first', () => {
  assert.throws(() => commandLineOf(job, workplace, { hasRun: false }), {
    code: 'nothing-to-do',
    hint: /"plan"/,
  })
})

test('the workplace file: mistakes name their place, and no password is taken', () => {
  const right =
    'apiVersion: workplace/v1\nestate: e.yaml\nfolder: w\nrepositories:\n  - { id: a, location: /r, passwordFile: p }\n'
  assert.ok('workplace' in parseWorkplace(right, 'anlauf.yaml'))
  for (const [text, message] of [
    [right.replace('folder: w\n', ''), /"folder" is missing/],
    [right.replace('folder:', 'folders:'), /nobody knows the field "folders"/],
    [right.replace('/r', 'rest:https://me:secret@host/'), /password stands in the location/],
    [`${right}atOnce: 0\n`, /no number of jobs/],
    [right.replace(/repositories:[^]*/, 'repositories: []\n'), /no repository is named/],
    [`${right}password: x\n`, /nobody knows the field "password"/],
  ] as const) {
    const parsed = parseWorkplace(text, 'anlauf.yaml')
    assert.ok('problems' in parsed, text)
    assert.match(parsed.problems.map((one) => one.message).join('; '), message)
    assert.ok(parsed.problems.every(({ line, hint }) => line >= 1 && hint !== ''))
  }
})

test('what a program says when it stops comes through whole; anything else does not pretend to', () => {
  const said =
    'recover 12 %\nError: The gate is shut.\n  - missing: a scan\nWhat to do: Scan it.\nCode: gate-closed\n'
  assert.deepEqual(failureIn(said, 'x'), {
    code: 'gate-closed', message: 'The gate is shut.', hint: 'Scan it.', missing: ['a scan'],
  }) // prettier-ignore
  assert.deepEqual([failureIn('', 'ended').code, failureIn('', 'ended').message], ['unexpected', 'ended'])
  assert.ok(!failureIn('Error: \u001b[2Jboo\n', 'x').message.includes('\u001b'))
})

test('of a result only figures are kept', () => {
  const units = [{ unit: 't1', files: 2, bytes: 5, leftOut: 1, manifestFile: '/srv/secret/place' }]
  assert.deepEqual(resultIn('plan', { plan: '/srv/x', units, services: { mail: 5 } }), {
    units: 1, files: 2, bytes: 5, leftOut: 1, 'bytesOf.mail': 5,
  }) // prettier-ignore
  assert.deepEqual(resultIn('release', { folder: '/srv/x', files: 3, bytes: 4 }), { files: 3, bytes: 4 })
  for (const odd of [null, [], 'text', { units: 'none' }]) resultIn('run', odd)
})
