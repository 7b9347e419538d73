import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { backup, initRepository, localStorage, openRepository, type Repository } from '@anlauf/repository'

import { type Estate, parseEstate } from '../../../core/estate/index.ts'
import { mediaRecords } from '../media/index.ts'
import { type LayerPlaces, layerStates, type ProtectTask, runLayers, tasksOf } from './index.ts'

interface Stage extends Disposable {
  readonly folder: string
  readonly places: LayerPlaces & { now: () => Date }
  at(...names: string[]): string
  /** The estate with pieces of its YAML replaced. */
  estate(...changes: [string, string][]): Estate
  repository(id: string): Promise<Repository>
  /** Days after the beginning. */
  day: number
}

const beginning = Date.now() - 90 * 86_400_000

async function stage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-layers-'))
  const at = (...names: string[]): string => join(folder, ...names)
  mkdirSync(at('share'))
  mkdirSync(at('dump'))
  mkdirSync(at('disk'))
  writeFileSync(at('share', 'letter'), 'Dear Anna')
  for (const id of ['vault', 'second']) await initRepository(localStorage(at(id)), { password: 'p' })
  const yaml = `apiVersion: estate/v1
provider: { id: p, name: P }
services: [ { id: s, runsOn: [files1], tenancy: { mode: shared } } ]
systems: [ { id: files1, kind: vm }, { id: backup1, kind: vm } ]
datasets:
  - { id: share, of: s, on: files1, source: { kind: files, root: ${at('share')} }, copies: [vault-a, second, drawer] }
  - { id: database, of: s, on: files1, source: { kind: postgres, root: ${at('dump')} }, copies: [vault-a],
      hooks: { before: [["/bin/sh", "-c", "echo dumped > ${at('dump')}/db.sql"]], after: [["/bin/sh", "-c", "echo on > ${at('thawed')}"]] } }
protection:
  copies:
    - { id: vault-a, kind: vault, every: 1d, location: ${at('vault')}, passwordFile: none }
    - { id: second, kind: off-site, from: vault-a, runsOn: backup1, every: 1d, location: ${at('second')}, passwordFile: none, keep: { last: 2 } }
    - { id: drawer, kind: offline, from: vault-a, runsOn: backup1, every: 1w, to: ${at('disk')}, testEvery: 30d }
`
  const self: Stage = {
    folder,
    day: 0,
    at,
    estate(...changes) {
      const text = changes.reduce((before, [find, replace]) => {
        assert.ok(before.includes(find), find)
        return before.replace(find, replace)
      }, yaml)
      const parsed = parseEstate(text, 'estate.yaml')
      assert.ok('estate' in parsed, JSON.stringify(parsed))
      return parsed.estate
    },
    repository: (id) => openRepository(localStorage(at(id)), { password: 'p' }),
    places: {
      records: mediaRecords(at('records')),
      now: () => new Date(beginning + self.day * 86_400_000),
      open: ({ location = '' }) => openRepository(localStorage(location), { password: 'p' }),
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
  return self
}

async function statesOf(scene: Stage, estate: Estate) {
  const states = await layerStates(tasksOf(estate), scene.places)
  return Object.fromEntries(states.map(({ name, state }) => [name, state]))
}

/** One pass in which backups carry the time of the stage. */
async function pass(scene: Stage, estate: Estate, options: { all?: boolean } = {}) {
  const { results, retained, fresh } = await runLayers(estate, tasksOf(estate), scene.places, options)
  return { outcomes: results.map(({ name, outcome }) => `${name}: ${outcome}`), retained, fresh, results }
}

test('from nothing to every layer in one pass; the next one finds all fresh', async () => {
  using scene = await stage()
  scene.day = 90
  const estate = scene.estate()
  assert.deepEqual(await statesOf(scene, estate), {
    'share → vault-a': 'never',
    'database → vault-a': 'never',
    'vault-a → second': 'never',
    'vault-a → drawer': 'never',
  })
  const first = await pass(scene, estate)
  assert.deepEqual(first.outcomes, [
    'share → vault-a: done',
    'database → vault-a: done',
    'vault-a → second: done',
    'vault-a → drawer: done',
  ])
  const snapshots = await (await scene.repository('vault')).listSnapshots()
  assert.deepEqual(
    snapshots.map(({ tags, hostname }) => [hostname, ...(tags ?? [])]),
    [
      ['files1', 'dataset:share', 'capture:crash-consistent'],
      ['files1', 'dataset:database', 'capture:quiesced'],
    ],
  )
  // Only what belongs there came over.
  assert.deepEqual(
    (await (await scene.repository('second')).listSnapshots()).map(({ tags }) => tags?.[0]),
    ['dataset:share'],
  )
  assert.equal(readFileSync(scene.at('thawed'), 'utf8'), 'on\n')
  assert.ok(readdirSync(scene.at('disk')).some((name) => name.endsWith('-0001.tar')))
  const second = await pass(scene, estate)
  assert.deepEqual(second.outcomes, [])
  assert.equal(second.fresh.length, 4)
})

test('each system does its part', async () => {
  using scene = await stage()
  const estate = scene.estate()
  const names = (tasks: readonly ProtectTask[]) => tasks.map(({ kind, copy }) => `${kind} ${copy.id}`)
  assert.deepEqual(names(tasksOf(estate, { system: 'files1' })), ['backup vault-a', 'backup vault-a'])
  assert.deepEqual(names(tasksOf(estate, { system: 'backup1' })), ['copy second', 'media drawer'])
  assert.throws(() => tasksOf(estate, { system: 'files2' }), { code: 'input-invalid' })
})

test('without its hook there is no backup, and the hook afterwards runs all the same', async () => {
  using scene = await stage()
  scene.day = 90
  const estate = scene.estate([`echo dumped > ${scene.at('dump')}/db.sql`, 'echo disk on fire >&2; exit 7'])
  const { outcomes, results } = await pass(scene, estate)
  assert.ok(outcomes.includes('database → vault-a: failed'))
  assert.ok(outcomes.includes('share → vault-a: done'))
  const failure = results.find(({ name }) => name === 'database → vault-a')?.failure
  assert.equal(failure?.code, 'hook-failed')
  assert.match(failure.message, /ended with 7: disk on fire/)
  assert.ok(existsSync(scene.at('thawed')))
  const snapshots = await (await scene.repository('vault')).listSnapshots()
  assert.ok(!snapshots.some(({ tags }) => tags?.includes('dataset:database') === true))
})

test('data that nobody makes files of is refused, not stored as if it were a copy', async () => {
  using scene = await stage()
  const estate = scene.estate([
    `before: [["/bin/sh", "-c", "echo dumped > ${scene.at('dump')}/db.sql"]], `,
    '',
  ])
  const { outcomes } = await pass(scene, estate)
  assert.ok(outcomes.includes('database → vault-a: failed'))
})

test('a state in the future makes nothing fresh, a place that cannot be asked is unknown', async () => {
  using scene = await stage()
  scene.day = 90
  const estate = scene.estate()
  await backup(await scene.repository('vault'), {
    paths: [scene.at('share')],
    hostname: 'files1',
    tags: ['dataset:share'],
    time: new Date(beginning + 900 * 86_400_000),
  })
  rmSync(scene.at('second'), { recursive: true })
  const states = await statesOf(scene, estate)
  assert.equal(states['share → vault-a'], 'future')
  assert.equal(states['vault-a → second'], 'unknown')
  const { outcomes } = await pass(scene, estate)
  assert.ok(outcomes.includes('share → vault-a: done'), 'it is made all the same')
  assert.ok(outcomes.includes('vault-a → second: failed'))
  assert.ok(
    outcomes.includes('vault-a → drawer: done'),
    'one layer that fails keeps no other from being made',
  )
})

test('thinning takes what the policy made and no more, and nothing on hold or while a data set lags', async () => {
  using scene = await stage()
  const estate = scene.estate()
  const second = await scene.repository('second')
  await backup(second, {
    paths: [scene.at('share')],
    hostname: 'files1',
    tags: ['by hand'],
    time: scene.places.now(),
  })
  const vault = await scene.repository('vault')
  for (scene.day = 1; scene.day <= 5; scene.day += 1) {
    writeFileSync(scene.at('share', 'letter'), `day ${scene.day}`)
    await backup(vault, {
      paths: [scene.at('share')],
      hostname: 'files1',
      tags: ['dataset:share'],
      time: scene.places.now(),
    })
  }
  const counted = async (): Promise<number> => (await second.listSnapshots()).length
  const only = { copy: ['second'] }
  const run = (of: Estate) =>
    runLayers(
      of,
      tasksOf(of).filter(({ copy }) => only.copy.includes(copy.id)),
      scene.places,
      { all: true },
    )

  const held = await run(scene.estate(['protection:\n', 'protection:\n  hold: true\n']))
  assert.deepEqual(held.retained, [{ copy: 'second', forgotten: 0, why: 'on hold' }])
  scene.day = 20
  const lagging = await run(estate)
  assert.deepEqual(lagging.retained, [{ copy: 'second', forgotten: 0, why: 'a data set lags behind' }])
  assert.equal(await counted(), 6)
  scene.day = 5.5
  const thinned = await run(estate)
  assert.deepEqual(thinned.retained, [{ copy: 'second', forgotten: 3 }])
  const left = await second.listSnapshots()
  assert.deepEqual(left.filter(({ tags }) => tags?.includes('by hand') === true).length, 1)
  assert.equal(left.length, 3)
})

test('without a medium a person is asked for, and with one the same set goes on', async () => {
  using scene = await stage()
  scene.day = 90
  const estate = scene.estate()
  rmSync(scene.at('disk'), { recursive: true })
  const without = await pass(scene, estate)
  assert.ok(without.outcomes.includes('vault-a → drawer: needs-person'))
  mkdirSync(scene.at('disk'))
  const { outcomes } = await pass(scene, estate)
  assert.deepEqual(outcomes, ['vault-a → drawer: done'])
  scene.day = 121
  const states = await layerStates(tasksOf(estate), scene.places)
  const drawer = states.find(({ name }) => name === 'vault-a → drawer')
  assert.equal(drawer?.state, 'late')
  assert.equal(drawer.untested?.length, 1, 'its test read is due')
})
