import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog, openDatabase } from '../../../adapters/database/index.ts'
import { cleanRun } from '../../../core/case/clean-run.fixture.ts'
import { contentHash, openCase, unitContentHash } from '../../../core/case/index.ts'
import type { Entry } from '../../../core/evidence/index.ts'
import type { AnlaufContext } from '../context.ts'
import { openCli } from '../cli.fixture.ts'
import { startCalling } from './alarm-calls.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned')) })
const rosterFile = cli.at('roster.yaml')
const reached: { to: string; text: string }[] = []
const hook = createServer((request, answer) => {
  let body = ''
  request.on('data', (bytes: Buffer) => void (body += bytes.toString()))
  request.on('end', () => {
    reached.push({ to: request.url ?? '', text: body })
    answer.writeHead(204).end()
  })
})
let database: Database
let context: AnlaufContext
const said: object[] = []

before(async () => {
  hook.listen(0, '127.0.0.1')
  await once(hook, 'listening')
  const { port } = hook.address() as AddressInfo
  const person = (id: string, roles: string): string =>
    `  - { id: ${id}, name: ${id}, roles: [${roles}], deputyFor: [], languages: [de, en], passkeys: 2, channels: [ { kind: webhook, to: "http://127.0.0.1:${port}/${id}" } ] }`
  writeFileSync(
    rosterFile,
    `apiVersion: roster/v1\nhouseDomains: []\npeople:\n${[person('lea', 'lead'), person('tom', 'management'), person('ida', 'it')].join('\n')}\n`,
  )
  database = await openDatabase({ home: cli.at('home') })
  context = {
    process: { stdout: { write: () => true }, stderr: { write: () => undefined }, env: {} },
    home: cli.at('home'),
    now: () => new Date(),
  } as unknown as AnlaufContext
})
after(async () => {
  hook.close()
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

/** One person asks to open the gate of t1 alone. */
async function asksAlone(caseId: string, exercise: boolean): Promise<void> {
  const session = await openCase(evidenceLog(database), caseId)
  const by = () => ({ actor: 'test', at: new Date().toISOString() })
  await session.execute({ command: 'declare', title: 'x', exercise, tenants: ['t1'], services: [] }, by())
  await session.execute(
    {
      command: 'record',
      facts: cleanRun('t1'),
    },
    by(),
  )
  const unit = session.state.units.get('t1')
  assert.ok(unit)
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const content = { facts: unitContentHash(caseId, unit), skips: ['secondPerson'], until, alone: true }
  await session.execute(
    {
      command: 'requestApproval',
      request: 'request-000000000001',
      subject: { kind: 'override', name: 't1' },
      content,
      contentHash: contentHash(content),
      scope: { tenants: ['t1'], services: [] },
      quorum: 1,
      roles: [],
      authors: [],
      reason: 'a hospital waits',
      by: 'lea',
      expiresAt: until,
      origin: 'https://anlauf.example',
    },
    by(),
  )
}

async function entries(caseId: string, kind: string): Promise<readonly Entry[]> {
  return (await Array.fromAsync(evidenceLog(database).read(caseId))).filter((entry) => entry.kind === kind)
}

function calling(): AsyncDisposable {
  return startCalling(context, { database, rosterFile, writeLog: (line) => said.push(line), pauseMs: 20 })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400 && !(await holds()); tries += 1) await sleep(25)
  assert.ok(await holds())
}

test('an override by one person calls the others, once, however many servers look and restart', async () => {
  await asksAlone('night', false)
  {
    await using _one = calling()
    await using _two = calling()
    await until(async () => (await entries('night', 'alarm.sent')).length >= 2)
    await sleep(200)
  }
  {
    await using _again = calling()
    await sleep(300)
  }
  assert.equal((await entries('night', 'alarm.raised')).length, 1)
  assert.deepEqual(reached.map(({ to }) => to).toSorted(), ['/ida', '/tom'])
  assert.ok(reached.every(({ text }) => text.includes('allein öffnen') && !text.includes('hospital')))
})

test('an exercise takes the same way and reaches no address', async () => {
  reached.length = 0
  await asksAlone('exercise', true)
  await using _calls = calling()
  await until(async () => (await entries('exercise', 'alarm.sent')).length >= 2)
  assert.deepEqual(reached, [])
  const outcomes = (await entries('exercise', 'alarm.sent')).map(({ data }) =>
    JSON.stringify(data['outcomes']),
  )
  assert.ok(outcomes.every((one) => one.includes('withheld')))
})

test('a roster that changed under a case is said once, with what to do; other cases are called', async () => {
  reached.length = 0
  said.length = 0
  const whole = readFileSync(rosterFile, 'utf8')
  await using _calls = calling()
  writeFileSync(rosterFile, whole.replace('name: ida', 'name: Ida'))
  await asksAlone('second', false)
  await until(async () => (await entries('second', 'alarm.sent')).length >= 2)
  await sleep(200)
  const about = said.filter((line) => JSON.stringify(line).includes('"night"'))
  assert.equal(about.length, 1, JSON.stringify(said))
  assert.match(JSON.stringify(about), /anlauf case roster --case night --take/)
  writeFileSync(rosterFile, 'people: [')
  assert.throws(() => calling(), /roster/)
})
