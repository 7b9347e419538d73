import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { prepareConsole } from '../../packages/console/build/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import { by, openApi, type TestApi } from '../../packages/platform/src/doors/api/api.fixture.ts'
import { needProgram } from '../debian.ts'
import { launchBrowser, signIn } from './running-console.ts'

/** A provider as large as the goals of the console: 10,000 tenants, 30 services. */
const skip = needProgram('chromium', 'chromium')
const tenants = Array.from({ length: 10_000 }, (_, at) => `tenant-${String(at).padStart(5, '0')}`)
const services = Array.from({ length: 30 }, (_, at) => `service-${at}`)
let api: TestApi
let browser: Browser
let page: Page

before(async () => {
  if (skip !== false) return
  const built = await prepareConsole()
  assert.ok(built.kind === 'ready')
  api = await openApi({ consoleFiles: () => built })
  const session = await openCase(api.log, 'night-1')
  await session.execute({ command: 'declare', title: 'Large', exercise: true, tenants, services }, by)
  browser = await launchBrowser()
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
  await context.addCookies(await signIn(browser, (await api.firstLink()) ?? ''))
  page = await context.newPage()
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await api[Symbol.asyncDispose]()
})

test(
  '10,000 tenants by 30 services answer to keys; how fast is measured by bench:case',
  { skip },
  async () => {
    await page.goto(`${api.url}/cases/night-1/clocks`)
    await page.getByRole('heading', { name: 'Clocks', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Matrix' }).click()
    const grid = page.getByRole('grid')
    await grid.locator('[data-cell][tabindex="0"]').focus()
    await page.keyboard.press('Control+End')
    await page.locator('[data-cell="9999 29"]:focus').waitFor()
    assert.equal(await grid.getAttribute('aria-rowcount'), '10001')
  },
)

test('only what can be seen is drawn, wherever one scrolls', { skip }, async () => {
  assert.ok((await page.locator('.matrix-row').count()) < 60)
  await page.locator('.matrix-scroll').evaluate((element) => (element.scrollTop = 160_000))
  await page.getByText('tenant-05000').waitFor()
  assert.ok((await page.locator('.matrix-row').count()) < 60)
  assert.equal(await page.locator('[data-cell][tabindex="0"]').count(), 1, 'the tab key still gets in')
})

test('a filter over all rows answers while one types', { skip }, async () => {
  await page.getByLabel('Tenant, name or wave').fill('tenant-0999')
  await page.getByText('10 of 10,000 tenants').waitFor()
})
