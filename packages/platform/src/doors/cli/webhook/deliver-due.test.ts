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
  releaseEndpoint,
  sealClearAddresses,
  takeDueMessages,
  webhookAddresses,
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
const addresses = await webhookAddresses(home)
const keys = webhookKeys(database, { secret: Buffer.alloc(32, 1) })

async function endpoint(caseId: string, id: string, messages: number): Promise<void> {
  const at = new Date(clock)
  await insertEndpoint(database, {
    id,
    caseId,
    tenant: undefined,
    ...addresses.seal(id, `https://${id.replace('_', '-')}.example.org/hook-secret`),
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
const deliver = (post: (options: PostOptions) => Promise<Attempt>, isExercise = false, used = addresses) =>
  deliverDue({
    database,
    keys,
    addresses: used,
    now: () => new Date(clock),
    isExercise: () => Promise.resolve(isExercise),
    actor: 'account tester',
    post,
    random: () => 0.5,
  })
const stageOf = async (caseId: string) => (await endpointsOf(database, caseId))[0]?.stage

test('ten failures in a row put an endpoint into quarantine, said in the log; its messages wait, in order', async () => {
  await endpoint('one', 'we_1', 3)
  const ids: (string | undefined)[] = []
  const broken = async ({ headers }: PostOptions): Promise<Attempt> => {
    ids.push(headers['webhook-id'])
    return { status: 500 }
  }
  for (let day = 0; day < 12; day += 1) {
    await deliver(broken)
    clock += 25 * 3_600_000
  }
  assert.deepEqual([await stageOf('one'), ids.length], ['held', 10])
  assert.deepEqual(new Set(ids), new Set(['msg_we_1_0']), 'none overtook it')
  const [queue] = await endpointQueues(database, 'one')
  assert.deepEqual([queue?.waiting, queue?.givenUp], [3, 0])
  const log = await Array.fromAsync(evidenceLog(database).read('one'))
  assert.deepEqual(
    log.map(({ kind }) => kind),
    ['webhook.held'],
  )
  assert.doesNotMatch(JSON.stringify(log), /example\.org/)
  await database.transaction((session) => releaseEndpoint(session, 'we_1', new Date(clock)))
  const rest: (string | undefined)[] = []
  await deliver(async ({ headers }) => {
    rest.push(headers['webhook-id'])
    return { status: 200 }
  })
  assert.deepEqual(rest, ['msg_we_1_0', 'msg_we_1_1', 'msg_we_1_2'])
})

test('order: nothing overtakes what failed; news bring it forward, but not before Retry-After; a refused one is left', async () => {
  await endpoint('order', 'we_o', 2)
  const got: string[] = []
  const post =
    (attempt: Attempt) =>
    async ({ headers }: PostOptions): Promise<Attempt> => {
      got.push(String(headers['webhook-id']).replace('msg_we_o_', ''))
      return attempt
    }
  const news = (n: number): Promise<boolean> =>
    database.transaction((session) =>
      queueMessages(session, { caseId: 'order', event: `we_o/${n}`, at: new Date(clock) }, [
        { id: `msg_we_o_${n}`, endpoint: 'we_o', body: '{}' },
      ]),
    )
  await deliver(post({ status: 500 }))
  clock += 6_000
  await deliver(post({ status: 500 }))
  clock += 100_000
  await deliver(post({ status: 200 }))
  assert.deepEqual(got.splice(0), ['0', '0'], 'the next attempt is five minutes away')
  await news(2)
  await deliver(post({ status: 429, retryAfter: '3600' }))
  assert.deepEqual(got.splice(0), ['0'])
  clock += 200_000
  await news(3)
  await deliver(post({ status: 200 }))
  assert.deepEqual(got, [], 'it asked for an hour')
  clock += 3_600_000
  await deliver(post({ status: 400 }))
  assert.deepEqual(
    got.splice(0),
    ['0', '1'],
    'refused as it is for the fourth time: the next one has its turn',
  )
  clock += 25 * 3_600_000
  await deliver(post({ status: 200 }))
  assert.deepEqual(got.splice(0), ['1', '2', '3'])
})

test('an address lies sealed in the database; one in clear is sealed; one of another key waits for its key', async () => {
  await endpoint('sealed', 'we_s', 1)
  await database.query(
    `update anlauf.webhook_endpoint set url = 'https://old.example.org/hook-secret', sealed = null where id = 'we_s'`,
  )
  assert.equal(await sealClearAddresses(database, addresses), 1)
  assert.equal(await sealClearAddresses(database, addresses), 0)
  const rows = await database.query('select e::text as row from anlauf.webhook_endpoint e')
  assert.doesNotMatch(JSON.stringify(rows), /hook-secret/)
  const [one] = await endpointsOf(database, 'sealed')
  assert.equal(one?.place, 'https://old.example.org/…')
  await endpoint('other', 'we_t', 1)
  await database.query(
    `update anlauf.webhook_endpoint set sealed = (select sealed from anlauf.webhook_endpoint where id = 'we_s') where id = 'we_t'`,
  )
  const urls: string[] = []
  const post = async ({ url }: PostOptions): Promise<Attempt> => (urls.push(url), { status: 200 })
  await assert.rejects(deliver(post), /"we_t" was sealed with another key/)
  assert.deepEqual(urls, ['https://old.example.org/hook-secret'], 'a swapped row sends nothing anywhere')
  // A second server with a key of its own: it puts nobody into quarantine, and the first one delivers at once.
  const second = mkdtempSync(join(tmpdir(), 'anlauf-second-'))
  await endpoint('two-homes', 'we_h', 2)
  await database.query(`delete from anlauf.webhook_message where endpoint_id = 'we_t'`)
  const theirs = await webhookAddresses(second)
  for (let round = 0; round < 15; round += 1) {
    await assert.rejects(deliver(post, false, theirs), /copy it here from the home|sealed with another key/)
    clock += 10_000
  }
  const said: unknown[] = []
  const counts = await deliverDue({
    database,
    keys,
    addresses: theirs,
    now: () => new Date(clock),
    isExercise: () => Promise.resolve(false),
    actor: 'account tester',
    post,
    onProblem: (problem) => said.push(problem),
  })
  assert.deepEqual([counts.failed, counts.stopped, said.length > 0], [0, 0, true])
  assert.equal(await stageOf('two-homes'), 'active')
  const logged = await Array.fromAsync(evidenceLog(database).read('two-homes'))
  assert.deepEqual(logged, [])
  urls.length = 0
  await deliver(post)
  assert.deepEqual(urls, ['https://we-h.example.org/hook-secret', 'https://we-h.example.org/hook-secret'])
  rmSync(second, { recursive: true })
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
