import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

import {
  openDatabase,
  subscriptions,
  type Database,
} from '../../packages/platform/src/adapters/database/index.ts'
import { sealToken } from '../../packages/platform/src/core/subscriptions/index.ts'
import { readEstateFile } from '../../packages/platform/src/doors/cli/access/estate-file.ts'
import { type RunningOutside, serveOutside } from '../../packages/platform/src/doors/outside/index.ts'
import { needProgram } from '../debian.ts'
import { violationsWithoutScripts } from '../site/axe-without-scripts.ts'
import { overflow } from '../site/shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const home = mkdtempSync(join(tmpdir(), 'anlauf-subscribe-'))
const estate = fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url))
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
/** Set to look at the pages: a folder for screenshots. */
const shots = process.env['ANLAUF_SHOTS']
let browser: Browser
let database: Database
let outside: RunningOutside
let base = ''

before(async () => {
  if (skip !== false) return
  database = await openDatabase({ home })
  outside = await serveOutside({
    database,
    home,
    estate: () => readEstateFile(estate),
    case: { id: 'night-1', exercise: true },
    siteUrl: new URL('https://status.example.org/'),
    perMinute: 10_000,
  })
  base = `http://localhost:${outside.port}`
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  if (skip === false) {
    await browser.close()
    await outside[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  }
  rmSync(home, { recursive: true, force: true })
})

async function inPage<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options)
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Links as the mails carry them, for a subscriber of this address. */
async function linksOf(address: string): Promise<Record<'confirm' | 'manage' | 'unsubscribe', string>> {
  const secret = Buffer.from(readFileSync(join(home, 'outside.key'), 'utf8').trim(), 'hex')
  const own = subscriptions(database, { secret })
  const [row] = await database.query<{ id: string; round: number }>(
    'select id, round from anlauf.subscription where address = $1',
    [address],
  )
  assert.ok(row, address)
  const token = (purpose: 'confirm' | 'manage' | 'unsubscribe'): string =>
    sealToken(own.linkKey, purpose, { ...row, expiresAt: new Date(Date.now() + 3_600_000) })
  return {
    confirm: `${base}/subscribe/confirm/${token('confirm')}`,
    manage: `${base}/subscribe/manage/${token('manage')}`,
    unsubscribe: `${base}/u/${token('unsubscribe')}`,
  }
}

/** Sends the form; what is asked afterwards is asked of the page that answers. */
async function send(page: Page, button = 'form button'): Promise<void> {
  const answered = page.waitForEvent('load')
  await page.click(button)
  await answered
}

async function check(page: Page, name: string): Promise<void> {
  assert.ok((await page.evaluate(overflow)) <= 0, `${name} is too wide`)
  await page.evaluate(axe)
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const found = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`)) as {
    violations: { id: string; nodes: { target: string[] }[] }[]
    passes: unknown[]
  }
  assert.ok(found.passes.length > 10, 'the rules ran')
  const said = found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
  assert.deepEqual(said, [], name)
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

async function checkWithoutScripts(page: Page, name: string): Promise<void> {
  assert.ok((await page.evaluate(overflow)) <= 0, `${name} is too wide`)
  assert.deepEqual(await violationsWithoutScripts(page), [], name)
}

/** Without JavaScript, both colour schemes are looked at on the way. */
const ways = [
  { name: 'light', options: { colorScheme: 'light' }, look: check },
  { name: 'dark', options: { colorScheme: 'dark' }, look: check },
  { name: 'scriptless', options: { javaScriptEnabled: false }, look: checkWithoutScripts },
] as const

for (const language of ['de', 'en'] as const) {
  for (const { name: way, options, look } of ways) {
    test(`${language}, ${way}, 320 px: every page passes axe and fits`, { skip }, async () => {
      await inPage({ viewport: { width: 320, height: 700 }, ...options }, async (page) => {
        const name = `${language}-${way}`
        const address = `${name}@a.example`
        await page.goto(`${base}/subscribe?lang=${language}`)
        await look(page, `${name}-form`)
        await page.fill('#address', 'no address')
        await send(page, 'button')
        assert.equal(
          await page.locator('[role=alert]').evaluate((one) => one.ownerDocument.activeElement === one),
          true,
        )
        assert.equal(await page.inputValue('#address'), 'no address')
        await look(page, `${name}-problem`)
        await page.fill('#address', address)
        await page.check('#kinds-releases')
        await send(page)
        await look(page, `${name}-sent`)
        const links = await linksOf(address)
        await page.goto(`${links.confirm}?lang=${language}`)
        await look(page, `${name}-confirm`)
        await send(page)
        await look(page, `${name}-confirmed`)
        await page.goto(`${links.manage}?lang=${language}`)
        assert.equal(await page.isChecked('#kinds-releases'), true)
        await look(page, `${name}-manage`)
        await page.goto(`${links.unsubscribe}?lang=${language}`)
        await look(page, `${name}-end`)
        await send(page)
        await look(page, `${name}-ended`)
        await page.goto(`${links.confirm}?lang=${language}`)
        await send(page)
        await look(page, `${name}-used`)
      })
    })
  }
}

test(
  'without JavaScript and with the keyboard alone: typed, chosen, sent, confirmed, ended',
  { skip },
  async () => {
    await inPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(`${base}/subscribe?lang=de`)
      await page.focus('#address')
      await page.keyboard.type('keys@a.example')
      // Radio buttons are one stop, chosen by arrow; then the services, the language, the button.
      await page.keyboard.press('Tab')
      await page.keyboard.press('ArrowDown')
      for (let stops = 0; stops < 40; stops += 1) {
        await page.keyboard.press('Tab')
        if ((await page.locator('form button:focus').count()) === 1) break
      }
      await page.keyboard.press('Enter')
      await page.locator('h1', { hasText: 'Sehen Sie in Ihr Postfach' }).waitFor()
      const [row] = await database.query<{ kinds: string }>(
        `select kinds from anlauf.subscription where address = 'keys@a.example'`,
      )
      assert.equal(row?.kinds, 'releases')
      const links = await linksOf('keys@a.example')
      for (const [link, says] of [
        [links.confirm, /Sie sind angemeldet/],
        [links.unsubscribe, /Sie sind abgemeldet/],
      ] as const) {
        await page.goto(`${link}?lang=de`)
        await page.focus('form button')
        await page.keyboard.press('Enter')
        await page.locator('h1', { hasText: says }).waitFor()
      }
    })
  },
)
