import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

import {
  openTestOutside,
  type TestOutside,
} from '../../packages/platform/src/doors/outside/outside.fixture.ts'
import { exampleEstate, moments } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { renderSite, writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { hostPolicy } from '../../packages/platform/src/phases/inform/page.ts'
import { serveFolder } from '../site/serve-folder.ts'
import { needProgram } from '../debian.ts'
import { violationsWithoutScripts } from '../site/axe-without-scripts.ts'
import { headingLevels, overflow, textContrasts } from '../site/shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
/** Set to a folder to look at the pages. */
const pictures = process.env['ANLAUF_PICTURES']

let outside: TestOutside
let browser: Browser
const complaints: string[] = []
/** Moved by hand: nobody waits two seconds for a form to count as filled in by a person. */
let aheadMs = 0

before(async () => {
  if (skip !== false) return
  outside = await openTestOutside({
    siteUrl: new URL('https://status.example.org'),
    perMinute: 2000,
    now: () => new Date(Date.now() + aheadMs),
    sendMails: () => Promise.resolve(),
  })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await outside[Symbol.asyncDispose]()
})

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 320, height: 700 },
    locale: 'de-DE',
    ...options,
  })
  const page = await context.newPage()
  page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(outside.url) && !request.url().startsWith('data:'))
      complaints.push(request.url())
  })
  return page
}

async function fillIn(page: Page, message: string): Promise<void> {
  await page.fill('#name', 'Anna Nord')
  await page.fill('#customer', 'K-4711')
  await page.fill('#phone', '+49 30 23125 001')
  await page.selectOption('#service', 'mail')
  await page.selectOption('#topic', 'status')
  await page.fill('#message', message)
  await page.check('#consent')
  aheadMs += 30_000
}

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((all) => all.violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.html).join(' ')))`,
  )
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

test('the way of an inquiry without JavaScript, on a phone: form, errors, number', { skip }, async () => {
  const page = await open({ javaScriptEnabled: false })
  await page.goto(`${outside.url}/inquiry`)
  await picture(page, 'form-phone')
  await page.fill('#email', 'nobody')
  await page.click('form button')
  await page.waitForSelector('[role=alert]')
  await picture(page, 'errors-phone')
  assert.equal(await page.inputValue('#email'), 'nobody')
  await page.fill('#email', '')
  await fillIn(page, 'Wann kommt die Mail wieder?\nUnsere Kunden warten.')
  await page.click('form button')
  await page.waitForSelector('.reference')
  await picture(page, 'sent-phone')
  assert.match(await page.innerText('main'), /Wir antworten bis .+Wir rufen Sie an/)
})

test(
  'by keyboard alone: every field in order, the errors come into focus and lead to their fields',
  { skip },
  async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${outside.url}/inquiry?lang=en`)
    const order: string[] = []
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab')
      const id = await page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()')
      order.push(String(id))
      if (id === 'Send inquiry') break
    }
    const fields = [
      'name',
      'customer',
      'noCustomer',
      'email',
      'phone',
      'service',
      'topic',
      'message',
      'language',
      'callTime',
      'consent',
    ]
    assert.deepEqual(
      order.filter((id) => fields.includes(id)),
      fields,
    )
    assert.ok(!order.includes('website'), 'the trap is no stop')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'alert')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.waitForURL(/#name$/)
  },
)

test('from the site, which signs nothing: shown once more, then sent with one press', { skip }, async () => {
  const page = await open()
  await page.goto(`${outside.url}/inquiry?lang=de`)
  await fillIn(page, 'Von der Lageseite')
  await page.evaluate(`document.querySelector('[name=shownAt]').remove()`)
  await page.click('form button')
  await page.waitForSelector('dl.typed')
  await picture(page, 'check-phone')
  aheadMs += 30_000
  await page.click('text=Jetzt senden')
  await page.waitForSelector('.reference')
})

test(
  'the form on the site, without JavaScript: its policy lets it go to this one server only',
  { skip },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anlauf-contact-'))
    after(() => rmSync(folder, { recursive: true, force: true }))
    const played = moments.restoring()
    const edition = {
      sequence: 1,
      validUntil: new Date(played.now + 86_400_000).toISOString(),
      signedBy: 'SHA256:x',
      root: undefined,
      url: undefined,
      outside: `${outside.url}/`,
    }
    const files = renderSite(played.desk, exampleEstate, new Date(played.now), edition)
    writeSite(join(folder, 'site'), files)
    assert.ok(gzipSync(files.get('kontakt.html') ?? '').length <= 14_000)
    const site = await serveFolder(folder, { 'content-security-policy': hostPolicy(`${outside.url}/`) })
    after(() => site.close())
    for (const [language, path, send] of [
      ['de', 'kontakt.html', 'Jetzt senden'],
      ['en', 'en/contact.html', 'Send now'],
    ] as const) {
      const looking = await open()
      await looking.goto(`${site.origin}/site/${path}`)
      await picture(looking, `site-${language}`)
      assert.deepEqual(await violations(looking), [])
      assert.ok((await looking.evaluate(overflow)) <= 0)
      const page = await open({ javaScriptEnabled: false })
      await page.goto(`${site.origin}/site/${path}`)
      await fillIn(page, `Von der Seite ${language}`)
      await page.click('form button')
      await page.waitForSelector('dl.typed')
      aheadMs += 30_000
      await page.click(`text=${send}`)
      await page.waitForSelector('.reference')
    }
    const own = complaints
      .splice(0)
      .filter((line) => !line.startsWith(`${site.origin}/site/`) && !/status of 422/.test(line))
    assert.deepEqual(own, [])
  },
)

for (const [name, options] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['desktop', { viewport: { width: 1280, height: 900 } }],
] as const) {
  test(
    `${name}: no axe rule broken, no overflow, contrast 4.5, headings in order, both languages`,
    { skip },
    async () => {
      const page = await open(options)
      const check = async (where: string): Promise<void> => {
        await picture(page, `${name}-${where}`)
        assert.deepEqual(await violations(page), [], where)
        assert.ok((await page.evaluate(overflow)) <= 0, `${where} is too wide`)
        const levels = await page.evaluate(headingLevels)
        assert.equal(levels[0], 1, where)
        for (const { text, ratio } of await page.evaluate(textContrasts)) {
          assert.ok(ratio >= 4.5, `${where}: contrast ${ratio.toFixed(2)} of "${text.slice(0, 40)}"`)
        }
      }
      for (const language of ['de', 'en']) {
        await page.goto(`${outside.url}/?lang=${language}`)
        await check(`home-${language}`)
        await page.goto(`${outside.url}/inquiry?lang=${language}`)
        await check(`form-${language}`)
        await page.click('form button')
        await page.waitForSelector('[role=alert]')
        await check(`errors-${language}`)
        await fillIn(page, `Frage ${name} ${language}`)
        await page.click('form button')
        await page.waitForSelector('.reference')
        await check(`sent-${language}`)
        await page.goto(`${outside.url}/inquiry/notice?lang=${language}`)
        await check(`notice-${language}`)
      }
    },
  )
}

test(
  'without JavaScript, on a phone: axe finds nothing on any page, in light and dark',
  { skip },
  async () => {
    const page = await open({ javaScriptEnabled: false })
    const check = async (where: string): Promise<void> => {
      assert.deepEqual(await violationsWithoutScripts(page), [], where)
      assert.ok((await page.evaluate(overflow)) <= 0, `${where} is too wide`)
    }
    for (const language of ['de', 'en']) {
      await page.goto(`${outside.url}/?lang=${language}`)
      await check(`home ${language}`)
      await page.goto(`${outside.url}/inquiry/notice?lang=${language}`)
      await check(`notice ${language}`)
      await page.goto(`${outside.url}/inquiry?lang=${language}`)
      await check(`form ${language}`)
      await page.click('form button')
      await page.waitForSelector('[role=alert]')
      await check(`errors ${language}`)
      await fillIn(page, `Ohne Skript ${language}`)
      await page.click('form button')
      await page.waitForSelector('.reference')
      await check(`sent ${language}`)
    }
  },
)

test('no complaint of the browser, nothing from elsewhere', { skip }, () => {
  assert.deepEqual(
    complaints.filter((line) => !/status of 422/.test(line)),
    [],
  )
})

test(
  'a text browser reads the form and its labels',
  { skip: skip || needProgram('lynx', 'lynx') },
  async () => {
    const { stdout } = await promisify(execFile)(
      'lynx',
      ['-dump', '-nolist', '-display_charset=utf-8', `${outside.url}/inquiry?lang=de`],
      { timeout: 20_000 },
    )
    assert.match(stdout, /Ihr Name[^]*E-Mail[^]*Telefon[^]*Ihre Frage[^]*Anfrage senden/)
  },
)
