import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

import { openApi, type TestApi } from '../../packages/platform/src/doors/api/api.fixture.ts'
import { needProgram } from '../debian.ts'
import { accountLink, assertion } from './passkey-desk.ts'
import { plugIn } from './virtual-key.ts'

/** A lost passkey, a card with codes and a telephone, on the page that people see. */
const skip = needProgram('chromium', 'chromium')
let api: TestApi
let browser: Browser

before(async () => {
  if (skip !== false) return
  api = await openApi()
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
  })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await api[Symbol.asyncDispose]()
})

async function desk(locale: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale })
  const page = await context.newPage()
  await plugIn(page)
  return { context, page }
}

async function call<Answer>(page: Page, path: string, body: object): Promise<Answer> {
  const text = await page.evaluate(
    async ([path, body]) => {
      const headers = { 'Content-Type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body })).text()
    },
    [path, JSON.stringify(body)] as const,
  )
  return (text === '' ? {} : JSON.parse(text)) as Answer
}

/** What the passkey of whoever is signed in says, asked for at this moment. */
async function proof(page: Page): Promise<unknown> {
  return assertion(page, await call(page, '/api/proof/options', {}))
}

async function register(page: Page, link: string, name?: string): Promise<void> {
  // The same page with another fragment would not be loaded anew.
  await page.goto('about:blank')
  await page.goto(link)
  if (name !== undefined) await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Register a passkey' }).click()
  await page.getByRole('status').filter({ hasText: 'Signed in as' }).waitFor()
}

test('a code, a number by telephone, a new passkey: signed in again, in German too', { skip }, async () => {
  const anna = await desk('en-GB')
  const bernd = await desk('en-GB')
  await register(anna.page, (await api.firstLink()) ?? '', 'anna')
  const { url } = await call<{ url: string }>(anna.page, '/api/invitations', {
    person: 'bernd',
    roles: ['it'],
  })
  await register(bernd.page, url)
  const stolen = await call<{ code: string }>(bernd.page, '/api/recovery-codes', {})
  assert.equal(stolen.code, 'input-invalid', 'a session alone makes none')
  const first = await proof(bernd.page)
  const { codes } = await call<{ codes: string[] }>(bernd.page, '/api/recovery-codes', { credential: first })
  assert.equal(codes.length, 10)
  const again = await call<{ code: string }>(bernd.page, '/api/recovery-codes', { credential: first })
  assert.equal(again.code, 'not-permitted', 'each proof serves once')
  const more = await call<{ countFrom: string | null }>(bernd.page, '/api/recovery-codes', {
    credential: await proof(bernd.page),
  })
  assert.ok(
    Date.parse(more.countFrom ?? '') > Date.now() + 23 * 3_600_000,
    'the envelope stays good for a day',
  )
  await bernd.context.close()

  const { page } = await desk('de-DE')
  await page.goto(`${api.url}/sign-in`)
  await page.getByRole('button', { name: 'Ich habe meinen Passkey verloren' }).click()
  await page.getByLabel('Name, wie er hier hinterlegt ist').fill('bernd')
  await page.getByLabel('Wiederherstellungscode').fill('AAAA-AAAA-AAAA-AAAA')
  await page.getByRole('button', { name: 'Code benutzen' }).click()
  await page.getByRole('status').filter({ hasText: 'Das öffnet nichts' }).waitFor()
  await page.getByLabel('Wiederherstellungscode').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Code benutzen' }).click()
  const status = page.getByRole('status').filter({ hasText: /Nummer: \d{4} \d{4}$/ })
  const number = (await status.textContent())?.slice(-9) ?? ''
  await call(anna.page, '/api/recoveries/confirm', { person: 'bernd', number })
  await page.getByRole('button', { name: 'Passkey hinterlegen' }).click()
  await page.getByRole('status').filter({ hasText: 'Angemeldet als bernd' }).waitFor()
  const kinds = (await Array.fromAsync(api.log.read('anlauf.access'))).map(({ kind }) => kind)
  assert.deepEqual(kinds.slice(-5), [
    'access.recoveryAsked',
    'access.recoveryConfirmed',
    'access.sessionRecovered',
    'access.invited',
    'access.passkeyRegistered',
  ])
})

test(
  'a name that somebody has is taken over by no administrator; the person adds a passkey alone',
  { skip },
  async () => {
    const [anna, carla, rest] = [await desk('en-GB'), await desk('en-GB'), await desk('en-GB')]
    const invite = (person: string, roles: readonly string[]): Promise<string> =>
      accountLink(api, person, roles)
    await register(anna.page, await invite('vera', ['administrator']))
    const link = (person: string) =>
      call<{ url?: string; code?: string }>(anna.page, '/api/invitations', { person, roles: ['lead'] })
    const [one, two] = [await link('carla'), await link('carla')]
    await register(carla.page, one.url ?? '')
    // The second link for the same new name is the administrator's own way to become carla.
    await rest.page.goto(two.url ?? '')
    await rest.page.getByRole('button', { name: 'Register a passkey' }).click()
    await rest.page.getByRole('status').filter({ hasText: 'The link is not good' }).waitFor()
    assert.equal((await link('carla')).code, 'gate-closed')
    assert.equal((await link('vera')).code, 'gate-closed', 'nor the own roles')
    // Somebody else's proof in carla's session, and carla's proof in another session, prove nothing.
    const foreign = await assertion(anna.page, await call(anna.page, '/api/proof/options', {}))
    const tried = await call<{ code: string }>(carla.page, '/api/me/passkeys', { credential: foreign })
    assert.equal(tried.code, 'not-permitted')
    const added = await call<{ url: string }>(carla.page, '/api/me/passkeys', {
      credential: await proof(carla.page),
    })
    // The roles are those of the moment it is used: the link was made as lead.
    await api.database.query(`update anlauf.person set roles = '{it}' where name = 'carla'`)
    await register(rest.page, added.url)
    const [person] = await api.database.query<{ roles: string[] }>(
      `select roles from anlauf.person where name = 'carla'`,
    )
    assert.deepEqual(person?.roles, ['it'], 'a link brings no role back')
    const rows = await api.database.query<{ roles: string[] }>(
      `select roles from anlauf.passkey where person = 'carla' order by created_at`,
    )
    assert.deepEqual(
      rows.map(({ roles }) => roles),
      [['lead'], ['it']],
    )
  },
)
