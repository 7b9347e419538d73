import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { estate, runConsole, type RunningConsole, violations } from './running-console.ts'

/** A real browser in front of a real `anlauf up`, with a case that the command line made. */
const skip = needProgram('chromium', 'chromium')
let site: RunningConsole
let page: Page
const problems: string[] = []

before(async () => {
  if (skip !== false) return
  site = await runConsole()
  const onset = ['--onset-from', '2026-03-11T01:00:00Z', '--onset-to', '2026-03-11T03:00:00Z']
  const declared = ['--case', 'night-1', '--title', 'Encrypted shares', '--estate', estate, '--exercise']
  await site.anlauf('case', 'declare', ...declared, ...onset)
  page = await site.page({ viewport: { width: 1280, height: 800 } })
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
})
after(async () => {
  if (skip === false) await site[Symbol.asyncDispose]()
})

async function open(screen: string): Promise<void> {
  await page.goto(`${site.url}/cases/night-1/${screen}`)
  await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
}

test('who is not signed in is led to the page for it, and back', { skip }, async () => {
  const context = await site.browser.newContext({ locale: 'en-GB' })
  const stranger = await context.newPage()
  await stranger.goto(`${site.url}/cases/night-1/now?x=1`)
  await stranger.waitForURL(/\/sign-in\?to=%2Fcases%2Fnight-1%2Fnow%3Fx%3D1$/)
  await context.close()
})

test('from the list of cases to the first hour', { skip }, async () => {
  await page.goto(site.url)
  await page.getByRole('link', { name: /Encrypted shares/ }).click()
  await page.waitForURL(/\/cases\/night-1\/now$/)
  await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
  await page.getByText('EXERCISE', { exact: true }).waitFor()
})

test(
  'what the command line does shows without reload, also after the server was killed',
  { skip },
  async () => {
    await open('now')
    const proof = site.file('probes.json', '[{"target":"a","reached":false}]')
    const head = page.locator('.log-head')
    const before = await head.innerText()
    await site.anlauf('case', 'isolated', '--case', 'night-1', '--estate', estate, '--proof', proof)
    await head.filter({ hasNotText: before.split('\n').at(-1) ?? '' }).waitFor()
    await site.stop('SIGKILL')
    await page.getByText(/The connection is lost/).waitFor()
    await site.start()
    await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
    assert.equal(await page.getByText(/The connection is lost/).count(), 0)
    problems.length = 0
  },
)

test('no axe rule is broken, and nothing failed in the browser', { skip }, async () => {
  await page.goto(site.url)
  await page.getByRole('heading', { name: 'Cases' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await open('now')
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(problems, [])
})

test('the sign-in page leads back to the console only, whatever its link says', { skip }, async () => {
  for (const to of [
    'https://evil.example/',
    '//evil.example/cases',
    '/cases/../../x',
    '/api/me',
    'javascript:0',
  ]) {
    await page.goto(`${site.url}/sign-in?to=${encodeURIComponent(to)}`)
    await page.getByRole('link', { name: 'Open the console' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/sign-in', to)
  }
  await page.goto(`${site.url}/sign-in?to=${encodeURIComponent('/cases/night-1/now?x=1')}`)
  await page.waitForURL(/\/cases\/night-1\/now\?x=1$/)
})
