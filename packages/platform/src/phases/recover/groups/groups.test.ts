import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

import type { Snapshot } from '@anlauf/repository'
import fc from 'fast-check'

import { needProgram } from '../../../../../../test/debian.ts'
import type { FileVerdict, JudgedFile } from '../../detect/index.ts'
import { planRecovery } from '../index.ts'
import { ground, memory, reportOf, said, snapshot, write } from '../recovery.fixture.ts'
import { recogniseGroups } from './recognise.ts'

function judged(
  path: string,
  verdicts: readonly (readonly [Snapshot | undefined, FileVerdict])[],
): JudgedFile {
  const versions = verdicts.map(([at, verdict]) => ({
    snapshot: at?.id ?? '',
    verdict,
    reasons: [`says ${verdict}`],
    score: 0,
  }))
  const newestClean = versions.findLast(({ verdict }) => verdict === 'clean')?.snapshot ?? null
  return { host: 'files1', path, tenant: 'files1', role: 'victim', versions, newestClean }
}

const kindsOf = (...paths: readonly string[]): string[] =>
  recogniseGroups(paths.map((path) => ({ host: 'h', path })))
    .all.map(({ kind, name }) => `${kind} ${name}`)
    .sort()

test('groups are recognised by what breaks apart, not by what lies together', () => {
  assert.deepEqual(kindsOf('/a/x.docx', '/a/y.docx', '/mail/cur/1', '/mail/cur/2', '/a/lonely.db'), [])
  assert.deepEqual(kindsOf('/a/b.db', '/a/b.db-wal', '/a/c.db', '/a/c.db-shm'), ['sqlite /a/b.db'])
  assert.deepEqual(kindsOf('/d/t.MYD', '/d/t.MYI', '/d/t.frm', '/d/u.MYD'), ['myisam /d/t'])
  assert.deepEqual(kindsOf('/m/l.shp', '/m/l.shx', '/m/l.dbf', '/m/k.dbf'), ['shapefile /m/l'])
  assert.deepEqual(kindsOf('/v/a.7z.001', '/v/a.7z.002', '/v/b.part1.rar'), [
    'volumes /v/a.7z',
    'volumes /v/b',
  ])
  assert.deepEqual(kindsOf('/s/app/.git/HEAD', '/s/app/.git/x.db', '/s/app/.git/x.db-wal', '/s/app/main.c'), [
    'git /s/app/.git',
  ])
  assert.deepEqual(kindsOf(`/r/a.git/objects/ab/${'0'.repeat(38)}`, '/r/a.git/HEAD'), ['git /r/a.git'])
  assert.deepEqual(
    kindsOf('/my/ibdata1', '/my/ib_logfile0', '/my/shop/t.MYD', '/my/shop/t.MYI', '/x/ibdata1'),
    ['innodb /my'],
  )
  assert.deepEqual(kindsOf('/my/ibdata1', '/my/#innodb_redo/#ib_redo12'), ['innodb /my'])
  assert.deepEqual(kindsOf('/pg/PG_VERSION', '/pg/global/pg_control', '/pg/base/1/PG_VERSION'), [
    'postgresql /pg',
  ])
})

test('a declared directory moves as one, its neighbours do not', async (t) => {
  const place = await ground(t, memory)
  const nights: Snapshot[] = []
  for (const night of [
    { 'p/a': 'a0', 'p/b': 'b0', 'p/same': 's', q: 'q0' },
    { 'p/a': 'a1', 'p/b': 'b1', q: 'q1' },
    { 'p/a': 'xx', 'p/b': 'b2', 'p/new': 'n', q: 'q2' },
  ]) {
    write(place, night)
    nights.push(await snapshot(place))
  }
  const files = [
    judged('/p/a', [[nights[1], 'clean'], [nights[2], 'convicted']]),
    judged('/p/b', [[nights[1], 'clean'], [nights[2], 'clean']]),
    judged('/q', [[nights[1], 'clean'], [nights[2], 'clean']]),
  ] // prettier-ignore
  const groups = (_host: string, path: string) => (path.startsWith('/p/') ? '/p' : undefined)
  const plan = await planRecovery(place.repository, await reportOf(place, { files }), { groups })
  assert.deepEqual(said(plan, nights), [
    '/p/a: 1 groupHeldBack',
    '/p/b: 1 groupHeldBack',
    '/p/new: - groupHeldBack',
    '/p/same: 1 unchangedSinceTrusted',
    '/q: 2 newestClean',
  ])
  const held = plan.units[0]?.items.find(({ path }) => path === '/p/b')
  assert.match(held?.rejected[0]?.reason ?? '', /declared \/p: \/p\/a: says convicted/)
})

test('a group that is nowhere whole is left out as a whole and says why', async (t) => {
  const place = await ground(t, memory)
  write(place, { 't.MYD': 'x', 't.MYI': 'i', other: 'o' })
  const only = await snapshot(place)
  const files = [judged('/t.MYD', [[only, 'convicted']])]
  const plan = await planRecovery(place.repository, await reportOf(place, { files }))
  assert.deepEqual(said(plan, [only]), [
    '/other: 0 unchangedSinceTrusted',
    '/t.MYD: - noCleanVersion',
    '/t.MYI: - noCleanVersion',
  ])
  assert.match(
    plan.units[0]?.leftOut.find(({ path }) => path === '/t.MYI')?.why ?? '',
    /t\.MYD: says convicted/,
  )
})

test('a data directory of MariaDB goes back as one, to a night that has a redo log', async (t) => {
  const place = await ground(t, memory)
  const nights: Snapshot[] = []
  for (const night of [
    { 'my/ibdata1': 'i0', 'my/ib_logfile0': 'l0', 'my/shop/t.ibd': 't0' },
    { 'my/ibdata1': 'i1', 'my/ib_logfile0': undefined, 'my/shop/t.ibd': 't1' },
    { 'my/ibdata1': 'i2', 'my/ib_logfile0': 'l2', 'my/shop/t.ibd': 'xx' },
  ]) {
    write(place, night)
    nights.push(await snapshot(place))
  }
  const files = [judged('/my/shop/t.ibd', [[nights[1], 'clean'], [nights[2], 'convicted']])] // prettier-ignore
  const plan = await planRecovery(place.repository, await reportOf(place, { files }))
  assert.deepEqual(said(plan, nights), [
    '/my/ib_logfile0: 0 groupHeldBack',
    '/my/ibdata1: 0 groupHeldBack',
    '/my/shop/t.ibd: 0 groupHeldBack',
  ])
  assert.match(plan.units[0]?.items[0]?.rejected[1]?.reason ?? '', /no redo log/)
})

test('a database goes back with its log: rows that were committed are there, and it is sound', async (t) => {
  const place = await ground(t, memory)
  write(place, { note: 'x' })
  const file = join(place.machine, 'app.db')
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode=wal; pragma wal_autocheckpoint=0; create table t(n)')
  const nights: Snapshot[] = []
  for (const row of [1, 2]) {
    database.exec(`insert into t values(${row})`)
    nights.push(await snapshot(place))
  }
  database.close()
  write(place, { 'app.db': 'encrypted', 'app.db-wal': undefined, 'app.db-shm': undefined })
  nights.push(await snapshot(place))
  const files = [
    judged('/app.db', [
      [nights[1], 'clean'],
      [nights[2], 'convicted'],
    ]),
    judged('/app.db-wal', [[nights[1], 'clean']]),
  ]
  const plan = await planRecovery(place.repository, await reportOf(place, { files: [...files] }))
  const lines = said(plan, nights).filter((line) => line.startsWith('/app.db'))
  assert.ok(
    lines.includes('/app.db: 1 groupHeldBack') && lines.includes('/app.db-wal: 1 groupHeldBack'),
    lines.join(),
  )
  const back = join(place.folder, 'back')
  mkdirSync(back)
  for (const { path, content } of plan.units[0]?.items ?? []) {
    if (!path.startsWith('/app.db') || path.endsWith('-shm')) continue
    const pieces = await Promise.all(content.map((id) => place.repository.readBlob(id, 'data')))
    writeFileSync(join(back, path), Buffer.concat(pieces))
  }
  using restored = new DatabaseSync(join(back, 'app.db'))
  assert.deepEqual(
    restored
      .prepare('select n from t order by n')
      .all()
      .map(({ n }) => n),
    [1, 2],
  )
  assert.equal(restored.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok')
})

test('git: a repository goes back to the newest night in which every reference has its object', async (t) => {
  needProgram('git', 'git')
  const place = await ground(t, memory)
  const folder = join(place.machine, 'src')
  write(place, { 'src/a': '1' })
  const git = (...args: string[]): string =>
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'gc.auto=0', ...args],
      {
        encoding: 'utf8',
      },
    )
  git('init', '-q')
  const nights: Snapshot[] = []
  const commits: string[] = []
  for (const text of ['1', '2', '3']) {
    write(place, { 'src/a': text })
    git('add', 'a')
    git('commit', '-qm', text)
    commits.push(git('rev-parse', 'HEAD').trim())
    if (text === '2') git('gc', '-q')
    // The third night was backed up while an object was not yet there.
    const objects = join(folder, '.git/objects')
    if (text === '3') rmSync(join(objects, (commits[2] ?? '').slice(0, 2)), { recursive: true })
    nights.push(await snapshot(place))
  }
  const packs = readdirSync(join(folder, '.git/objects/pack'))
  assert.ok(packs.length > 0)
  write(place, { 'src/.git/index': 'encrypted' })
  nights.push(await snapshot(place))
  const files = [judged('/src/.git/index', [[nights[1], 'clean'], [nights[2], 'clean'], [nights[3], 'convicted']])] // prettier-ignore
  const plan = await planRecovery(place.repository, await reportOf(place, { files }))
  const items = plan.units[0]?.items.filter(({ path }) => path.startsWith('/src/.git/')) ?? []
  assert.deepEqual([...new Set(items.map((item) => nights.findIndex(({ id }) => id === item.snapshot)))], [1])
  const reasons = items[0]?.rejected.map(({ reason }) => reason) ?? []
  assert.match(reasons[0] ?? '', /index: says convicted/)
  assert.match(reasons[1] ?? '', /names the object .* which is not there/)
  assert.equal(plan.units[0]?.items.find(({ path }) => path === '/src/a')?.reason, 'unchangedSinceTrusted')
})

test('a group of several units: each unit gets its own members back, none of another one', async (t) => {
  const place = await ground(t, memory)
  const nights: Snapshot[] = []
  for (const night of [
    { 'g/a/x': 'a0', 'g/b/y': 'b0', 'g/shared': 's0' },
    { 'g/a/x': 'xx', 'g/b/y': 'b1', 'g/b/new': 'n', 'g/shared': 's1' },
  ]) {
    write(place, night)
    nights.push(await snapshot(place))
  }
  const files = [judged('/g/a/x', [[nights[1], 'convicted']]), judged('/g/b/y', [[nights[1], 'clean']])]
  files[0] = { ...files[0]!, newestClean: nights[0]?.id ?? null }
  const tenantAt = (_host: string, path: string) => {
    const tenant = /^\/g\/([ab])\//.exec(path)?.[1]
    return tenant === undefined ? undefined : { tenant }
  }
  const plan = await planRecovery(place.repository, await reportOf(place, { files }), {
    place: tenantAt,
    groups: () => '/g',
  })
  assert.deepEqual(
    plan.units.map(({ unit, items, leftOut }) => [
      unit,
      items.map(({ path, snapshot: id }) => `${path} ${nights.findIndex((one) => one.id === id)}`),
      leftOut.map(({ path, reason }) => `${path} ${reason}`),
    ]),
    [
      ['a', ['/g/a/x 0'], []],
      ['b', ['/g/b/y 0'], ['/g/b/new groupHeldBack']],
      ['unassigned', ['/g/shared 0'], []],
    ],
  )
})

test('whatever the verdicts: all members of one snapshot, none that was not clean then, the newest such one', async (t) => {
  const place = await ground(t, memory)
  const nights: Snapshot[] = []
  for (const night of [0, 1, 2, 3]) {
    write(place, { 'g/a': `a${night}`, 'g/b': `b${night}`, 'g/c': night === 2 ? undefined : `c${night}` })
    nights.push(await snapshot(place))
  }
  const verdict = fc.constantFrom<FileVerdict>(
    'clean',
    'clean',
    'clean',
    'convicted',
    'unknown',
    'suspicious',
  )
  const history = fc.tuple(verdict, verdict, verdict)
  await fc.assert(
    fc.asyncProperty(history, history, async (a, b) => {
      const versions = (of: readonly FileVerdict[]) => of.map((one, at) => [nights[at + 1], one] as const)
      const files = [judged('/g/a', versions(a)), judged('/g/b', versions(b))]
      const groups = (): string => '/g'
      const plan = await planRecovery(place.repository, await reportOf(place, { files }), { groups })
      const unit = plan.units[0]
      assert.ok(unit !== undefined)
      const sound = [3, 2, 1, 0].find(
        (night) => night === 0 || (a[night - 1] === 'clean' && b[night - 1] === 'clean'),
      )
      const isHeld = sound !== 3
      assert.deepEqual(
        [...new Set(unit.items.map(({ snapshot: id }) => nights.findIndex((one) => one.id === id)))],
        [sound],
      )
      assert.ok(unit.items.every(({ reason }) => (reason === 'groupHeldBack') === isHeld))
      assert.ok(unit.items.every(({ rejected }) => rejected.length > 0 === isHeld))
    }),
    { numRuns: 60 },
  )
})
