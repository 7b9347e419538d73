import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type Browser, chromium, type Page } from 'playwright-core'

import { writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'
import { fullSites } from './full-site.ts'
import { serveFolder } from './serve-folder.ts'
import { overflow } from './shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const root = mkdtempSync(join(tmpdir(), 'anlauf-accessible-'))
after(() => rmSync(root, { recursive: true, force: true }))
const pages: string[] = []
let browser: Browser
let server: Awaited<ReturnType<typeof serveFolder>>

before(async () => {
  if (skip !== false) return
  for (const [name, files] of fullSites()) {
    writeSite(join(root, name), files)
    pages.push(...[...files.keys()].filter((path) => path.endsWith('.html')).map((path) => `${name}/${path}`))
  }
  server = await serveFolder(root)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  server.close()
})

/** One of each kind: the first update, the service that is hit, of every moment; all else once a moment. */
const isOfItsKind = (path: string): boolean => {
  const [, folder = '', name = ''] = /^\w+\/(?:en\/)?(\w+)\/(.*)\.html$/.exec(path) ?? []
  if (folder === 'dienste' || folder === 'services') return ['mail', 'compare'].includes(name)
  return !/^\d+$/.test(name) || ['1', '4', '6'].includes(name)
}

const phone = { width: 320, height: 640 }
const desktop = { width: 1280, height: 800 }
const ways = [
  { name: 'light, on a phone', colorScheme: 'light', viewport: phone },
  { name: 'dark, on a phone', colorScheme: 'dark', viewport: phone },
  { name: 'light, on a desktop', colorScheme: 'light', viewport: desktop },
] as const

for (const { name, ...settings } of ways) {
  test(
    `${name}: axe finds nothing against WCAG 2.2 AA on any kind of page, in either language`,
    { skip },
    async () => {
      const context = await browser.newContext({ ...settings, bypassCSP: true })
      const page = await context.newPage()
      let seen = 0
      for (const path of pages.filter(isOfItsKind)) {
        await page.goto(`${server.origin}/${path}`)
        const wanted = (await violations(page)).filter(
          // It loads itself again for who opened it for that; every other page does not.
          (one) => !(path.endsWith('/live/index.html') && one.startsWith('meta-refresh')),
        )
        assert.deepEqual(wanted, [], `${name} ${path}`)
        assert.ok((await page.evaluate(overflow)) <= 0, `${path} is wider than its window`)
        seen += 1
      }
      assert.ok(seen > 60, `${seen} pages`)
      await context.close()
    },
  )
}

/** What axe says of the page. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate<string[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))`,
  )
}

test(
  'without JavaScript, under its own policy: no complaint, nothing from elsewhere, one request a page',
  { skip },
  async () => {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      javaScriptEnabled: false,
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`))
    for (const path of pages.filter((one) => one.startsWith('partly/'))) {
      const requests: string[] = []
      const note = (request: { url: () => string }): void => void requests.push(request.url())
      page.on('request', note)
      await page.goto(`${server.origin}/${path}`)
      page.off('request', note)
      assert.deepEqual(
        requests.filter((url) => !url.startsWith('data:')),
        [`${server.origin}/${path}`],
      )
    }
    assert.deepEqual(complaints, [])
    await context.close()
  },
)

test(
  'the form on the site may be sent to the server for strangers and to nobody else',
  { skip },
  async () => {
    const page = await browser.newPage()
    await page.route('https://fragen.example.net/**', (route) => route.fulfill({ body: 'taken' }))
    await page.goto(`${server.origin}/partly/kontakt.html`)
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
    assert.match(policy ?? '', /form-action https:\/\/fragen\.example\.net$/)
    assert.equal(
      await page.locator('form').getAttribute('action'),
      'https://fragen.example.net/inquiry?lang=de',
    )
    await page.goto(`${server.origin}/partly/index.html`)
    assert.match(
      (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '',
      /form-action 'none'$/,
    )
    await page.close()
  },
)

test(
  'on paper: the address of the page, absolute times, and a code that leads to the overview',
  { skip },
  async () => {
    const page = await browser.newPage()
    await page.goto(`${server.origin}/partly/meldungen/4.html`)
    const paper = page.locator('.paper')
    assert.equal(await paper.isVisible(), false)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await paper.isVisible(), true)
    assert.match((await paper.textContent()) ?? '', /https:\/\/status\.example\.org\/meldungen\/4\.html$/)
    const box = await paper.locator('svg').boundingBox()
    assert.ok(box !== null && box.width >= 90)
    await page.close()
  },
)
