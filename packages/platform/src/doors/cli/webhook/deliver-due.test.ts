import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  endpointQueues,
  endpointsOf,
  evidenceLog,
  insertEndpoint,
  openDatabase,
  queueMessages,
  takeDueMessages,
  webhookKeys,
} from '../../../adapters/database/index.ts'
import type { PostOptions } from '../../../adapters/webhooks/index.ts'
import type { Attempt } from '../../../core/webhooks/index.ts'
import { deliverDue } from './deliver-due.ts'

const home = mkdtempSync(join(tmpdir(), 'anlauf-due-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(home, { recursive: true })
})
let clock = Date.parse('2026-03-11T06:00:00.000Z')
const keys = webhookKeys(database, { secret: Buffer.alloc(32, 1) })

async function endpoint(caseId: string, id: string, messages: number): Promise<void> {
  const at = new Date(clock)
  await insertEndpoint(database, {
    id,
    caseId,
    tenant: undefined,
    url: `https://${id.replace('_', '-')}.example.org/`,
    flavour: 'standard',
    language: 'de',
    isLoopback: false,
    addedAt: at.toISOString(),
    stage: 'active',
    stageAt: at.toISOString(),
    stageWhy: undefined,
  })
  for (let n = 0; n < messages; n += 1) {
    await database.transaction((session) =>
      queueMessages(session, { caseId, event: `${id}/${n}`, at }, [
        { id: `msg_${id}_${n}`, endpoint: id, body: '{}' },
      ]),
    )
  }
}
const deliver = (post: (options: PostOptions) => Promise<Attempt>, isExercise = false) =>
  deliverDue({
    database,
    keys,
    now: () => new Date(clock),
    isExercise: () => Promise.resolve(isExercise),
    actor: 'account tester',
    post,
    random: () => 0.5,
  })
const stageOf = async (caseId: string) => (await endpointsOf(database, caseId))[0]?.stage

test('ten failures in an hour put an endpoint into quarantine, said in the log; its messages wait', async () => {
  await endpoint('one', 'we_1', 12)
  let posts = 0
  const broken = async (): Promise<Attempt> => {
    posts += 1
    return { status: 500 }
  }
  const first = await deliver(broken)
  assert.deepEqual([first.stopped, await stageOf('one'), posts], [1, 'held', 10])
  clock += 3_600_000
  await deliver(broken)
  assert.equal(posts, 10)
  const [queue] = await endpointQueues(database, 'one')
  assert.equal(queue?.waiting, 12)
  const log = await Array.fromAsync(evidenceLog(database).read('one'))
  assert.deepEqual(
    log.map(({ kind }) => kind),
    ['webhook.held'],
  )
  assert.doesNotMatch(JSON.stringify(log), /example\.org/)
})

test('a sender that dies after it took a message: the next one sends it when the lease ends, with the same id', async () => {
  await endpoint('two', 'we_2', 1)
  const [taken] = await takeDueMessages(database, {
    now: new Date(clock),
    leaseMs: 60_000,
    limit: 16,
    besides: [],
  })
  assert.equal(taken?.id, 'msg_we_2_0')
  const ids: (string | undefined)[] = []
  const post = async ({ headers }: PostOptions): Promise<Attempt> => {
    ids.push(headers['webhook-id'])
    return { status: 200 }
  }
  assert.equal((await deliver(post)).delivered, 0)
  clock += 61_000
  assert.equal((await deliver(post)).delivered, 1)
  assert.deepEqual(ids, ['msg_we_2_0'])
})

test('two senders at once post each message once', async () => {
  await endpoint('three', 'we_3', 30)
  const ids: (string | undefined)[] = []
  const post = async ({ headers }: PostOptions): Promise<Attempt> => {
    ids.push(headers['webhook-id'])
    await sleep(1)
    return { status: 204 }
  }
  await Promise.all([deliver(post), deliver(post), deliver(post)])
  assert.equal(ids.length, 30)
  assert.equal(new Set(ids).size, 30)
})

test('one that is slow on purpose, with a long queue, holds up nobody else', async () => {
  await endpoint('four', 'we_4', 40)
  await endpoint('five', 'we_5', 40)
  let slow = 0
  let fast = 0
  const end = Promise.withResolvers<Attempt>()
  const others = Promise.withResolvers<undefined>()
  const delivering = deliver(async ({ url }) => {
    if (url.includes('we-4')) {
      slow += 1
      return end.promise
    }
    fast += 1
    if (fast === 40) others.resolve(undefined)
    return { status: 200 }
  })
  await others.promise
  assert.deepEqual([slow, fast], [1, 40])
  end.resolve({ status: 410 })
  await delivering
  assert.deepEqual([slow, await stageOf('four')], [1, 'disabled'])
})

test('in an exercise nothing is posted, whatever lies in the queue', async () => {
  await endpoint('six', 'we_6', 2)
  const counts = await deliver(() => assert.fail('it was posted'), true)
  assert.equal(counts.withheld, 2)
})
