import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { clean, darkPhone, isNarrow, openScreen, picture } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'
import { estate } from './running-console.ts'

/** Findings and drafts in a real browser, without the command line: stated, signed, drafted, compared with what was told. */
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
  await night.site.anlauf(
    'case',
    'declare',
    '--case',
    'night-1',
    '--estate',
    estate,
    '--title',
    'Encrypted shares',
  )
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/night-1`, screen)

async function signIn(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText(/All signatures are there|One more person has to sign/).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

test(
  'a finding about all customers is typed, refused while something is missing, and signed at once',
  { skip },
  async () => {
    const { page } = finn
    await open(page, 'statements?tenant=nordwind')
    const found = page.getByRole('region', { name: 'What was found' })
    await found.getByText('Nobody stated a finding about this customer yet.').waitFor()
    await found.getByText('State a finding', { exact: true }).click()
    await found.getByLabel('Question').selectOption('exfiltration')
    await found.getByLabel('It is so of').selectOption('all')
    await found
      .getByLabel('What cannot be proved and why, in German')
      .fill('Wie bei Alpenblick Versicherungsmakler.')
    await found
      .getByLabel('What cannot be proved and why, in English')
      .fill('Firewall logs reach back three days only.')
    await found.getByRole('button', { name: 'Go on to signing' }).click()
    await found.getByText(/names another customer/).waitFor()
    await found
      .getByLabel('What cannot be proved and why, in German')
      .fill('Die Protokolle der Firewall reichen nur drei Tage zurück.')
    await clean(page, 'finding-form')
    await found.getByRole('button', { name: 'Go on to signing' }).click()
    await signIn(page)
    await found.getByRole('cell', { name: 'cannot be determined' }).waitFor()
    await found.getByText('Not provable: Firewall logs reach back three days only.').waitFor()
  },
)

test('letters are drafted after a look at what would be drafted', { skip }, async () => {
  const { page } = lea
  await open(page, 'statements')
  await page.getByText('Draft letters', { exact: true }).click()
  await page.getByRole('button', { name: 'Show what would be drafted' }).click()
  await page.getByText(/First letters: 4\. Revisions: 0\. Unchanged: 0\./).waitFor()
  await clean(page, 'letters-drafting')
  await page.getByRole('button', { name: 'Draft these 4 letters' }).click()
  await page.getByText(/Drafted: 4\./).waitFor()
  await page.getByText(/4 letters wait and nobody asked for signatures/).waitFor()
  await page.getByRole('button', { name: 'Show what would be drafted' }).click()
  await page.getByText('Every letter says what is known. Nothing has to be drafted.').waitFor()
})

test('"excluded" asks a second person, who sees all of it before signing', { skip }, async () => {
  const { page } = finn
  await open(page, 'statements?tenant=nordwind')
  const found = page.getByRole('region', { name: 'What was found' })
  await found.getByText('State a finding', { exact: true }).click()
  await found.getByLabel('Question').selectOption('deletion')
  // A period with one end was left out of what was signed, and nobody was told.
  await found.getByLabel('Finding').selectOption('confirmed')
  await found.getByLabel('Happened from').fill('2026-03-01 02:00')
  await found.getByLabel('On what it rests, in German').fill('x')
  await found.getByLabel('On what it rests, in English').fill('x')
  await found.getByRole('button', { name: 'Go on to signing' }).click()
  await found.getByText('A period has two ends: fill in both times, or neither.').waitFor()
  await found.getByLabel('Finding').selectOption('excluded')
  await found.getByLabel('On what it rests, in German').fill('Alle Dateien sind da.')
  await found.getByLabel('On what it rests, in English').fill('All files are there.')
  await found
    .locator('input[type=file]')
    .setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('list') })
  await found.getByRole('button', { name: 'Go on to signing' }).click()
  await signIn(page)
  await found.getByText('a signature is missing').waitFor()
  await open(dora.page, 'approvals')
  await dora.page.getByRole('heading', { name: /^Finding about .+ \(nordwind\)/ }).waitFor()
  await dora.page.getByText(/It is excluded that data was deleted by the attackers/).waitFor()
  await clean(dora.page, 'finding-approval')
  await dora.page.getByRole('button', { name: 'Approve …' }).click()
  await signIn(dora.page)
  await found.getByRole('cell', { name: 'excluded' }).waitFor()
  await found.getByText('a signature is missing').waitFor({ state: 'detached' })
})

test('a revision shows what is new against the letter that was told, line by line', { skip }, async () => {
  const { page } = lea
  await open(page, 'statements?tenant=nordwind')
  const card = page.getByRole('article')
  await card.getByText('something else is known now').waitFor()
  // Told is what two people let out: before that a draft is replaced, and compared with nothing.
  await card.getByLabel('What should signers know?').fill('first')
  await card.getByRole('button', { name: 'Ask for signatures on this one' }).click()
  await card.getByRole('link', { name: 'Waits for signatures' }).waitFor()
  for (const signer of [dora, finn]) {
    await open(signer.page, 'approvals')
    await signer.page.getByRole('heading', { name: 'Letter to nordwind' }).waitFor()
    await signer.page.getByRole('button', { name: 'Approve …' }).click()
    await signIn(signer.page)
  }
  await card.getByText('Draft this letter', { exact: true }).click()
  await card.getByRole('button', { name: 'Show what would be drafted' }).click()
  await card.getByText(/First letters: 0\. Revisions: 1\. Unchanged: 0\./).waitFor()
  await card.getByText('revision 2, against 1').waitFor()
  await card.getByRole('button', { name: 'Draft this one letter' }).click()
  const news = card.getByRole('region', { name: 'What it says new' })
  await news.getByText('against revision 1, which the customer was told last').waitFor()
  await news
    .getByText(/Deleted: “not examined yet” before, “excluded” now\./)
    .first()
    .waitFor()
  await news.getByText('Line by line').click()
  await news.locator('ins', { hasText: 'All files are there.' }).first().waitFor()
  await clean(page, 'letter-revision')
})

test('an opened letter fits a phone: its sections are closed but the one at a glance', { skip }, async () => {
  assert.ok(night)
  const german = await night.look(lea, darkPhone)
  await german.goto(`${url}/cases/night-1/statements?tenant=nordwind`)
  const card = german.getByRole('article')
  await card.getByRole('heading', { name: 'Der Befund im Überblick' }).waitFor()
  await clean(german, 'letter-phone-de')
  await isNarrow(german, 'letter')
  const height = await german.evaluate<number>(
    `document.querySelector('article').getBoundingClientRect().height`,
  )
  assert.ok(height < 4000, `the card is ${height} px high`)
  await card.getByRole('button', { name: 'Alle Abschnitte öffnen' }).click()
  await card
    .getByText(/72 hours/)
    .first()
    .waitFor()
  await isNarrow(german, 'letter, all open')
  await picture(german, 'letter-phone-open-de')
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
