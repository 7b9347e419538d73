import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog, openDatabase, siteStates } from '../../../adapters/database/index.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import { readManifest } from '../../../core/publication/index.ts'
import { openCase } from '../../../core/case/index.ts'
import type { AnlaufContext } from '../context.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import { startSiteTurns } from './site-turns.ts'

/** The loop of `anlauf up`, in order: each test goes on from the one before. */
const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned')) })
const targets = cli.at('hosts.json')
const parsed = parseEstate(readFileSync(exampleEstate, 'utf8'), exampleEstate)
const said: string[] = []
let database: Database

const homeOf = (home: string): AnlaufContext =>
  ({
    process: { stdout: { write: () => true }, stderr: { write: () => undefined }, env: {} },
    home,
    now: () => new Date(),
    signal: new AbortController().signal,
  }) as unknown as AnlaufContext

function loop(more: { readonly home?: string; readonly alarmAfterMs?: number } = {}): AsyncDisposable {
  assert.ok('estate' in parsed)
  const { estate } = parsed
  const workplace = { outside: { url: 'https://ask.example.net' }, roster: cli.at('roster.yaml') }
  return startSiteTurns(
    homeOf(more.home ?? cli.at('home')),
    { targets, busyAbove: 50 },
    {
      database,
      workplace: workplace as unknown as Workplace,
      estate: () => estate,
      writeLog: (line) => said.push(JSON.stringify(line)),
      pauseMs: 20,
      patienceMs: 0,
      alarmAfterMs: more.alarmAfterMs ?? 3_600_000,
    },
  )
}

const host = (name: string): string => cli.at(`${name}/current/bundle.json`)
const shows = (name: string): number | undefined =>
  existsSync(host(name)) ? readManifest(readFileSync(host(name))).sequence : undefined
const state = async (caseId = 'night') => (await siteStates(database, caseId))[0]

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 1200 && !(await holds()); tries += 1) await sleep(50)
  assert.ok(await holds(), `${what}\n${said.join('\n')}`)
}

const by = () => ({ actor: 'test', at: new Date().toISOString() })
const declare = async (caseId: string, exercise: boolean): Promise<void> => {
  const session = await openCase(evidenceLog(database), caseId)
  await session.execute(
    { command: 'declare', title: 'x', exercise, tenants: ['nordwind'], services: [] },
    by(),
  )
}
const prove = async (caseId: string): Promise<void> => {
  const session = await openCase(evidenceLog(database), caseId)
  const fact = { type: 'isolation.proven', systems: ['files1'], probes: 1, proof: 'a'.repeat(64) } as const
  await session.execute({ command: 'record', facts: [fact] }, by())
}

before(async () => {
  database = await openDatabase({ home: cli.at('home') })
  const people = [
    ['lea', 'lead'],
    ['tom', 'management'],
    ['ida', 'it'],
  ].map(
    ([id, role]) =>
      `  - { id: ${id}, name: ${id}, roles: [${role}], deputyFor: [], languages: [de, en], passkeys: 2, channels: [ { kind: webhook, to: "http://127.0.0.1:1/${id}" } ] }`,
  )
  writeFileSync(
    cli.at('roster.yaml'),
    `apiVersion: roster/v1\nhouseDomains: []\npeople:\n${people.join('\n')}\n`,
  )
  const list = [
    { name: 'one', to: cli.at('one') },
    { name: 'two', to: cli.at('two') },
    { name: 'practice', to: cli.at('practice'), exercise: true },
  ]
  writeFileSync(targets, JSON.stringify({ targets: list }))
})
after(async () => {
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

test('two servers side by side make one edition of what is new, for real hosts only', async () => {
  await declare('night', false)
  await using _one = loop()
  await using _two = loop()
  await until(async () => (await state())?.sequence === 1, 'pushed')
  await sleep(300)
  assert.deepEqual([shows('one'), shows('two'), shows('practice')], [1, 1, undefined])
  await prove('night')
  await until(async () => (await state())?.sequence === 2, 'pushed again')
  await sleep(300)
  assert.deepEqual([shows('one'), shows('two')], [2, 2])
  assert.equal((await state())?.sequence, 2, 'nothing new, no new number')
  const page = readFileSync(cli.at('one/current/index.html'), 'utf8')
  assert.match(page, /https:\/\/ask\.example\.net\/subscribe\?lang=de/)
  assert.deepEqual(said, [])
})

test('an exercise goes to the practice host and to no other', async () => {
  await declare('practice', true)
  await using _one = loop()
  await until(() => shows('practice') === 1, 'practised')
  assert.equal(readManifest(readFileSync(host('practice'))).incident, 'practice')
  assert.equal(readManifest(readFileSync(host('one'))).incident, 'night')
})

test('a host that fails is said once and holds up no other; after a while people are called; mended it shows the edition', async () => {
  rmSync(cli.at('two'), { recursive: true })
  writeFileSync(cli.at('two'), 'somebody put a file here')
  await prove('night')
  {
    await using _one = loop({ alarmAfterMs: 0 })
    await until(async () => (await state())?.alarmed === true, 'people are called')
    const one = await state()
    assert.deepEqual(
      one?.targets.map(({ name, outcome }) => [name, outcome]),
      [
        ['one', 'shown'],
        ['two', 'failed'],
      ],
    )
    assert.equal(one?.targets[1]?.shows, 2, 'what readers see there')
    assert.equal(shows('one'), one?.sequence)
  }
  const entries = await Array.fromAsync(evidenceLog(database).read('night'))
  const alarms = entries.filter(({ kind }) => kind === 'alarm.raised')
  assert.equal(alarms.length, 1)
  assert.match(JSON.stringify(alarms[0]?.data), /cannot be renewed on: two/)
  assert.equal(said.filter((line) => line.includes('1 of 2 hosts')).length, 1, said.join('\n'))
  rmSync(cli.at('two'))
  // The next look is due in a quarter of a minute at the earliest; as if it had passed.
  await database.query(`update anlauf.site_push set retry_at = now() - interval '1 second'`)
  await using _again = loop()
  await until(async () => (await state())?.fails === 0, 'mended')
  assert.equal(shows('two'), (await state())?.sequence)
  assert.equal((await state())?.alarmed, false)
})

test('a server whose home has another key pushes nothing and says what to do', async () => {
  said.length = 0
  const sequence = (await state())?.sequence
  await prove('night')
  {
    await using _other = loop({ home: cli.at('other-home') })
    await until(() => said.some((line) => line.includes('of another server')), 'refused')
  }
  assert.equal((await state())?.sequence, sequence)
  await using _own = loop()
  await until(async () => ((await state())?.sequence ?? 0) > (sequence ?? 0), 'the own one goes on')
})

test('who holds the turn and stands still loses it; his late answer changes nothing', async () => {
  await database.query(
    `update anlauf.site_push set lease_owner = 'dead', lease_until = now() + interval '1 hour' where case_id = 'night'`,
  )
  const sequence = (await state())?.sequence ?? 0
  await prove('night')
  await using _one = loop()
  await sleep(400)
  assert.equal((await state())?.sequence, sequence, 'it is his turn')
  await database.query(`update anlauf.site_push set lease_until = now() - interval '1 second'`)
  await until(async () => ((await state())?.sequence ?? 0) > sequence, 'taken over')
})

test('a closed case is pushed to its end once more, and then left', async () => {
  const session = await openCase(evidenceLog(database), 'practice')
  await session.execute({ command: 'close' }, by())
  await using _one = loop()
  await until(async () => (await state('practice'))?.isFinal === true, 'its archive')
  const { sequence, validUntil } = readManifest(readFileSync(host('practice')))
  assert.equal(sequence, (await state('practice'))?.sequence)
  assert.ok(Date.parse(validUntil) > Date.now() + 9 * 365 * 86_400_000)
  assert.ok(existsSync(join(cli.at('practice'), 'releases')))
})

test('hosts that showed a newer incident are not given back to an older one when both have ended', async () => {
  const close = async (caseId: string): Promise<void> => {
    const session = await openCase(evidenceLog(database), caseId)
    await session.execute({ command: 'close' }, by())
  }
  const shown = (): string => readManifest(readFileSync(host('one'))).incident
  await declare('later', false)
  await using _one = loop()
  await until(() => shown() === 'later', 'the newer one has the hosts')
  await close('night')
  await close('later')
  await until(async () => (await state('later'))?.isFinal === true, 'its archive')
  await sleep(500)
  assert.equal(shown(), 'later')
})

test('a host of an exercise that never answers holds up no news of an incident', async () => {
  const silent = createServer((socket) => void socket.unref()).listen(0, '127.0.0.1')
  silent.unref()
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const list = [
    { name: 'one', to: cli.at('one') },
    { name: 'practice', to: cli.at('practice'), url: `http://127.0.0.1:${port}/`, exercise: true },
  ]
  writeFileSync(targets, JSON.stringify({ targets: list }))
  await declare('third', false)
  await declare('drill', true)
  await using _one = loop()
  await until(async () => (await state('third'))?.sequence === 1, 'the first edition')
  await until(() => readManifest(readFileSync(host('practice'))).incident === 'drill', 'practice')
  await prove('third')
  const startedAt = Date.now()
  await until(async () => (await state('third'))?.sequence === 2, 'the news')
  const tookMs = Date.now() - startedAt
  assert.ok(tookMs < 10_000, `${tookMs} ms`)
  silent.close()
})
