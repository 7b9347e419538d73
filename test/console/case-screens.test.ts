import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { estate, runConsole, type RunningConsole, violations } from './running-console.ts'

/** The screens that show a case, on one that the command line made. Each test uses the page of those before it. */
const skip = needProgram('chromium', 'chromium')
let site: RunningConsole
let page: Page
const problems: string[] = []
const list = readFileSync(new URL('../../packages/console/src/frame/screen-list.ts', import.meta.url), 'utf8')
/** Every screen there is, as the console lists them. */
const screens = [...list.matchAll(/\{ id: '(\w+)', key: '(\w)'/g)].map(([, id = '', key = '']) => ({
  id,
  key,
}))
/** What this case fills. The others say that they may not be read by this person, or that nothing was configured. */
const filled = ['now', 'plan', 'roster', 'matrix', 'timeline', 'clocks', 'evidence']
const addressOf: Readonly<Record<string, string>> = {
  clocks: 'clocks?show=all',
  evidence: 'evidence?entry=1',
}

before(async () => {
  if (skip !== false) return
  site = await runConsole()
  const declared = [
    '--case',
    'night-1',
    '--title',
    'Shares <b>encrypted</b>',
    '--estate',
    estate,
    '--exercise',
  ]
  await site.anlauf('case', 'declare', ...declared)
  const proof = site.file('probes.json', '[{"target":"a","reached":false}]')
  await site.anlauf('case', 'isolated', '--case', 'night-1', '--estate', estate, '--proof', proof)
  const plan = fileURLToPath(new URL('../../examples/plans/ransomware-hoster.yaml', import.meta.url))
  await site.anlauf('case', 'adopt', '--case', 'night-1', '--plan', plan, '--estate', estate)
  const people = fileURLToPath(new URL('../../examples/roster.yaml', import.meta.url))
  await site.anlauf('case', 'roster', '--case', 'night-1', '--take', people)
  const alarm = ['--case', 'night-1', '--roster', people, '--reason', 'Ransom note on files1']
  await site.anlauf('case', 'alarm', 'raise', ...alarm)
  page = await site.page({ viewport: { width: 1280, height: 800 } })
  watch(page)
})
after(async () => {
  if (skip === false) await site[Symbol.asyncDispose]()
})

function watch(watched: Page): void {
  watched.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  watched.on('pageerror', (error) => problems.push(error.message))
}

async function open(screen: string, on = page): Promise<void> {
  await on.goto(`${site.url}/cases/night-1/${screen}`)
  await on.getByRole('status').filter({ hasText: 'live' }).waitFor()
  await on.locator('h1').waitFor({ state: 'attached' })
}

async function height(on: Page): Promise<number> {
  return on.evaluate<number>('document.documentElement.scrollHeight')
}

test(
  'the first hour fits one screen, and says of what it does not know that it is not known',
  { skip },
  async () => {
    await open('now')
    for (const name of ['What is hit', 'What to do now', 'Who does it', 'When it is back', 'What to say']) {
      await page.getByRole('heading', { name }).waitFor()
    }
    await page.getByText(/no answer to the alarm/).waitFor()
    assert.ok((await height(page)) <= 800, `${await height(page)} pixels`)
    await page.getByText('proven for 7 systems').waitFor()
    await page.getByText('Confirm the alarm').waitFor()
    await page.getByText(/^0 of 16 roles taken$/).waitFor()
    await page.getByText(/no answer to the alarm: .* and \d+ more/).waitFor()
    await page.getByText('not known: nothing was measured yet').waitFor()
    await page.getByText('Shares <b>encrypted</b>').first().waitFor()
  },
)

test('a figure leads to the entry that proves it', { skip }, async () => {
  await page.locator('.hit').getByRole('link', { name: 'Entry 3 of the log' }).click()
  await page.getByRole('heading', { name: 'Entry 3: isolation.proven' }).waitFor()
  const { lines } = await readLog()
  const hash = createHash('sha256')
    .update(lines[2] ?? '')
    .digest('hex')
  await page.locator('.entry-detail').getByText(hash).waitFor()
})

test(
  'the log is verified in the browser and by the server, and held against what was noted elsewhere',
  { skip },
  async () => {
    await page.getByText(/checked in this browser/).waitFor()
    await page.getByRole('button', { name: 'Verify the whole log' }).click()
    await page.getByText('VERIFIED', { exact: true }).waitFor()
    await page.getByText(/Hold it against/).click()
    await page.getByLabel('Entry', { exact: true }).fill('2')
    await page.getByLabel(/and its hash/).fill('a'.repeat(64))
    await page.getByRole('button', { name: 'Verify the whole log' }).click()
    await page.getByText('NOT VERIFIED').waitFor()
    await page.getByText(/not those that were signed/).waitFor()
  },
)

async function readLog(): Promise<{ lines: string[] }> {
  const text = await page.evaluate<string>(
    `fetch('/api/cases/night-1/evidence.ndjson?limit=100').then((a) => a.text())`,
  )
  return { lines: text.trimEnd().split('\n') }
}

test(
  'the matrix is one stop for the tab key; arrows move in it and Enter opens the proof',
  { skip },
  async () => {
    await open('matrix')
    const grid = page.getByRole('grid')
    await grid.locator('[tabindex="0"]').first().waitFor()
    assert.equal(await grid.locator('[tabindex="0"]').count(), 1)
    await grid.locator('[tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    const focused = await page.evaluate<string>('document.activeElement.getAttribute("aria-label")')
    assert.match(focused, /^alpenblick, .*: waiting/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Entry 1: case.declared' }).waitFor()
  },
)

test('filters are in the address', { skip }, async () => {
  await open('matrix?text=NORD')
  await page.getByText('1 of 4 tenants').waitFor()
  await open('timeline?show=clocks')
  await page.getByText('Legal profile recorded').waitFor()
  assert.equal(await page.getByText('Isolation proven').count(), 0)
  await page.getByLabel('Show').selectOption('')
  await page.getByText(/Isolation proven/).waitFor()
  assert.ok(!page.url().includes('show='))
})

test('no two screens have one key', () => {
  assert.ok(screens.length >= 20)
  assert.equal(new Set(screens.map(({ key }) => key)).size, screens.length)
})

test('keys lead from screen to screen, and can be switched off', { skip }, async () => {
  await open('now')
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('heading', { name: 'Clocks', exact: true }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('checkbox', { name: 'Single keys are on' }).uncheck()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'Keys' }).click()
  await page.getByRole('checkbox', { name: 'Single keys are on' }).check()
  await page.getByRole('button', { name: 'Close' }).click()
  assert.match(page.url(), /\/clocks$/)
})

test('no axe rule is broken on any screen, light, dark, English, German, on a phone', { skip }, async () => {
  const looks = [
    { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { locale: 'de-DE', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  ] as const
  for (const look of looks) {
    const other = await site.page(look)
    watch(other)
    for (const { id } of screens) {
      const screen = addressOf[id] ?? id
      const before = problems.length
      await open(screen, other)
      assert.deepEqual(await violations(other), [], `${screen} ${look.locale}`)
      const { width } = look.viewport
      const wide = await other.evaluate<number>('document.documentElement.scrollWidth')
      assert.ok(wide <= width, `${screen} is ${wide} pixels wide on ${width}`)
      if (!filled.includes(id)) problems.length = before
    }
    await other.context().close()
  }
  assert.deepEqual(problems, [], 'nothing failed in the browser, the policy for contents included')
})
