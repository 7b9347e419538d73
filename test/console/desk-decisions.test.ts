import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { needProgram } from '../debian.ts'
import { clean, openScreen } from './case-page.ts'
import { type Night, type Person, startNight } from './night.ts'

/** Two people with passkeys decide in a real browser, on a real backup. Each test needs those before it. */
const skip = needProgram('chromium', 'chromium')
const problems: string[] = []
let night: Night | undefined
let url: string
let anna: Person
let bernd: Person

before(async () => {
  if (skip !== false) return
  night = await startNight()
  url = night.site.url
  anna = await night.person('clara', ['lead'])
  bernd = await night.person('bernd', ['service-owner'])
  for (const { page } of [anna, bernd]) {
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('dialog', (dialog) => problems.push(`a content ran: ${dialog.message()}`))
  }
})
after(async () => {
  await night?.[Symbol.asyncDispose]()
})

const open = ({ page }: Person, screen: string): Promise<void> =>
  openScreen(page, `${url}/cases/night-1`, screen)

test('a lead declares an exercise; a real case would have to be typed', { skip }, async () => {
  const { page } = anna
  await page.goto(`${url}/declare`)
  await page.getByLabel('Id of the case').fill('night-1')
  await page.getByLabel('Title').fill('Encrypted shares')
  await page.getByLabel(/REAL: it happens now/).check()
  const real = page.getByRole('button', { name: 'Declare night-1 in earnest' })
  assert.equal(await real.isDisabled(), true, 'not by a click alone')
  await page.getByLabel(/EXERCISE/).check()
  await page.getByLabel('not before').fill('2026-03-08T00:00')
  await page.getByLabel('not after').fill('2026-03-08T03:00')
  await clean(page, 'declare')
  await page.getByRole('button', { name: 'Declare the exercise night-1' }).click()
  await page.waitForURL(/\/cases\/night-1/)
})

test('the queue is collected by the server, asked for on the screen', { skip }, async () => {
  const { page } = anna
  await open(anna, 'queue')
  await page.getByText('No queue was made for this case yet.').waitFor()
  await open(anna, 'jobs')
  await page.getByRole('combobox', { name: /^Work/ }).selectOption('queue')
  await page.getByRole('button', { name: 'Collect the case queue · night-1' }).click()
  const card = page.locator('.job').first()
  await card.getByText('done', { exact: true }).waitFor({ timeout: 60_000 })
  await clean(page, 'jobs')
})

test('what an attacker wrote is shown line by line, and nothing of it runs or hides', { skip }, async () => {
  const { page } = anna
  await open(anna, 'queue')
  await page.getByRole('button', { name: '<img src=x onerror=alert(1)>.txt' }).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('heading', { name: 'start.sh' }).waitFor()
  const added = page.locator('.difference tr[data-kind="added"]')
  await added.filter({ hasText: '⟨U+202E⟩fdp.exe' }).waitFor({ timeout: 60_000 })
  assert.equal(await page.locator('main img').count(), 0)
  await clean(page, 'queue')
})

test(
  'one person alone does not let a program through; the text is shown before the passkey asks',
  { skip },
  async () => {
    const { page } = anna
    await page.keyboard.press('1')
    const dialog = page.getByRole('dialog')
    await dialog
      .getByRole('heading', { name: /^take the newest version: 1 file in 1 group of .*nordwind/ })
      .waitFor()
    const next = dialog.getByRole('button', { name: 'Show what is signed' })
    await dialog.getByLabel(/^Why/).fill('The shop’s own deployment, compared with its repository.')
    assert.equal(await next.isDisabled(), true, 'against advice it is typed')
    await dialog.getByLabel(/goes against advice. Type nordwind/).fill('nordwind')
    await next.click()
    const digits = await dialog.locator('.hash-digits').innerText()
    const statement = await dialog.locator('.statement').innerText()
    assert.match(digits, /^[0-9a-f]{8}$/)
    assert.ok(statement.includes(`"contentHash":"${digits}`) && statement.includes('"exercise":true'))
    await clean(page, 'decide')
    await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
    await dialog.getByText('One more person has to sign.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.locator('.queue-detail').getByText('one of two signatures').waitFor()
  },
)

test('the second person finds it in the inbox, with the same digits, and decides it', { skip }, async () => {
  const { page } = bernd
  await open(bernd, 'approvals')
  const card = page.getByRole('article').filter({ hasText: /Decision about files of .*nordwind/ })
  await card.getByText('your signature is missing').waitFor()
  const digits = await card.locator('.hash-digits').innerText()
  await clean(page, 'approvals')
  await card.getByRole('button', { name: 'Approve …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  assert.equal(await dialog.locator('.hash-digits').innerText(), digits)
  await clean(page, 'sign')
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText('All signatures are there.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await anna.page
    .locator('.queue-detail')
    .getByText(/^decided: take the newest version/)
    .waitFor()
})

test('whoever turns back before signing leaves no request behind', { skip }, async () => {
  const { page } = anna
  await page.keyboard.press('3')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Why/).fill('changed my mind')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  await dialog.locator('.statement').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await open(anna, 'approvals')
  await page.getByText('Nothing waits for a signature.').waitFor()
})

test('the restart plan says what nobody measured, and draws what the table says', { skip }, async () => {
  const { page } = anna
  await open(anna, 'restart')
  await page.getByText('No restore points were chosen yet').waitFor()
  await open(anna, 'jobs')
  await page.getByRole('combobox', { name: /^Work/ }).selectOption('plan')
  await page.getByRole('button', { name: 'Choose restore points · all tenants' }).click()
  const card = page.locator('.job').filter({ hasText: 'Choose restore points' })
  await card.getByText('done', { exact: true }).waitFor({ timeout: 60_000 })
  await open(anna, 'restart')
  await page.getByText('No restore has run in this case yet').waitFor()
  const rows = page.getByRole('region', { name: 'Restart plan' }).locator('tbody tr')
  await rows.first().waitFor()
  assert.equal(await page.locator('.graph-node').count(), await rows.count())
  assert.equal(await page.locator('.gantt').count(), 0, 'no bar without a measured rate')
  await clean(page, 'restart')
})

test('the estate shows its gaps, who needs whom as drawing and as table', { skip }, async () => {
  const { page } = anna
  await open(anna, 'estate')
  await page.locator('.graph-node').first().waitFor()
  const drawn = await page.locator('.graph-node').count()
  const listed = await page.getByRole('region', { name: 'Services' }).locator('tbody tr').count()
  assert.ok(drawn > 3)
  assert.equal(drawn, listed, 'the table says what the drawing shows')
  await clean(page, 'estate')
  await open(anna, 'exercise')
  await page.getByText('The exercise goes on.').waitFor()
  await clean(page, 'exercise-going')
})

test('the same in German, in the dark, on a phone, without a broken rule', { skip }, async () => {
  const phone = { viewport: { width: 390, height: 844 }, locale: 'de-DE', colorScheme: 'dark' as const }
  const page = await night?.look(anna, phone)
  assert.ok(page)
  for (const [screen, title] of [
    ['approvals?show=all', 'Freigaben'],
    ['queue', 'Fallprüfung'],
    ['jobs', 'Aufträge'],
    ['restart', 'Wiederanlauf'],
    ['estate', 'Bestand'],
    ['exercise', 'Übung'],
  ] as const) {
    await page.goto(`${url}/cases/night-1/${screen}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await clean(page, `phone-${screen.split('?')[0]}`)
    const width: unknown = await page.evaluate('document.documentElement.scrollWidth')
    assert.ok(Number(width) <= 390, `${screen} is ${String(width)} wide`)
  }
  await page.context().close()
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
