import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

import { openApi, type TestApi } from '../../packages/platform/src/doors/api/api.fixture.ts'
import { needProgram } from '../debian.ts'
import { plugIn, type VirtualKey } from './virtual-key.ts'

/** Real passkeys in a real browser. Each test needs those before it. */
const skip = needProgram('chromium', 'chromium')
let api: TestApi
let browser: Browser
let clock = Date.parse('2026-03-11T06:00:00Z')
const minutes = (count: number): number => count * 60_000

interface Desk {
  readonly context: BrowserContext
  readonly page: Page
  readonly key: VirtualKey
}
let anna: Desk
let bernd: Desk

before(async () => {
  if (skip !== false) return
  api = await openApi({ now: () => new Date(clock) })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
  })
  anna = await desk()
  bernd = await desk()
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await api[Symbol.asyncDispose]()
})

async function desk(): Promise<Desk> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  return { context, page, key: await plugIn(page) }
}

/** What the page says once it stopped waiting. */
async function said(page: Page, words: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor()
}

/** A call by the page itself, as the console makes it. */
async function call(page: Page, method: string, path: string, body?: unknown) {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) })
      const text = await answer.text()
      return { status: answer.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  )
}

async function register({ page }: Desk, link: string, name?: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(link)
  if (name !== undefined) await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Register a passkey' }).click()
}

async function kinds(): Promise<string[]> {
  return (await Array.fromAsync(api.log.read('anlauf.access'))).map(({ kind, actor }) => `${kind} ${actor}`)
}

test('whoever types the bare name sees the page', { skip }, async () => {
  const answer = await fetch(api.url, { redirect: 'manual' })
  assert.deepEqual([answer.status, answer.headers.get('Location')], [302, '/sign-in'])
})

test('the one-time link registers the first passkey, once', { skip }, async () => {
  const link = (await api.firstLink()) ?? ''
  assert.match(link, /^http:\/\/localhost:\d+\/sign-in#invitation=[A-Za-z0-9_-]{43}$/)
  await register(anna, link, 'anna')
  await said(anna.page, /Signed in as anna/)
  assert.equal(await api.firstLink(), undefined, 'somebody can sign in now')
  const me = await call(anna.page, 'GET', '/api/me')
  assert.deepEqual(me.json, {
    name: 'anna',
    kind: 'person',
    roles: ['administrator'],
    permissions: ['read', 'verifyEvidence', 'revokeKey', 'vouch', 'invite', 'block', 'confirmRecovery'],
  })
  await register(bernd, link, 'bernd')
  await said(bernd.page, /link is not good/)
  assert.ok(!bernd.page.url().includes('invitation'), 'the link does not stay in the address')
})

test(
  'the session is in a cookie that no script reads, and nothing of it is in the database',
  { skip },
  async () => {
    const [cookie] = await anna.context.cookies()
    assert.equal(cookie?.name, '__Host-anlauf')
    assert.deepEqual(
      [cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path],
      [true, true, 'Strict', '/'],
    )
    assert.equal(await anna.page.evaluate('document.cookie'), '')
    const rows = await api.database.query('select * from anlauf.session')
    assert.equal(rows.length, 1)
    assert.ok(!JSON.stringify(rows).includes(cookie.value))
  },
)

test('who signed out comes in again with the passkey alone', { skip }, async () => {
  await anna.page.getByRole('button', { name: 'Sign out' }).click()
  await said(anna.page, /You are signed out/)
  assert.equal((await call(anna.page, 'GET', '/api/cases')).status, 401)
  await anna.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await said(anna.page, /Signed in as anna/)
  assert.equal((await call(anna.page, 'GET', '/api/cases')).status, 200)
})

test('a key whose holder was not verified opens nothing', { skip }, async () => {
  await anna.page.getByRole('button', { name: 'Sign out' }).click()
  await said(anna.page, /You are signed out/)
  await anna.key.verify(false)
  await anna.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await said(anna.page, /the passkey was not used/)
  await anna.key.verify(true)
  await anna.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await said(anna.page, /Signed in as anna/)
})

test('an administrator invites others, and may nothing else', { skip }, async () => {
  const invited = await call(anna.page, 'POST', '/api/invitations', { person: 'bernd', roles: ['auditor'] })
  assert.equal(invited.status, 200)
  await register(bernd, (invited.json as { url: string }).url)
  await said(bernd.page, /Signed in as bernd/)
  const refused = await call(bernd.page, 'POST', '/api/invitations', { person: 'eve', roles: ['lead'] })
  assert.equal(refused.status, 403)
  assert.match((refused.json as { hint: string }).hint, /administrator/)
  assert.equal((await call(bernd.page, 'GET', '/api/people')).status, 403)
  const people = (await call(anna.page, 'GET', '/api/people')).json
  assert.deepEqual(people, {
    people: [
      { name: 'anna', roles: ['administrator'], passkeys: 1, blocked: false },
      { name: 'bernd', roles: ['auditor'], passkeys: 1, blocked: false },
    ],
  })
})

test(
  'a session that is idle, too old, or only copied from the database opens nothing',
  { skip },
  async () => {
    clock += minutes(59)
    assert.equal((await call(anna.page, 'GET', '/api/me')).status, 200)
    clock += minutes(59)
    assert.equal((await call(anna.page, 'GET', '/api/me')).status, 200, 'use keeps it')
    assert.equal((await call(bernd.page, 'GET', '/api/me')).status, 401, 'idle for two hours')
    for (let hour = 2; hour < 12; hour += 1) {
      clock += minutes(59)
      await call(anna.page, 'GET', '/api/me')
    }
    clock += minutes(30)
    assert.equal((await call(anna.page, 'GET', '/api/me')).status, 401, 'a shift is over')
    const [row] = await api.database.query<{ hash: string }>(
      `select translate(encode(token_hash, 'base64'), '+/=', '-_') as hash from anlauf.session limit 1`,
    )
    const stolen = await fetch(`${api.url}/api/me`, { headers: { Cookie: `__Host-anlauf=${row?.hash}` } })
    assert.equal(stolen.status, 401)
  },
)

test('who is blocked is out at once, also with open streams, and stays out', { skip }, async () => {
  await api.declare('night-1')
  for (const { page } of [anna, bernd]) {
    await page.goto(`${api.url}/sign-in`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await said(page, /Signed in as/)
  }
  const [cookie] = await bernd.context.cookies()
  const stream = await fetch(`${api.url}/api/cases/night-1/events`, {
    headers: { Cookie: `${cookie?.name}=${cookie?.value}` },
  })
  assert.equal(stream.status, 200)
  assert.equal((await call(anna.page, 'POST', '/api/people/bernd/block')).status, 204)
  await api.log.append('night-1', [
    { at: '2026-03-11T06:00:00.000Z', actor: 'x', action: 'verify', kind: 'test.step', data: {} },
  ])
  assert.doesNotMatch(await stream.text(), /test\.step/, 'the stream ended and told nothing more')
  assert.equal((await call(bernd.page, 'GET', '/api/me')).status, 401)
  await bernd.page.reload()
  await bernd.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await said(bernd.page, /does not open this server/)
})

test('all of it is in the evidence, and no secret is', { skip }, async () => {
  assert.deepEqual(await kinds(), [
    'access.invited account tester',
    'access.passkeyRegistered anna',
    'access.signedOut anna',
    'access.signedIn anna',
    'access.signedOut anna',
    'access.signedIn anna',
    'access.invited anna',
    'access.passkeyRegistered bernd',
    'access.refused bernd',
    'access.refused bernd',
    'access.signedIn anna',
    'access.signedIn bernd',
    'access.blocked anna',
  ])
  const text =
    JSON.stringify(await Array.fromAsync(api.log.read('anlauf.access'))) + JSON.stringify(api.lines)
  for (const { context } of [anna, bernd]) {
    for (const { value } of await context.cookies()) assert.ok(!text.includes(value))
  }
  assert.ok(!text.includes('invitation='))
})

test('a page of another origin changes nothing with the session of who visits it', { skip }, async () => {
  // Another port of the same machine is the same site: the cookie travels, and only the browser says where from.
  const hostile = createServer((_, answer) => answer.end('<!doctype html><title>x</title>'))
  await once(hostile.listen(0, '127.0.0.1'), 'listening')
  const page = await anna.context.newPage()
  const before = api.lines.length
  try {
    await page.goto(`http://localhost:${(hostile.address() as AddressInfo).port}/`)
    for (const [mode, type] of [
      ['no-cors', 'text/plain'],
      ['cors', 'application/json'],
    ] as const) {
      await page.evaluate(
        async ([url, mode, type]) => {
          const body = '{"person":"eve","roles":["lead"]}'
          const headers = { 'Content-Type': type }
          await fetch(url, { method: 'POST', mode, credentials: 'include', headers, body }).catch(() => 0)
        },
        [`${api.url}/api/invitations`, mode, type] as const,
      )
    }
  } finally {
    await page.close()
    hostile.close()
  }
  const refused = api.lines.slice(before).map(({ method, status }) => `${String(method)} ${String(status)}`)
  assert.ok(refused.includes('POST 403'), 'it arrived, and was refused')
  assert.deepEqual(await api.database.query(`select 1 from anlauf.invitation where person = 'eve'`), [])
})

test(
  'a stolen cookie alone changes nothing either: the browser has to say where a call comes from',
  { skip },
  async () => {
    const [cookie] = await anna.context.cookies()
    const send = (site: string | undefined) =>
      fetch(`${api.url}/api/people/bernd/block`, {
        method: 'POST',
        headers: { Cookie: `${cookie?.name}=${cookie?.value}`, ...(site && { 'Sec-Fetch-Site': site }) },
      })
    for (const site of [undefined, 'none', 'same-site', 'cross-site']) {
      assert.equal((await send(site)).status, 403, site ?? 'nothing said')
    }
    assert.equal((await send('same-origin')).status, 204)
  },
)

test('an answer of a passkey is good once', { skip }, async () => {
  await anna.page.goto(`${api.url}/sign-in`)
  const used = anna.page.waitForRequest((request) => request.url().endsWith('/api/sign-in'))
  await anna.page.getByRole('button', { name: 'Sign out' }).click()
  await said(anna.page, /You are signed out/)
  await anna.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await said(anna.page, /Signed in as anna/)
  const again = await fetch(`${api.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: (await used).postData(),
  })
  assert.equal(again.status, 401)
  assert.equal(again.headers.get('Set-Cookie'), null)
})

test('in German for a German browser', { skip }, async () => {
  const context = await browser.newContext({ locale: 'de-DE' })
  const page = await context.newPage()
  await page.goto(`${api.url.replace('localhost', '127.0.0.1')}/sign-in`)
  assert.equal(new URL(page.url()).hostname, 'localhost', 'led to the name under which passkeys work')
  await page.getByRole('heading', { name: 'Anmelden bei Anlauf' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  await context.close()
})
