import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { type Job, openWork, runWorker } from '../../packages/platform/src/adapters/work/index.ts'
import { tcpPostgres } from './tcp-postgres.ts'

const jobs = Array.from({ length: 12 }, (_, at): Job => ({
  id: `run-1/t${at % 3}/${at}`,
  kind: 'try',
  queue: 'q',
  tenant: `t${at % 3}`,
  input: { at: String(at), tenant: `t${at % 3}` },
}))

test('queues: limits hold, what failed or was cancelled is tried anew, a stopped worker gives its jobs back', async () => {
  await using postgres = await tcpPostgres('127.0.0.1')
  const { url } = postgres
  await (await openDatabase({ url }))[Symbol.asyncDispose]()
  await using work = await openWork({ url })
  assert.equal((await work.start(jobs, { q: { inAll: 4, perTenant: 2, perWorker: 4 } })).length, 12)
  assert.deepEqual(await work.start(jobs), [], 'given out once')

  let isBroken = true
  const atWork = new Map<string, number>()
  const most = { inAll: 0, perTenant: 0 }
  const stop = new AbortController()
  const said: string[] = []
  const worker = runWorker({
    url,
    queues: ['q'],
    leaseMs: 2_000,
    signal: stop.signal,
    tell: (message) => said.push(message),
    handlers: {
      async try({ at = '', tenant = '' }, { signal }) {
        atWork.set(tenant, (atWork.get(tenant) ?? 0) + 1)
        most.perTenant = Math.max(most.perTenant, ...atWork.values())
        most.inAll = Math.max(
          most.inAll,
          [...atWork.values()].reduce((a, b) => a + b),
        )
        try {
          await sleep(at === 'long' ? 60_000 : 50, undefined, { signal })
        } finally {
          atWork.set(tenant, (atWork.get(tenant) ?? 1) - 1)
        }
        if (at === '3' && isBroken) {
          throw Object.assign(new Error('Broken.'), {
            code: 'shard-failed',
            hint: 'Mend it.',
            retry: 'later',
          })
        }
        return { at: Number(at) }
      },
    },
  })
  const settled = async () => {
    for (;;) {
      const progress = await work.progress('run-1')
      if (progress.waiting + progress.running === 0) return progress
      await sleep(50)
    }
  }
  const first = await settled()
  assert.equal(first.done, 11)
  assert.equal(first.workers.length, 1)
  assert.deepEqual(first.failed, [
    {
      id: 'run-1/t0/3',
      state: 'failed',
      failure: { code: 'shard-failed', message: 'Broken.', hint: 'Mend it.', retry: 'later' },
    },
  ])
  assert.ok(most.inAll <= 4 && most.perTenant <= 2, JSON.stringify(most))

  isBroken = false
  assert.deepEqual(await work.start(jobs), ['run-1/t0/3'])
  assert.equal((await settled()).done, 12)

  const long = { ...jobs[0], id: 'run-2/t0/long', input: { at: 'long', tenant: 't0' } } as Job
  const running = async () => {
    while ((await work.progress('run-2')).running === 0) await sleep(50)
  }
  await work.start([long])
  await running()
  assert.equal(await work.cancel('run-2'), 1)
  while (!said.some((message) => message.includes('run-2/t0/long is not ours any more'))) await sleep(50)
  assert.equal((await work.progress('run-2')).cancelled, 1)
  assert.deepEqual(await work.start([long]), ['run-2/t0/long'])
  await running()
  stop.abort()
  await worker
  const [job] = (await work.progress('run-2')).jobs
  assert.equal(job?.state, 'running', 'it has not failed; the next worker takes it')
  assert.equal((await work.progress('run-2')).workers.length, 0, 'and may do so at once')
})
