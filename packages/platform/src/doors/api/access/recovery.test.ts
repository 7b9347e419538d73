import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { openApi } from '../api.fixture.ts'
import { invite } from './invitations.ts'
import { keptPasskey } from './kept-passkey.fixture.ts'
import { askRecovery } from './recovery.ts'
import { makeRecoveryCodes, ripenMs } from './recovery-codes.ts'
import { openSession } from './sessions.ts'

let clock = Date.parse('2026-03-11T06:00:00Z')
const now = (): Date => new Date(clock)
const api = await openApi({ now })
after(() => api[Symbol.asyncDispose]())

const page = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' }
const cookies = new Map<string, string>()

before(async () => {
  for (const [name, role] of [
    ['anna', 'lead'],
    ['bernd', 'administrator'],
    ['carla', 'restore'],
    ['dora', 'it'],
  ] as const) {
    await api.database.query('insert into anlauf.person (name, roles, created_at) values ($1, $2, $3)', [
      name,
      [role],
      now(),
    ])
    await api.database.query(
      `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
       values ($1, $1, $2, 0, '{}', $3)`,
      [name, Buffer.from(name), now()],
    )
    await renew(name)
  }
})

async function renew(name: string): Promise<void> {
  const token = await openSession(api.database, { person: name, credentialId: name, now: now() })
  cookies.set(name, `__Host-anlauf=${token}`)
}

async function post(path: string, body: object, as?: string) {
  const answer = await fetch(`${api.url}${path}`, {
    method: 'POST',
    headers: { ...page, ...(as !== undefined && { Cookie: cookies.get(as) ?? '' }) },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    json: (text === '' ? {} : JSON.parse(text)) as Record<string, string>,
  }
}

/** As the command line makes them; the way over HTTP takes a real passkey: `test/api/recovery.test.ts`. */
async function codesOf(person: string): Promise<readonly string[]> {
  return (await makeRecoveryCodes(api.database, { person, by: { name: person }, now: now() })).codes
}

async function kinds(): Promise<string[]> {
  const entries = await Array.fromAsync(api.log.read('anlauf.access'))
  return entries.map(({ kind, actor, object }) => `${kind} ${actor} ${object}`)
}

test('a code and a second person make an invitation in the roles that the person has; all is in the chain', async () => {
  const codes = await codesOf('carla')
  assert.equal(new Set(codes).size, 10)
  assert.ok(codes.every((code) => /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/.test(code)))
  const typed = ` ${codes[0]?.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`
  const asked = await post('/api/recovery', { person: 'carla', code: typed })
  assert.equal(asked.status, 200, asked.text)
  const { claim = '', number = '' } = asked.json
  const waiting = await post('/api/recovery/collect', { claim })
  assert.deepEqual(waiting.json, { person: null, invitation: null })
  const open = await fetch(`${api.url}/api/recoveries`, { headers: { Cookie: cookies.get('anna') ?? '' } })
  const shown = await open.text()
  assert.ok(shown.includes('carla') && !shown.includes(number), 'the number comes from the person only')
  assert.equal((await post('/api/recoveries/confirm', { person: 'carla', number }, 'anna')).status, 204)
  const { person, invitation } = (await post('/api/recovery/collect', { claim })).json
  assert.equal(person, 'carla')
  const options = await post('/api/registration/options', { invitation })
  assert.equal(options.status, 200, options.text)
  assert.equal((await post('/api/recovery/collect', { claim })).status, 401, 'collected once')
  const before = await fetch(`${api.url}/api/me`, { headers: { Cookie: cookies.get('carla') ?? '' } })
  assert.equal(before.status, 401, 'sessions of before have ended')
  const [row] = await api.database.query<{ roles: string[] }>('select roles from anlauf.invitation')
  assert.deepEqual(row?.roles, ['restore'])
  assert.deepEqual(await kinds(), [
    'access.recoveryCodesMade carla carla',
    'access.recoveryAsked carla carla',
    'access.recoveryConfirmed anna carla',
    'access.sessionRecovered carla carla',
    'access.invited anna carla',
  ])
})

test('no code, number or claim is in the database, the log of the server or the evidence', async () => {
  await renew('carla')
  const codes = await codesOf('carla')
  const { claim = '', number = '' } = (await post('/api/recovery', { person: 'carla', code: codes[0] })).json
  const rows = await api.database.query('select * from anlauf.recovery_code')
  const recoveries = await api.database.query('select * from anlauf.recovery')
  const entries = await Array.fromAsync(api.log.read('anlauf.access'))
  const all = JSON.stringify([rows, recoveries, entries, api.lines])
  for (const secret of [...codes, claim, number]) assert.ok(!all.includes(secret))
  await api.database.query('delete from anlauf.recovery')
})

test('a code works once, only for its person, and not after new ones were made', async () => {
  const [first = '', second = ''] = await codesOf('carla')
  assert.equal((await post('/api/recovery', { person: 'dora', code: second })).status, 401)
  assert.equal((await post('/api/recovery', { person: 'carla', code: first })).status, 200)
  const used = await post('/api/recovery', { person: 'carla', code: first })
  const unknown = await post('/api/recovery', { person: 'nobody', code: first })
  assert.equal(used.status, 401)
  assert.deepEqual({ ...unknown.json }, { ...used.json }, 'alike for every reason')
  await codesOf('carla')
  assert.equal((await post('/api/recovery', { person: 'carla', code: second })).status, 401)
  await api.database.query('delete from anlauf.recovery')
})

test('two requests with one code at once: one of them is let through', async () => {
  const [code = ''] = await codesOf('carla')
  const all = await Promise.all([1, 2, 3, 4].map(() => post('/api/recovery', { person: 'carla', code })))
  assert.deepEqual(
    all.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 401, 401, 401],
  )
  await api.database.query('delete from anlauf.recovery')
})

test('nobody confirms themselves, nor does the account or a role that may not; three wrong numbers end it', async () => {
  clock += 60_000
  const [code = ''] = await codesOf('anna')
  const { claim = '', number = '' } = (await post('/api/recovery', { person: 'anna', code })).json
  const right = { person: 'anna', number }
  assert.equal((await post('/api/recoveries/confirm', right, 'anna')).status, 403)
  assert.equal((await post('/api/recoveries/confirm', right, 'dora')).status, 403)
  const account = await fetch(`${api.url}/api/recoveries/confirm`, {
    method: 'POST',
    headers: { ...page, Authorization: `Bearer ${api.token}` },
    body: JSON.stringify(right),
  })
  assert.equal(account.status, 403)
  const wrong = { person: 'anna', number: number === '00000000' ? '00000001' : '00000000' }
  for (let tries = 0; tries < 3; tries += 1) {
    assert.equal((await post('/api/recoveries/confirm', wrong, 'bernd')).status, 409)
  }
  assert.equal((await post('/api/recoveries/confirm', right, 'bernd')).status, 409, 'it has ended')
  assert.equal((await post('/api/recovery/collect', { claim })).status, 401)
  assert.ok((await kinds()).filter((one) => one === 'access.recoveryRefused bernd anna').length >= 3)
})

test('what waited for more than 15 minutes is over, confirmed or not', async () => {
  await renew('bernd')
  const [one = '', two = ''] = await codesOf('carla')
  const first = (await post('/api/recovery', { person: 'carla', code: one })).json
  const second = (await post('/api/recovery', { person: 'carla', code: two })).json
  const confirm = (number: string | undefined) =>
    post('/api/recoveries/confirm', { person: 'carla', number }, 'bernd')
  assert.equal((await confirm(first['number'])).status, 204)
  clock += 16 * 60_000
  assert.equal((await confirm(second['number'])).status, 409)
  for (const { claim } of [first, second]) {
    assert.equal((await post('/api/recovery/collect', { claim })).status, 401)
  }
})

test('codes of a person who was blocked open nothing, also when a second person had confirmed', async () => {
  clock += 60_000
  const [one = '', two = ''] = await codesOf('carla')
  const { claim, number } = (await post('/api/recovery', { person: 'carla', code: one })).json
  assert.equal((await post('/api/recoveries/confirm', { person: 'carla', number }, 'anna')).status, 204)
  assert.equal((await post('/api/people/carla/block', {}, 'bernd')).status, 204)
  assert.equal((await post('/api/recovery/collect', { claim })).status, 401)
  assert.equal((await post('/api/recovery', { person: 'carla', code: two })).status, 401)
  const by = { name: 'account tester' }
  await assert.rejects(makeRecoveryCodes(api.database, { person: 'carla', by, now: now() }), {
    code: 'not-found',
  })
})

test('a link for a further passkey that its person made ends when a passkey of the person is revoked', async () => {
  await renew('dora')
  const { keyId } = await keptPasskey(api.database, { person: 'dora', roles: ['it'] })
  const link = (by: string) =>
    invite(api.database, {
      person: 'dora',
      roles: ['it'],
      by: { kind: 'person', name: by, roles: [] },
      isFurther: true,
      now: now(),
    })
  const [own, confirmed] = [await link('dora'), await link('anna')]
  const opens = async (invitation: string) => (await post('/api/registration/options', { invitation })).status
  assert.deepEqual([await opens(own.token), await opens(confirmed.token)], [200, 200])
  const revoked = await post(`/api/approver-keys/${keyId}/revocation`, { reason: 'stolen' }, 'dora')
  assert.equal(revoked.status, 200, revoked.text)
  assert.deepEqual([await opens(own.token), await opens(confirmed.token)], [401, 200])
})

test('codes that a session makes beside good ones wait a day; the envelope is good until then, and for good once the passkey is revoked', async () => {
  clock += 60_000
  await api.database.query('delete from anlauf.recovery where person = $1', ['anna'])
  const make = () =>
    makeRecoveryCodes(api.database, { person: 'anna', by: { name: 'anna' }, now: now(), afterMs: ripenMs })
  const opens = async (code: string | undefined) => {
    // Not over HTTP: there guesses are limited, and these are many.
    const asked = askRecovery(api.database, { person: 'anna', code: code ?? '', now: now() })
    return asked.then(
      () => true,
      () => false,
    )
  }
  const envelope = await codesOf('anna')
  const thief = await make()
  assert.equal(thief.countFrom?.getTime(), clock + ripenMs)
  assert.deepEqual([await opens(thief.codes[0]), await opens(envelope[0])], [false, true])
  const left = async () => {
    const answer = await fetch(`${api.url}/api/recovery-codes`, {
      headers: { Cookie: cookies.get('anna') ?? '' },
    })
    return (await answer.json()) as { left: number; waitingFrom: string | null }
  }
  await renew('anna')
  assert.deepEqual(await left(), { left: 9, waitingFrom: thief.countFrom?.toISOString() })
  const again = await make()
  assert.equal(await opens(thief.codes[1]), false, 'what waited was replaced')

  await renew('bernd')
  const open = await fetch(`${api.url}/api/recoveries`, { headers: { Cookie: cookies.get('bernd') ?? '' } })
  const { recoveries } = (await open.json()) as { recoveries: { person: string; codeMadeAt: string }[] }
  const shown = recoveries.find(({ person }) => person === 'anna')
  assert.equal(shown?.codeMadeAt, now().toISOString(), 'the second person sees how old the code is')

  const { keyId } = await keptPasskey(api.database, { person: 'anna', roles: ['lead'] })
  await renew('anna')
  const revoked = await post(`/api/approver-keys/${keyId}/revocation`, { reason: 'stolen' }, 'anna')
  assert.equal(revoked.status, 200, revoked.text)
  clock += ripenMs + 1
  assert.deepEqual(
    [await opens(again.codes[0]), await opens(envelope[1])],
    [false, true],
    'the thief has nothing',
  )

  const fresh = await make()
  clock += ripenMs
  assert.deepEqual(
    [await opens(fresh.codes[0]), await opens(envelope[2])],
    [true, false],
    'a day later they changed places',
  )
  await make()
  assert.equal(await opens(envelope[3]), false, 'and the old envelope never comes back')
  for (const code of (
    await makeRecoveryCodes(api.database, { person: 'anna', by: { name: 'account host' }, now: now() })
  ).codes.slice(0, 1))
    assert.equal(await opens(code), true, 'those of the server count at once')
})

test('who guesses codes has to wait', async () => {
  clock += 60_000
  const guess = () => post('/api/recovery', { person: 'dora', code: 'AAAA-BBBB-CCCC-DDDD' })
  for (let tries = 0; tries < 30; tries += 1) assert.equal((await guess()).status, 401)
  assert.equal((await guess()).status, 429)
})
