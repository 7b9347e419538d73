import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import {
  evidenceLog,
  insertEndpoint,
  openDatabase,
  queueMessages,
  settleMessage,
  subscriptions,
  takeDueMessages,
  webhookAddresses,
} from '../../packages/platform/src/adapters/database/index.ts'
import { PlayedNotices } from '../../packages/platform/src/core/notices/played-notices.fixture.ts'
import { needProgram } from '../debian.ts'
import { cleanInBoth, darkPhone, openScreen } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'

/** Who hears of a case without asking, and a call that is typed in: in a real browser on a real server. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let karla: Person
let sina: Person
let german: Page

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  karla = await night.person('karla', ['comms', 'management'])
  ;({ sina } = await peopleOf(night, { sina: 'service-desk' }, problems))
  german = await night.look(karla, darkPhone)
  await fill(join(dirname(night.site.file('x', '')), 'home'))
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

/** Three subscribers, one of them held, and a program that failed once. */
async function fill(home: string): Promise<void> {
  await using database = await openDatabase({ home })
  const played = await PlayedNotices.declared()
  for (const { at, actor, action, kind, data, object } of played.log.entries) {
    await evidenceLog(database).append('case-1', [
      { at, actor, action, kind, data, ...(object !== undefined && { object }) },
    ])
  }
  const now = new Date()
  const own = subscriptions(database, { secret: Buffer.alloc(32, 3) })
  const add = async (
    address: string,
    kinds: 'all' | 'releases',
    services: readonly string[],
  ): Promise<string> => {
    const scope = { language: 'de', kinds, services } as const
    const command = { command: 'add', address, scope, source: 'operator', consent: 'phone' } as const
    const done = await own.byAddress('case-1', command, now)
    assert.ok('subscription' in done)
    return done.subscription.id
  }
  await add('lea@hidden.example', 'all', [])
  await add('max@hidden.example', 'releases', ['mail'])
  await own.byId(await add('gone@hidden.example', 'all', ['mail']), { command: 'hold', why: 'bounced' }, now)
  const addresses = await webhookAddresses(home)
  await insertEndpoint(database, {
    id: 'we_1',
    caseId: 'case-1',
    tenant: undefined,
    ...addresses.seal('we_1', 'https://hooks.example.org/services/hidden-path'),
    flavour: 'slack',
    language: 'de',
    isLoopback: false,
    addedAt: now.toISOString(),
    stage: 'active',
    stageAt: now.toISOString(),
    stageWhy: undefined,
  })
  await database.transaction((session) =>
    queueMessages(session, { caseId: 'case-1', event: 'update/1', at: now }, [
      { id: 'msg_1', endpoint: 'we_1', body: '{}' },
    ]),
  )
  const [taken] = await takeDueMessages(database, { now, leaseMs: 60_000, limit: 1, besides: [] })
  assert.ok(taken)
  const nextAt = new Date(now.getTime() + 86_400_000)
  await settleMessage(database, taken, { at: now, tookMs: 120, status: 503, nextAt })
}

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/case-1`, screen)

const clean = (page: Page, name: string): Promise<void> => cleanInBoth(page, german, name)

test(
  'subscriptions: numbers and reasons, no address; out of quarantine and a pause, with a reason in the log',
  { skip },
  async () => {
    const { page } = karla
    await open(page, 'subscriptions')
    await page.getByText('2 are told by mail').waitFor()
    await page.getByText('the address does not exist').waitFor()
    await page.getByText('Last attempts').click()
    await page.getByText('answered 503').waitFor()
    await page
      .locator('td', { hasText: /^E-?[Mm]ail|^Mail/ })
      .first()
      .waitFor()
    await clean(page, 'subscriptions')
    const text = await page.locator('main').innerText()
    assert.doesNotMatch(text, /hidden/)

    const held = page.locator('article', { hasText: 'the address does not exist' })
    await held.getByLabel('Why, without').fill('Called: mailbox is there again')
    await held.getByRole('button', { name: /^Write again/ }).click()
    await page.getByText('3 are told by mail').waitFor()
    await page.getByText('Nobody is in quarantine.').waitFor()

    const program = page.locator('article', { hasText: 'hooks.example.org' })
    await program.getByLabel('Why, without').fill('Receiver moves')
    await program.getByRole('button', { name: /^Pause/ }).click()
    await program.getByText('paused: Receiver moves').waitFor()
    await program.getByLabel('Why, without').fill('Moved')
    await program.getByRole('button', { name: /^Tell it again/ }).click()
    await program.getByText('is told', { exact: true }).waitFor()
  },
)

test('who may not decide what is said sees the numbers and no button', { skip }, async () => {
  await open(sina.page, 'subscriptions')
  await sina.page.getByText('3 are told by mail').waitFor()
  await sina.page.locator('article', { hasText: 'hooks.example.org' }).waitFor()
  assert.equal(await sina.page.getByRole('button', { name: /^Pause/ }).count(), 0)
})

test(
  'a call is typed in while the person speaks; its number is read out, the service has its name',
  { skip },
  async () => {
    const { page } = sina
    await open(page, 'inquiries')
    await page.getByText('Take in a telephone call').click()
    await page.getByLabel('Name', { exact: true }).fill('Rita Ruf')
    await page.getByLabel('Telephone number').fill('030')
    const services = page.locator('select[name="service"]')
    await services.locator('option').nth(2).waitFor({ state: 'attached' })
    await services.selectOption({ index: 1 })
    const service = (await services.locator('option').nth(1).textContent()) ?? ''
    await page.getByLabel('Topic').selectOption('status')
    await page.getByLabel('What is asked').fill('Wann geht es weiter?')
    await page.getByLabel(/The person agreed/).check()
    await page.getByRole('button', { name: 'Take it in' }).click()
    await page.getByText(/not whole: phone/).waitFor()
    assert.equal(
      await page.getByLabel('What is asked').inputValue(),
      'Wann geht es weiter?',
      'nothing is typed twice',
    )
    await page.getByLabel('Telephone number').fill('+49 30 7654321')
    await page.getByRole('button', { name: 'Take it in' }).click()
    await page.getByText(/Tell the person this number: [0-9A-Z]{4}-/).waitFor()
    const card = page.locator('article', { hasText: 'Wann geht es weiter?' })
    await card.getByText('by telephone').waitFor()
    assert.match(
      await card.innerText(),
      new RegExp(service.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)),
    )
    await clean(page, 'inquiries-spoken')
  },
)

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
