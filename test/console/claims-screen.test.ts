import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { clean, cleanInBoth, darkPhone, declareExercise, openScreen } from './case-page.ts'
import { type Night, peopleOf, type Person, startNight } from './night.ts'
import { estate } from './running-console.ts'

/** The register of claims in a real browser: stated with passkeys, contradicted, corrected, taken back. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let finn: Person
let dora: Person
let karla: Person
let leo: Person
let mia: Person
let german: Page

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  const people = await peopleOf(
    night,
    { lea: 'lead', finn: 'forensics', dora: 'dpo', karla: 'comms', mia: 'comms', leo: 'legal' },
    problems,
  )
  ;({ finn, dora, karla, mia, leo } = people)
  await declareExercise(people.lea.page, url)
  german = await night.look(finn, darkPhone)
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

const open = (page: Page, screen: string): Promise<void> => openScreen(page, `${url}/cases/night-1`, screen)
const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString()
const text = (de: string, en: string): string =>
  `as-of: ${minutes(-5)}\nnext-by: ${minutes(240)}\n[de]\n${de}\n\n[en]\n${en}\n`

async function draft(name: string, de: string, en: string): Promise<void> {
  const { page } = karla
  await open(page, 'word')
  await page.getByText('Write a text').click()
  await page.getByLabel('Name while it is worked on').fill(name)
  await page.getByLabel('Text in both languages').fill(text(de, en))
  await page.getByRole('button', { name: 'Put it into review' }).click()
  await page.getByRole('article', { name }).getByText('in review').waitFor()
}

async function signShown(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText(/All signatures are there|One more person has to sign/).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

/** Signs the open request about something on the screen of approvals. */
async function approve({ page }: Person, heading: string): Promise<void> {
  await open(page, 'approvals')
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: heading }) })
  await card.getByRole('button', { name: 'Approve …' }).click()
  await signShown(page)
}

test(
  'what is stated is shown with its sentences, asked for, and in force once signed',
  { skip },
  async () => {
    await draft(
      'noon',
      'Wir untersuchen, ob Daten abgeflossen sind.',
      'We are investigating whether data was stolen.',
    )
    const { page } = finn
    await open(page, 'claims')
    await page.getByText('Nothing is stated yet.').waitFor()
    await page.getByText('State a claim').click()
    await page.getByLabel('Name in texts').fill('outflow')
    await page.getByLabel('About').selectOption('exfiltration')
    await page.getByLabel('What is known').selectOption('no_indication')
    await page.getByLabel('What should signers know?').fill('flow logs of the first night')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText('"no_indication" rests on nothing.').waitFor()
    await page.getByLabel('or their SHA-256').fill('e'.repeat(64))
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText('Nothing speaks against it.').waitFor()
    await page.getByText(/So far we have no indication that/).waitFor()
    await clean(page, 'claims-checked')
    await page.getByRole('button', { name: 'Ask for signatures' }).click()
    await page
      .getByRole('dialog')
      .getByText(/outflow/)
      .first()
      .waitFor()
    await signShown(page)
    const card = page.getByRole('article', { name: 'outflow' })
    await card.getByText('in force: no indication so far').waitFor()
    await card.getByText(/stated by finn/).waitFor()
    // It was open when the text was written; now the register says more.
    await page.getByText('Sentences against the register').waitFor()
    await page.getByText('We are investigating whether data was stolen.').waitFor()
    await cleanInBoth(page, german, 'claims-in-force')
  },
)

test('what stands in public and is no longer so becomes a correction', { skip }, async () => {
  await draft(
    'later',
    'Die Technik arbeitet.\n{claim:outflow}',
    'The engineers are at work.\n{claim:outflow}',
  )
  await karla.page.getByRole('article', { name: 'later' }).getByLabel('What should signers know?').fill('x')
  await karla.page
    .getByRole('article', { name: 'later' })
    .getByRole('button', { name: 'Ask for signatures' })
    .click()
  await karla.page
    .getByRole('article', { name: 'later' })
    .getByRole('link', { name: 'Waits for signatures' })
    .waitFor()
  for (const person of [mia, leo]) await approve(person, 'Publish the message later')
  await open(karla.page, 'word')
  const card = karla.page.getByRole('article', { name: 'later' })
  await card.getByText('approved', { exact: true }).waitFor()
  await card.getByRole('button', { name: 'Publish' }).click()
  await karla.page.getByText('No. 1 ·').waitFor()

  const { page } = finn
  await open(page, 'claims')
  await page.getByText(/in public in #1/).waitFor()
  await page.getByRole('article', { name: 'outflow' }).getByRole('button', { name: 'State anew …' }).click()
  await page.getByLabel('What is known').selectOption('confirmed')
  await page.getByLabel('Keep the one it rests on now').check()
  await page.getByLabel('What should signers know?').fill('a tool of theirs was found')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByText('Then these updates in public have to be corrected: #1').waitFor()
  await page.getByRole('button', { name: 'Ask for signatures' }).click()
  await signShown(page)
  await page.getByText('in force: confirmed').waitFor()
  await page
    .getByText('Update 1 said “no indication so far” of outflow; the register says “confirmed”.')
    .waitFor()
  await cleanInBoth(page, german, 'claims-correction')
})

test('two people rule a harm out; the second one reads it to the letter', { skip }, async () => {
  const { page } = finn
  await open(page, 'claims')
  await page.getByText('State a claim').click()
  await page.getByLabel('Name in texts').fill('backup-harm')
  await page.getByLabel('About').selectOption('backups')
  await page.getByLabel('What is known').selectOption('excluded')
  await page.getByText('Takes two people of forensics, dpo and legal.').waitFor()
  await page.getByLabel('or their SHA-256').fill('a'.repeat(64))
  await page.getByLabel('What should signers know?').fill('every pack was read')
  await page.getByRole('button', { name: 'Ask for signatures' }).click()
  await signShown(page)
  const card = page.getByRole('article', { name: 'backup-harm' })
  await card.getByText('“excluded” has one signature and takes two people').waitFor()
  await card.getByText('nothing in force').waitFor()
  await clean(page, 'claims-waits')
  await open(dora.page, 'approvals')
  await dora.page.getByText(/^We have ruled out that/).waitFor()
  await dora.page.getByText(/^Wir haben ausgeschlossen, dass/).waitFor()
  await clean(dora.page, 'claims-approval')
  await approve(dora, 'Claim: backup-harm')
  await open(page, 'claims')
  await card.getByText('in force: excluded').waitFor()
})

test(
  'a claim is taken back, signed; nothing is in force in its place; others state nothing',
  { skip },
  async () => {
    const { page } = finn
    const card = page.getByRole('article', { name: 'backup-harm' })
    await card.getByRole('button', { name: 'Take back …' }).click()
    await card.getByLabel('Why?').fill('one pack was not read')
    await card.getByRole('button', { name: 'Show what I sign' }).click()
    await signShown(page)
    await card.getByText('taken back', { exact: true }).waitFor()
    await card.getByText(/finn took it back: one pack was not read/).waitFor()
    await cleanInBoth(page, german, 'claims-taken-back')
    await open(karla.page, 'claims')
    await karla.page.getByText(/Claims are stated by/).waitFor()
    assert.equal(await karla.page.getByRole('button', { name: 'State anew …' }).count(), 0)
  },
)

test('the command line reads the same register, and a shell verifies the log of it', { skip }, async () => {
  assert.ok(night)
  const { site } = night
  const list = ['inform', 'claim', 'list', '--case', 'night-1', '--estate', estate]
  const listed = JSON.parse(await site.anlauf(...list, '--json')) as {
    claims: Record<string, { inForce?: { state: string }; takenBack?: { reason: string } }>
    corrections: readonly { number: number; claim: string }[]
  }
  assert.equal(listed.claims['outflow']?.inForce?.state, 'confirmed')
  assert.equal(listed.claims['backup-harm']?.takenBack?.reason, 'one pack was not read')
  assert.deepEqual(
    listed.corrections.map(({ number, claim }) => [number, claim]),
    [[1, 'outflow']],
  )
  assert.match(await site.anlauf(...list), /Taken back: backup-harm .*one pack was not read/)
  const bundle = join(site.folder, 'exported')
  await site.anlauf('evidence', 'export', '--case', 'night-1', '--to', bundle)
  const said = execFileSync('sh', ['verify.sh'], { cwd: bundle, encoding: 'utf8' })
  assert.match(said, /^VERIFIED: /m)
  const entries = readFileSync(join(bundle, 'entries.ndjson'), 'utf8').trim().split('\n')
  const ofClaims = entries.flatMap((line, at) => (line.includes('"kind":"claim"') ? [at + 1] : []))
  assert.ok(ofClaims.length >= 4, 'each request stands in it')
  const signed = readdirSync(bundle, { recursive: true }).filter((name) =>
    /approval-\d+\.signature$/.test(String(name)),
  )
  assert.ok(signed.length >= 7, `two texts, and each word about a claim: ${signed.join(', ')}`)
})

test('what the checks say of a sentence is said in German on a German page', { skip }, async () => {
  await open(german, 'claims')
  await german.getByText('Etwas aussagen').click()
  await german.getByLabel('Name in Texten').fill('satz')
  await german.getByLabel('Worüber').selectOption('exfiltration')
  await german.getByLabel('Was bekannt ist').selectOption('unknown')
  await german.getByText('Eigene Sätze statt der fertigen').click()
  await german.getByLabel('Auf Deutsch').fill('Wir wissen noch nicht, ob Daten abgeflossen sind. {x}')
  await german.getByLabel('Auf Englisch').fill('We do not know yet whether data was stolen. {x}')
  await german.getByRole('button', { name: 'Prüfen', exact: true }).click()
  await german.getByText('offene Stelle').first().waitFor()
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
