import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { keyFingerprint, publicPem } from '../../../core/evidence/index.ts'
import { type DeletePlan, keepPlan, signPlan, writeApprovers, writeHold } from '../deletion/index.ts'
import { openTestVault, someObject, testClock } from '../vault.fixture.ts'

const dayMs = 24 * 60 * 60 * 1000
const clock = testClock()
const vault = await openTestVault({ clock, retentionDays: 30 })
after(() => vault[Symbol.asyncDispose]())
await vault.clients(
  { name: 'prov', role: 'provisioner' },
  { name: 'writer', role: 'writer' },
  { name: 'maint', role: 'maintainer' },
)
await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })

const people: Record<'anna' | 'bernd' | 'clara', KeyObject> = {
  anna: generateKeyPairSync('ed25519').privateKey,
  bernd: generateKeyPairSync('ed25519').privateKey,
  clara: generateKeyPairSync('ed25519').privateKey,
}
writeApprovers(
  vault.folder,
  (['anna', 'bernd'] as const).map((person) => ({ person, publicKey: publicPem(people[person]) })),
)
const fingerprint = keyFingerprint(vault.running.publicKey)

async function stored(): Promise<{ path: string; name: string }> {
  const { id, body } = someObject()
  await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
  return { path: `/acme/data/${id}`, name: `data/${id}` }
}

function plan(objects: readonly string[], more: Partial<DeletePlan> = {}): DeletePlan {
  return {
    vault: fingerprint,
    repository: 'acme',
    objects,
    bytes: 100,
    createdAt: new Date(clock.wall).toISOString(),
    expiresAt: new Date(clock.wall + 90 * dayMs).toISOString(),
    ...more,
  }
}

async function remove(path: string, client = 'maint'): Promise<string> {
  const { status, body } = await vault.ask(path, { method: 'DELETE', client })
  return `${status} ${body.toString().split(':')[0]}`.trim()
}

function keep(of: DeletePlan, ...by: (readonly [string, KeyObject])[]): void {
  keepPlan(vault.folder, { plan: of, approvals: by.map(([person, key]) => signPlan(of, person, key)) })
}

test('only old, planned, signed by two, without a hold and with a clock in no doubt', async () => {
  const { path, name } = await stored()
  const { anna, bernd, clara } = people
  const signed = plan([name])
  keep(signed, ['anna', anna], ['bernd', bernd])
  assert.equal(await remove(path, 'writer'), '403 appendOnly')
  assert.equal(await remove(path), '403 retention', 'even with a plan')
  clock.pass(29 * dayMs)
  assert.equal(await remove(path), '403 retention')
  clock.pass(2 * dayMs)

  writeHold(vault.folder, { reason: 'an attack', at: '', by: '' })
  assert.equal(await remove(path), '403 hold')
  writeHold(vault.folder, undefined)

  for (const [what, attempt] of [
    ['one person', () => keep(signed, ['anna', anna])],
    ['one person twice', () => keep(signed, ['anna', anna], ['anna', anna])],
    ['one key under two names', () => keep(signed, ['anna', anna], ['bernd', anna])],
    ['somebody who is not registered', () => keep(signed, ['anna', anna], ['clara', clara])],
  ] as const) {
    attempt()
    assert.equal(await remove(path), '403 notPlanned', what)
  }
  for (const [what, other] of [
    ['another object', plan([`data/${'0'.repeat(64)}`])],
    ['another vault', plan([name], { vault: '0'.repeat(64) })],
    ['another repository', plan([name], { repository: 'acme/other' })],
    ['an expired plan', plan([name], { expiresAt: new Date(clock.wall - 1).toISOString() })],
  ] as const) {
    keep(other, ['anna', anna], ['bernd', bernd])
    assert.equal(await remove(path), '403 notPlanned', what)
  }

  clock.wall += dayMs
  assert.equal(await remove(path), '403 clock')
  clock.wall -= dayMs
  keep(signed, ['anna', anna], ['bernd', bernd])
  assert.equal(await remove(path), '200')
  assert.ok(!existsSync(join(vault.folder, 'repositories', 'acme', name)))
  const line = vault.journal().find(({ verb, status }) => verb === 'DELETE' && status === 200)
  assert.deepEqual(line?.['detail'], { people: ['anna', 'bernd'] })
  assert.equal(await remove(path), '200', 'what is gone is gone')
})

test('an approver who is struck off counts no more', async () => {
  const { path, name } = await stored()
  clock.pass(31 * dayMs)
  await vault.restart({ acceptClock: true })
  keep(plan([name]), ['anna', people.anna], ['bernd', people.bernd])
  writeApprovers(vault.folder, [{ person: 'anna', publicKey: publicPem(people.anna) }])
  assert.equal(await remove(path), '403 notPlanned')
})

test('an open case is a hold, and a database that cannot be asked is one too', async () => {
  const { path, name } = await stored()
  writeApprovers(
    vault.folder,
    (['anna', 'bernd'] as const).map((person) => ({ person, publicKey: publicPem(people[person]) })),
  )
  clock.pass(31 * dayMs)
  keep(plan([name]), ['anna', people.anna], ['bernd', people.bernd])
  let reason: string | undefined = 'the case night-1 is open'
  await vault.restart({ acceptClock: true, hold: () => Promise.resolve(reason) })
  assert.equal(await remove(path), '403 hold')
  await vault.running.upkeep()
  assert.ok(vault.journal().some(({ verb, code }) => verb === 'HOLD' && code === 'on'))
  reason = undefined
  assert.equal(await remove(path), '200')
})

test('a clock that was set back or leapt while the vault was down keeps the retention', async () => {
  const { path, name } = await stored()
  keep(plan([name]), ['anna', people.anna], ['bernd', people.bernd])
  const receivedAt = clock.wall
  clock.wall += 60 * dayMs
  await vault.restart()
  assert.equal(await remove(path), '403 clock', 'sixty days in one leap are not believed')
  clock.wall = receivedAt - 60 * dayMs
  await vault.restart()
  assert.equal(await remove(path), '403 clock')
  const times = vault.journal().map(({ at }) => Date.parse(String(at)))
  assert.ok(
    times.every((at, place) => place === 0 || at >= (times[place - 1] ?? 0)),
    'the journal never runs backwards',
  )
  clock.wall = receivedAt + 60 * dayMs
  await vault.restart({ acceptClock: true })
  assert.equal(await remove(path), '200', 'the operator says that the clock is right')
})

test('an old lock is removed by the vault; a young one stays', async () => {
  const locks = [someObject(), someObject()]
  for (const { id, body } of locks) {
    await vault.ask(`/acme/locks/${id}`, { method: 'POST', client: 'writer', body })
    clock.pass(20 * 60 * 1000)
  }
  await vault.running.upkeep()
  const listed = JSON.parse(
    (await vault.ask('/acme/locks/', { client: 'writer' })).body.toString(),
  ) as string[]
  assert.deepEqual(listed, [locks[1]?.id])
  const expired = vault.journal().filter(({ verb }) => verb === 'EXPIRE')
  assert.deepEqual(
    expired.map((line) => line['id']),
    [locks[0]?.id],
  )
})
