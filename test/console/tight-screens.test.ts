import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Page, Route } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { measuredNight } from './measured-night.ts'
import { estate, runConsole, type RunningConsole, violations } from './running-console.ts'

/** What stands on a screen when texts are long, figures large and the exercise long over: nothing may run into anything. */
const skip = needProgram('chromium', 'chromium')
let site: RunningConsole

before(async () => {
  if (skip !== false) return
  site = await runConsole()
  const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
  const theCase = ['--case', 'night-1', '--estate', estate]
  const title = 'Encrypted shares on the file servers of all customers in Hamburg'
  await site.anlauf('case', 'declare', ...theCase, '--title', title, '--exercise')
  await site.anlauf('case', 'adopt', ...theCase, '--plan', example('plans/ransomware-hoster.yaml'))
  await site.anlauf('case', 'roster', '--case', 'night-1', '--take', example('roster.yaml'))
  const alarm = ['--roster', example('roster.yaml'), '--reason', 'Ransom note on files1']
  await site.anlauf('case', 'alarm', 'raise', '--case', 'night-1', ...alarm)
})
after(async () => {
  if (skip === false) await site[Symbol.asyncDispose]()
})

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** Everything that people write, four times as long; words that have no place to break among it. */
function stretched(value: Json, name = ''): Json {
  if (Array.isArray(value)) return value.map((one: Json) => stretched(one, name))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, stretched(one, key)]))
  }
  if (typeof value !== 'string' || !['de', 'en', 'person', 'role'].includes(name)) return value
  return `${value} Telekommunikationsdienstleistungsmeldepflicht ${value}`
}

/** The answer of the real server, changed on its way into the real page. */
async function change(page: Page, path: string, to: (answer: Json) => Json): Promise<void> {
  await page.route(`**/api/cases/night-1/${path}`, async (route: Route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: to((await answer.json()) as Json) })
  })
}

/** Texts and buttons that reach over the edge of their block, or are cut by it without a mark. */
const overEdges = `[...document.querySelectorAll('.block, .case-header')].flatMap((block) => {
  const edge = block.getBoundingClientRect()
  return [...block.querySelectorAll('*')].flatMap((one) => {
    if (one.closest('.hidden-text, svg, .two-lines, blockquote, .graph-scroll') !== null) return []
    const { right, bottom, width } = one.getBoundingClientRect()
    const isOver = width > 0 && (right > edge.right + 1 || bottom > edge.bottom + 1)
    const isCut = getComputedStyle(one).overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1
    return isOver || isCut ? [one.className + ': ' + one.textContent.slice(0, 60)] : []
  })
})`

/** Buttons that lie over a text. */
const covered = `[...document.querySelectorAll('.now .button')].flatMap((button) => {
  const a = button.getBoundingClientRect()
  return [...document.querySelectorAll('.now :is(h2, h3, p, strong, .state, dd)')]
    .filter((text) => !button.contains(text) && !text.contains(button))
    .filter((text) => [...text.getClientRects()].some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1))
    .map((text) => text.textContent.slice(0, 60))
})`

/** Pictures for people who look at them, where the environment names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['ANLAUF_SHOTS']
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

async function open(page: Page, screen: string): Promise<void> {
  await page.goto(`${site.url}/cases/night-1/${screen}`)
  await page.locator('.connection[data-state="live"]').waitFor()
  await page.locator('main h1').waitFor({ state: 'attached' })
}

const desk = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

test('the first hour fits without scrolling at 1280 × 800, in both languages', { skip }, async () => {
  for (const locale of ['en-GB', 'de-DE']) {
    const page = await site.page({ locale, viewport: desk })
    await open(page, 'now')
    await page.locator('.who p strong').waitFor()
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
    assert.ok(height <= desk.height, `${locale}: ${height}`)
    await page.context().close()
  }
})

test('long texts stay in their blocks, and no button covers one', { skip }, async () => {
  for (const locale of ['en-GB', 'de-DE']) {
    for (const viewport of [desk, { width: 900, height: 800 }, phone]) {
      const page = await site.page({ locale, viewport })
      await change(page, 'first-hour', (answer) => stretched(answer))
      await change(page, 'roster', (answer) => stretched(answer))
      await open(page, 'now')
      await page.locator('.who p strong').waitFor()
      await shot(page, `now-long-${locale}-${viewport.width}`)
      const where = `${locale} ${viewport.width}`
      assert.deepEqual(await page.evaluate(overEdges), [], where)
      assert.deepEqual(await page.evaluate(covered), [], where)
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
      assert.ok(width <= viewport.width, `${where}: ${width}`)
      await page.context().close()
    }
  }
})

test('with measured rates the restart plan draws a bar for each service, and a curve', { skip }, async () => {
  const { plan, throughput } = measuredNight()
  for (const [locale, viewport, colorScheme] of [
    ['en-GB', desk, 'light'],
    ['de-DE', phone, 'dark'],
  ] as const) {
    const page = await site.page({ locale, viewport, colorScheme })
    await page.route('**/api/cases/night-1/restart-plan', (route) => route.fulfill({ json: plan }))
    await page.route('**/api/cases/night-1/throughput', (route) => route.fulfill({ json: throughput }))
    await open(page, 'restart')
    await page.locator('.gantt').waitFor()
    await shot(page, `restart-${locale}`)
    assert.equal(await page.locator('.gantt .latest').count(), 6)
    assert.ok((await page.locator('.gantt [data-strong]').count()) >= 2, 'the chain that decides the end')
    // A bar that begins later begins further right, and none leaves the drawing or covers a name.
    const [drawing, ...bars] = await Promise.all(
      [page.locator('.gantt'), ...(await page.locator('.gantt .latest').all())].map((one) =>
        one.boundingBox(),
      ),
    )
    const names = await Promise.all(
      (await page.locator('.gantt .name').all()).map((one) => one.boundingBox()),
    )
    const edge = Math.max(...names.map((box) => (box === null ? 0 : box.x + box.width)))
    for (const bar of bars) {
      assert.ok(bar && drawing && bar.x >= edge - 1 && bar.x + bar.width <= drawing.x + drawing.width + 3)
    }
    assert.equal(await page.locator('.curve polyline').count(), 1)
    assert.deepEqual(await page.evaluate(overEdges), [])
    assert.deepEqual(await violations(page), [])
    await page.context().close()
  }
})

test('an exercise that is over says so, and nothing in it is overdue a year later', { skip }, async () => {
  const page = await site.page({ viewport: desk })
  const over = '2025-11-03T03:12:00.000Z'
  await change(page, 'first-hour', (answer) => ({ ...(answer as object), stoppedAt: over }))
  await open(page, 'now')
  await page.getByText(/exercise over; its clock stopped on Mon,? 3 Nov 2025/).waitFor()
  assert.equal(await page.getByText(/overdue/).count(), 0)
  await page.context().close()
})

test(
  'on paper it is dark on white, also for somebody who works in the dark, and fits the page',
  { skip },
  async () => {
    const page = await site.page({ viewport: { width: 794, height: 1123 }, colorScheme: 'dark' })
    await open(page, 'matrix')
    await page.getByLabel('Colours').selectOption('dark')
    await page.emulateMedia({ media: 'print' })
    for (const screen of ['now', 'matrix', 'clocks', 'plan']) {
      await page.goto(`${site.url}/cases/night-1/${screen}`)
      await page.locator('main h1').waitFor({ state: 'attached' })
      const ink = await page.evaluate('getComputedStyle(document.querySelector("main h1")).color')
      assert.equal(ink, 'rgb(20, 23, 28)', screen)
      assert.equal(await page.locator('.button:visible, button:visible').count(), 0, 'paper has no buttons')
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
      assert.ok(width <= 794, `${screen}: ${width}`)
    }
    await page.context().close()
  },
)
