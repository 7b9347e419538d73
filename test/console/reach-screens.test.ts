import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import {
  evidenceLog,
  inquiryInbox,
  openDatabase,
} from '../../packages/platform/src/adapters/database/index.ts'
import { noticeProofs } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { type Inquiry, opened, referenceFrom } from '../../packages/platform/src/core/inquiries/index.ts'
import { aNotice, PlayedNotices } from '../../packages/platform/src/core/notices/played-notices.fixture.ts'
import { needProgram } from '../debian.ts'
import { cleanInBoth, darkPhone, openScreen } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'

/** Whom no mail reached is called, and whoever asks is answered: both in a real browser on a real server. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let sina: Person
let karla: Person
let german: Page

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  ;({ sina, karla } = await peopleOf(night, { sina: 'service-desk', karla: 'comms' }, problems))
  german = await night.look(sina, darkPhone)
  await fill(join(dirname(night.site.file('x', '')), 'home'))
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

/** A case after its notice went out, as the command line writes it, and two people who ask the same. */
async function fill(home: string): Promise<void> {
  await using database = await openDatabase({ home })
  const played = await PlayedNotices.declared()
  await played.run({ command: 'draft', notice: aNotice() })
  await played.approve('l1')
  await played.run({ command: 'send', notice: 'l1' })
  const log = evidenceLog(database)
  for (const { at, actor, action, kind, data, object } of played.log.entries) {
    await log.append('case-1', [{ at, actor, action, kind, data, ...(object !== undefined && { object }) }])
  }
  const of = (recipient: string) => ({ case: 'case-1', notice: 'l1', recipient })
  const recipients = ['nordwind', 'hafenkontor', 'lindenhof', 'alpenblick']
  await noticeProofs(database, randomBytes(32)).make(recipients.map((id) => of(`${id}/c-${id}`)))
  const messages = [
    'Wann kommt die Mail wieder?',
    'Ab wann ist die Mail wieder da? <img src=x onerror=alert(1)>',
  ]
  for (const [at, message] of messages.entries()) {
    const now = new Date().toISOString()
    const inquiry: Inquiry = {
      reference: referenceFrom(new Uint8Array([1, 2, 3, 4, at])),
      caseId: 'case-1',
      channel: 'form',
      class: 'question',
      topic: 'status',
      service: 'mail',
      language: 'de',
      state: 'unconfirmed',
      receivedAt: now,
      reopened: 0,
      breaches: 0,
      reminded: 0,
      words: { name: 'Anna Nord', message, phone: '+49 30 1234567' },
      secret: 'ab'.repeat(16),
    }
    const desk = { zone: 'Europe/Berlin', land: 'BE', from: 0, to: 1440 } as const
    await inquiryInbox(database, { hours: () => desk })({ inquiry: opened(inquiry, now, desk) })
  }
}

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/case-1`, screen)

const clean = (page: Page, name: string): Promise<void> => cleanInBoth(page, german, name)

test(
  'the call list: number, script and code; the code that was read back proves receipt',
  { skip },
  async () => {
    const { page } = sina
    await open(page, 'calls')
    await page.getByText('3 calls are open').waitFor()
    const card = page.locator('article').first()
    const code = await card.locator('dd.mono').innerText()
    await card.getByText('What is said').click()
    await card.getByText(code, { exact: false }).nth(1).waitFor()
    await clean(page, 'calls')
    await card.getByLabel('Code that was read back').fill('WRONG')
    await card.getByRole('button', { name: 'Reached' }).click()
    await card.getByText(/not the code of this person/).waitFor()
    await card.getByLabel('Code that was read back').fill(code)
    await card.getByRole('button', { name: 'Reached' }).click()
    await page.getByText('2 calls are open').waitFor()
  },
)

test('an outcome takes two keys, and stands under the call', { skip }, async () => {
  const { page } = sina
  const card = page.locator('article').first()
  await card.focus()
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await page.getByText(/^Voicemail, sina/).waitFor()
})

test(
  'what people ask: recognised, answered with what two people made, never with what one did',
  { skip },
  async () => {
    await open(sina.page, 'inquiries')
    await sina.page.getByText('What many ask').waitFor()
    assert.equal(await sina.page.locator('main img').count(), 0, 'what strangers wrote is text')
    await clean(sina.page, 'inquiries')
    await sina.page.getByText('Write an answer').click()
    await sina.page.getByLabel('Id', { exact: true }).fill('mail-back')
    await sina.page.getByLabel('Title').fill('When mail is back')
    await sina.page
      .getByRole('textbox', { name: 'German' })
      .fill('Wir arbeiten daran und sagen es auf der Seite.')
    await sina.page
      .getByRole('textbox', { name: 'English' })
      .fill('We are working on it and will say so on the page.')
    await sina.page.getByRole('button', { name: 'Keep it' }).click()
    await sina.page.getByText('waits for approval by somebody else').waitFor()
    const card = sina.page.locator('article').first()
    assert.equal(await card.getByLabel('Answer with').locator('option').count(), 1)

    await open(karla.page, 'inquiries')
    await karla.page.getByText('When mail is back').first().click()
    await karla.page.getByRole('button', { name: 'Approve exactly this text' }).click()
    await karla.page.getByText('approved by karla').waitFor()

    await open(sina.page, 'inquiries')
    await card.getByLabel('Recognised by').selectOption('call-back')
    await card.getByText(/recognised: call back/).waitFor()
    await card.getByLabel('Answer with').selectOption('mail-back')
    await card.getByRole('button', { name: 'Answer', exact: true }).click()
    await sina.page.locator('article').nth(1).waitFor({ state: 'detached' })
    await open(sina.page, 'inquiries?state=answered')
    await sina.page.getByRole('button', { name: 'Solved, says the person' }).click()
    await sina.page.getByText('None.').waitFor()
  },
)

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
