import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { clean, declareExercise, openScreen, darkPhone } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'

/** A report to an authority in a real browser: read, asked for, signed by two passkeys, handed in; and what others see. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let karla: Person
let leo: Person
let mia: Person
let dora: Person

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  const people = await peopleOf(
    night,
    { lea: 'lead', karla: 'comms', leo: 'legal', mia: 'management', dora: 'dpo' },
    problems,
  )
  ;({ karla, leo, mia, dora } = people)
  await declareExercise(people.lea.page, url)
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/night-1`, screen)

test(
  'for communication a notice under data protection law has a clock and no document',
  { skip },
  async () => {
    const { page } = karla
    await open(page, 'now')
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    const card = page.getByRole('article', { name: 'gdpr-33-1', exact: true })
    await card.getByText('kept apart: not for your roles').waitFor()
    await card.locator('summary').first().click()
    await card.getByText('GDPR Art. 33(1)').waitFor()
    assert.equal(await card.getByRole('region', { name: 'The document' }).count(), 0)
    assert.equal(await page.getByRole('link', { name: /Breaches/ }).count(), 0)
    await clean(page, 'duties-comms')
  },
)

test(
  'a report says what is missing, and goes to signers to the letter with the reason',
  { skip },
  async () => {
    const { page } = leo
    await open(page, 'duties?duty=bsig-32-1-1')
    const card = page.getByRole('article', { name: 'bsig-32-1-1' })
    await card.getByText('Missing, required:').waitFor()
    await card.getByText('Text to copy, field by field').click()
    await card.getByText(/<FEHLT, Pflichtangabe>/).waitFor()
    await clean(page, 'duties-document')
    await card.getByLabel('What should signers know?').fill('first report')
    await card.getByLabel(/Why does it go out/).fill('The 24 hours end.')
    await card.getByRole('button', { name: 'Ask for signatures' }).click()
    await card.getByRole('link', { name: 'Waits for signatures' }).waitFor()
    await card.getByText('revision 1').waitFor()
    for (const person of [leo, mia]) {
      await open(person.page, 'approvals')
      await person.page.getByText('Document of a duty: bsig-32-1-1 de').waitFor()
      await person.page.getByText('The 24 hours end.').waitFor()
      await person.page.getByText(/<FEHLT, Pflichtangabe>/).waitFor()
      if (person === leo) await clean(person.page, 'duties-approval')
      await person.page.getByRole('button', { name: 'Approve …' }).click()
      const dialog = person.page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Show what is signed' }).click()
      await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
      await dialog.getByText(/All signatures are there|One more person has to sign/).waitFor()
    }
  },
)

test('approved by both, it is handed in with the receipt, and stands in the register', { skip }, async () => {
  const { page } = leo
  await open(page, 'duties?duty=bsig-32-1-1')
  const card = page.getByRole('article', { name: 'bsig-32-1-1' })
  await card.getByText(/Approved by leo \(legal\), mia \(management\)/).waitFor()
  const pdf = page.waitForEvent('download')
  await card.getByRole('link', { name: 'PDF/A' }).click()
  assert.match(readFileSync(await (await pdf).path()).toString('latin1'), /^%PDF-1\.7/)
  await card.getByRole('button', { name: 'It was handed in …' }).click()
  const dialog = page.getByRole('dialog')
  const minute = `new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(Date.now())`
  await dialog.getByLabel('When?').fill(await page.evaluate<string>(minute))
  await dialog
    .getByLabel('The receipt')
    .setInputFiles({ name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from('receipt') })
  await dialog.getByLabel(/File number/).fill('BSI-2026-17')
  await clean(page, 'duties-handed-in')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await card.getByText('BSI-2026-17').first().waitFor()
  await page.getByLabel('Show').selectOption('all')
  await clean(page, 'duties-all')
  const register = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Submissions and receipts' }).click()
  const csv = readFileSync(await (await register).path(), 'utf8')
  assert.match(csv, /bsig-32-1-1[^\n]*BSI-2026-17[^\n]*leo \(legal\), mia \(management\)/)
  const complaint = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make the archive' }).click()
  const tar = readFileSync(await (await complaint).path()).toString('latin1')
  for (const name of ['complaint/complaint.txt', 'complaint/log/verify.sh', 'complaint/SHA256SUMS']) {
    assert.ok(tar.includes(name), name)
  }
})

async function signHere(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText('All signatures are there').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

test(
  'a fact is stated with the own passkey, is in the next document, and can be taken back',
  { skip },
  async () => {
    const { page } = leo
    await open(page, 'facts?field=incident.malicious')
    const card = page.getByRole('article', { name: 'incident.malicious' })
    await card.getByLabel('Answer').selectOption('yes')
    await card.getByLabel('Where it comes from').fill('forensics, report 2')
    await card
      .getByLabel('Files it rests on')
      .setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('report 2') })
    await clean(page, 'facts-answer')
    await card.getByRole('button', { name: 'Show what I sign' }).click()
    await signHere(page)
    await card.locator('.fact-answer').getByText('yes', { exact: true }).waitFor()
    await open(page, 'duties?duty=bsig-32-1-2')
    const report = page.getByRole('article', { name: 'bsig-32-1-2', exact: true })
    await report.getByText('Text to copy, field by field').click()
    await report
      .getByText(/bösen Absichten|böswillige|rechtswidrige/)
      .first()
      .waitFor()
    await open(page, 'facts?field=incident.malicious')
    await card.getByText('Answered once').click()
    await card.getByText(/^rests on/).waitFor()
    await card.getByRole('button', { name: 'Take back …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why?').fill('report 2 was about another machine')
    await dialog.getByRole('button', { name: 'Show what I sign' }).click()
    await signHere(page)
    await card.getByText('taken back').waitFor()
    await card.locator('.fact-answer').getByText('nobody answered').waitFor()
    await clean(page, 'facts-taken-back')
  },
)

test('judgements are on the sheet for counsel, and on nobody else’s', { skip }, async () => {
  await open(dora.page, 'facts?scope=own&show=all')
  await dora.page.getByRole('heading', { name: /Judgements of counsel/ }).waitFor()
  await open(karla.page, 'facts?scope=own&show=all')
  await karla.page.getByRole('heading', { name: 'Persons and data' }).waitFor()
  assert.equal(await karla.page.getByRole('heading', { name: /Judgements of counsel/ }).count(), 0)
  await clean(karla.page, 'facts-comms')
})

test('German, dark, on a phone: nothing runs off the side', { skip }, async () => {
  assert.ok(night)
  const page = await night.look(dora, darkPhone)
  await page.goto(`${url}/cases/night-1/duties?duty=gdpr-33-1`)
  const card = page.getByRole('article', { name: 'gdpr-33-1', exact: true })
  await card.getByText('Fehlende Pflichtangaben:').waitFor()
  await card.getByText(/Getrennt gehalten/).waitFor()
  await clean(page, 'duties-phone-de')
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390)
  await page.goto(`${url}/cases/night-1/facts?scope=own&field=persons.data`)
  await page.getByRole('button', { name: 'Zeigen, was ich unterschreibe' }).waitFor()
  await clean(page, 'facts-phone-de')
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390)
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
