import assert from 'node:assert/strict'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { parseManifest, type RecoveryOutcome, verifyCleanRoom } from '../index.ts'
import { planRecovery } from '../plan-recovery.ts'
import {
  type Ground,
  ground,
  memory,
  placedPaths,
  planAll,
  recover,
  reportOf,
  sha256,
  snapshot,
  wordScanner,
  write,
} from '../recovery.fixture.ts'
import { uidGap } from './mend-uid-list.ts'

const box = 'srv/mail/anna/Maildir'
const base = (at: number): string => `170000000${at}.M1P1.mx,S=${mail(at).length}`
const mail = (at: number): string => `From: a@b.example\r\nSubject: ${at}\r\n\r\nHello ${at}`
const listOf = (next: number, ...uids: number[]): string =>
  [`3 V7 N${next} Gabc`, ...uids.map((uid) => `${uid} :${base(uid)}`), ''].join('\n')

function placed(place: Ground, path: string): string {
  return readFileSync(join(place.cleanRoom, 'files1/files/files1', path), 'utf8')
}

function only(outcome: RecoveryOutcome): RecoveryOutcome['units'][number] {
  const [unit] = outcome.units
  assert.ok(unit)
  return unit
}

/** Two nights; in between a mail was deleted and the server struck it from its list. */
async function twoNights(place: Ground) {
  write(place, {
    [`${box}/cur/${base(1)}:2,S`]: mail(1),
    [`${box}/cur/${base(2)}:2,a`]: mail(2),
    [`${box}/dovecot-uidlist`]: listOf(3, 1, 2),
    [`${box}/dovecot-keywords`]: '0 customer\n',
    [`${box}/dovecot.index.log`]: 'index',
  })
  const first = await snapshot(place)
  write(place, {
    [`${box}/cur/${base(2)}:2,a`]: undefined,
    [`${box}/cur/${base(3)}:2,`]: mail(3),
    [`${box}/dovecot-uidlist`]: listOf(4, 1, 3, 5),
    [`${box}/dovecot-keywords`]: '1 other\n',
  })
  const second = await snapshot(place)
  const onset = { from: first.time, to: second.time, after: first.id, before: second.id }
  return planRecovery(place.repository, await reportOf(place, { onset }))
}

test('a run mends the list for what it restored: judged, in the manifest as mended, the same when it runs again', async (t) => {
  const place = await ground(t, memory)
  const plan = await twoNights(place)
  const scanner = wordScanner()
  const outcome = await recover(place, { plan, scanner })
  const text = listOf(6 + uidGap, 1, 2, 3)
  assert.equal(placed(place, `${box}/dovecot-uidlist`), text)
  assert.equal(placed(place, `${box}/dovecot-keywords`), '0 customer\n1 other\n')
  assert.ok(!placedPaths(place.cleanRoom, 'files1').some((path) => path.includes('dovecot.index')))
  assert.deepEqual(outcome.mail, [
    { unit: 'files1', host: 'files1', mailbox: `/${box}`, mails: 3, kept: 2, fromOlder: 1, withoutUid: 0, dropped: 1, uidValidity: 7, problems: [] },
  ]) // prettier-ignore
  const lines = parseManifest(readFileSync(only(outcome).manifestFile, 'utf8'))
  const mended = lines.filter(({ reason }) => reason === 'mended')
  assert.deepEqual(
    mended.map(({ path }) => path),
    [`/${box}/dovecot-keywords`, `/${box}/dovecot-uidlist`],
  )
  assert.ok(
    mended.every((line) => scanner.shown.includes(line.sha256)),
    'what is released was shown to the engine',
  )
  assert.equal(mended[1]?.sha256, sha256(text))
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, only(outcome), {})).problems, [])

  const again = await recover(place, { plan, scanner: wordScanner(), recheck: 'content' })
  assert.equal(again.resumed, true)
  assert.equal(again.scanned, 0, 'nothing is written a second time')
  assert.equal(only(again).manifestDigest, only(outcome).manifestDigest)
  writeFileSync(join(place.cleanRoom, 'files1/files/files1', box, 'dovecot-uidlist'), 'touched')
  const third = await recover(place, { plan, scanner: wordScanner() })
  assert.equal(only(third).manifestDigest, only(outcome).manifestDigest)
  assert.equal(placed(place, `${box}/dovecot-uidlist`), text)
})

test('a mended list that the engine objects to is not there, sealed and named; nothing unscanned stays', async (t) => {
  const place = await ground(t, memory)
  const plan = await twoNights(place)
  const digest = sha256(listOf(6 + uidGap, 1, 2, 3))
  const scanner = wordScanner((honest) =>
    honest.map((one) => (one.key === digest ? { ...one, verdict: 'infected', matches: ['rule'] } : one)),
  )
  const outcome = await recover(place, { plan, scanner })
  assert.ok(!placedPaths(place.cleanRoom, 'files1').includes(`/${box}/dovecot-uidlist`))
  assert.deepEqual(
    only(outcome).quarantined.map(({ sha256: of }) => of),
    [digest],
  )
  assert.match(outcome.mail[0]?.problems.join() ?? '', /not judged clean/)
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, only(outcome), {})).problems, [])
})

test('a mail that is held back loses its entry; the others keep theirs', async (t) => {
  const place = await ground(t, memory)
  const bad = 'From: a@b.example\r\n\r\nvery-bad'
  write(place, {
    [`${box}/cur/${base(1)}:2,S`]: mail(1),
    [`${box}/cur/1700000002.M1P1.mx:2,S`]: bad,
    [`${box}/dovecot-uidlist`]: `3 V7 N3\n1 :${base(1)}\n2 :1700000002.M1P1.mx\n`,
  })
  await snapshot(place)
  const outcome = await recover(place, { plan: await planAll(place), scanner: wordScanner() })
  assert.equal(placed(place, `${box}/dovecot-uidlist`), `3 V7 N${3 + uidGap}\n1 :${base(1)}\n`)
  assert.equal(only(outcome).quarantined.length, 1)
  assert.equal(outcome.mail[0]?.dropped, 1)
})

test('hostile lists and names harm nothing and stop no run', async (t) => {
  const place = await ground(t, memory)
  const odd = Buffer.from('1700000009.M1P1.m\xff\xfex:2,S', 'latin1')
  write(place, {
    'a/dovecot-uidlist': Buffer.from('\xff\xfe\0noise'.repeat(100), 'latin1'),
    'a/cur/1700000001.M1P1.mx:2,S': mail(1),
    'b/dovecot-uidlist': `3 V7 N4294967295\n4294967295 :1700000001.M1P1.mx\n5 :../../../etc/passwd\n${'9 '.repeat(3000)}\n`,
    'b/cur/1700000001.M1P1.mx:2,S': mail(1),
    'c/cur/with\nline:2,S': mail(2),
    'c/dovecot-uidlist': '3 V7 N2\n1 :with\n',
    'd/cur/1700000001.M1P1.mx:2,S': mail(1),
    'e/cur/x:2,S': mail(1),
  })
  writeFileSync(Buffer.concat([Buffer.from(`${place.machine}/e/cur/`), odd]), mail(9))
  write(place, { 'e/dovecot-uidlist': Buffer.concat([Buffer.from('3 V7 N9\n4 :'), odd, Buffer.from('\n')]) })
  symlinkSync('../a/dovecot-uidlist', join(place.machine, 'd/dovecot-uidlist'))
  await snapshot(place)
  const outcome = await recover(place, { plan: await planAll(place), scanner: wordScanner() })
  const { files, caseReview } = only(outcome)
  assert.deepEqual([files, caseReview.length], [11, 0])
  const of = (mailbox: string) => outcome.mail.find((one) => one.mailbox === mailbox)
  assert.match(of('/a')?.problems[0] ?? '', /cannot be read/)
  assert.match(of('/b')?.problems.join() ?? '', /lines that are none.*no room/)
  assert.deepEqual([of('/c')?.mails, of('/c')?.dropped], [0, 1])
  assert.equal(of('/d')?.uidValidity, null)
  assert.equal(of('/e')?.kept, 1, 'names are bytes')
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, only(outcome), {})).problems, [])
})
