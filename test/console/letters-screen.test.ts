import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { clean, isNarrow, openScreen, darkPhone } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'
import { estate } from './running-console.ts'

/** Letters to customers in a real browser: asked for, read, signed by two people, printed, given to the post, delivered. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let lea: Person
let dora: Person
let finn: Person

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  ;({ lea, dora, finn } = await peopleOf(night, { lea: 'lead', dora: 'dpo', finn: 'forensics' }, problems))
  const inCase = ['--case', 'night-1', '--estate', estate]
  await night.site.anlauf('case', 'declare', ...inCase, '--title', 'Encrypted shares')
  const nextBy = new Date(Date.now() + 48 * 3_600_000).toISOString()
  await night.site.anlauf('statement', 'draft', ...inCase, '--next-by', nextBy)
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/night-1`, screen)

test('all letters that wait are asked for at once', { skip }, async () => {
  const { page } = lea
  await open(page, 'statements')
  await page.getByText(/letters wait and nobody asked for signatures/).waitFor()
  await clean(page, 'letters-list')
  await page.getByLabel('What should signers know?').fill('first letters')
  await page.getByRole('button', { name: 'Ask for signatures on all of them' }).click()
  await page.getByText(/letters wait and nobody asked/).waitFor({ state: 'detached' })
  await page.getByLabel('Customer').fill('nordwind')
  await page.getByText('1 customer', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Nordwind/i }).click()
  const card = page.getByRole('article')
  await card
    .getByText(/72 hours/)
    .first()
    .waitFor()
  await card
    .getByText(/72 Stunden/)
    .first()
    .waitFor()
  await card.getByRole('link', { name: 'Waits for signatures' }).waitFor()
  await clean(page, 'letters-one')
})

test('whoever signs them all reads first; another sample for each', { skip }, async () => {
  for (const { page, name } of [dora, finn]) {
    await open(page, 'approvals')
    const list = page.getByRole('region', { name: 'Letters to read before you sign' })
    await list.waitFor()
    await page.getByRole('button', { name: 'Approve …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Show what is signed' }).click()
    await dialog.getByText(/Letters to be read before all can be signed/).waitFor()
    if (name === 'dora') await clean(page, 'letters-unread')
    await page.keyboard.press('Escape')
    const rest = Number(/of (\d+) read/.exec((await list.textContent()) ?? '')?.[1])
    for (let at = 1; at <= rest; at += 1) {
      await list.getByRole('button', { name: 'I have read this letter' }).click()
      await list.getByText(`${at} of ${rest} read`).waitFor()
    }
    if (name === 'dora') await clean(page, 'letters-read')
    await page.getByRole('button', { name: 'Approve …' }).click()
    await dialog.getByRole('button', { name: 'Show what is signed' }).click()
    await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
    await dialog.getByText(/All signatures are there|One more person has to sign/).waitFor()
  }
})

test('an approved letter is printed, given to the post, and its receipt is recorded', { skip }, async () => {
  const { page } = lea
  await open(page, 'statements?stage=approved&tenant=nordwind')
  const card = page.getByRole('article')
  await card.getByRole('link', { name: 'Letter as PDF' }).waitFor()
  const [pdf] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('link', { name: 'Letter as PDF' }).click(),
  ])
  assert.equal(pdf.suggestedFilename(), 'nordwind-r1.pdf')
  await card.focus()
  await page.keyboard.press('p')
  await page.keyboard.press('Enter')
  await card.getByText('The advice of receipt came back').waitFor()
  await card.getByLabel(/The receipt, scanned/).setInputFiles({
    name: 'receipt.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('receipt'),
  })
  const soon = await page.evaluate<string>(
    `(() => { const at = new Date(Date.now() + 60000); const two = (n) => String(n).padStart(2, '0'); return at.getFullYear() + '-' + two(at.getMonth() + 1) + '-' + two(at.getDate()) + ' ' + two(at.getHours()) + ':' + two(at.getMinutes()) })()`,
  )
  await card.getByLabel(/Handed over at/).fill(soon)
  await card.getByRole('button', { name: 'Record the receipt' }).click()
  // Not before it was posted, and not in the future: either is said beside the button.
  await card.getByText(/has not come yet/).waitFor()
  await clean(page, 'letters-posted')
})

test('it reads on a phone, in the dark, in German', { skip }, async () => {
  assert.ok(night)
  const german = await night.look(lea, darkPhone)
  await german.goto(`${url}/cases/night-1/statements?tenant=nordwind`)
  await german.getByRole('article').getByText('bei der Post').waitFor()
  await clean(german, 'letters-phone-de')
  await isNarrow(german, 'letters')
  const signer = await night.look(dora, darkPhone)
  await signer.goto(`${url}/cases/night-1/approvals?show=all`)
  await signer
    .getByText(/Schreiben an \d+ Kunden/)
    .first()
    .waitFor()
  await clean(signer, 'letters-approvals-de')
  await isNarrow(signer, 'approvals')
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
