import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

import { exampleEstate, moments, PlayedCase } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import {
  playedContents,
  playedToTheEnd,
} from '../../packages/platform/src/phases/inform/content/contents.fixture.ts'
import { renderSite, writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'
import { serveFolder } from './serve-folder.ts'
import { headingLevels, overflow, pageBackground, smallTargets, textContrasts } from './shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const root = mkdtempSync(join(tmpdir(), 'anlauf-browser-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** Pages per site, both languages: enough to see every kind of page, with every kind of state. */
const sites = new Map<string, readonly string[]>()
const hostile = `</title><script>document.title = 'taken'</script> "' onmouseover="x" <b>&amp; \u202egnp`
let browser: Browser
let server: Awaited<ReturnType<typeof serveFolder>>

before(async () => {
  if (skip !== false) return
  put('declared', moments.declared(), 1)
  put('overdue', moments.verifying(), 9)
  put('partly', withCorrection(), 1)
  put('closed', moments.closed(), 1)
  put('long', longCase(), 1)
  put('contents', playedContents(), 1)
  put('end', playedToTheEnd(), 1)
  server = await serveFolder(root)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  server.close()
})

function put(name: string, played: PlayedCase, hoursLater: number, estate = exampleEstate): void {
  const files = renderSite(played.desk, estate, new Date(played.now + hoursLater * 3_600_000))
  writeSite(join(root, name), files)
  sites.set(
    name,
    [...files.keys()].filter((path) => path.endsWith('.html')),
  )
}

function withCorrection(): PlayedCase {
  const played = moments.partlyReleased().wait(1)
  return played.correct(4, { de: 'Berichtigt: fünf Dateien.', en: 'Corrected: five files.' })
}

/** One service that is hit, one that is not, the first updates: the others look alike. */
function isOfItsKind(path: string): boolean {
  const [, folder = '', name = ''] = /^(?:en\/)?(\w+)\/(.*)\.html$/.exec(path) ?? []
  if (folder === 'dienste' || folder === 'services') return ['mail', 'compare'].includes(name)
  return !/^\d+$/.test(name) || ['1', '4', '6', '7', '8', '10', '12', '15'].includes(name)
}

/** Words that break no line by themselves, and more updates than one list holds. */
function longCase(): PlayedCase {
  const played = new PlayedCase().declare()
  for (let n = 1; n <= 35; n += 1) {
    const word = 'Wiederherstellungsgeschwindigkeitsmessungsprotokollauswertung'.repeat(3)
    played
      .wait(0.5)
      .publish(`u${n}`, { de: `${word} ${'Wort '.repeat(150)}`, en: `${word} ${'word '.repeat(150)}` })
  }
  return played
}

/** A page on which every complaint of the browser and every request is written down. */
async function open(
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('request', (request) => requests.push(request.url()))
  page.on('response', (response) => {
    if (!response.ok()) complaints.push(`${response.url()}: ${response.status()}`)
  })
  return { page, complaints, requests }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(
    `${colorScheme}, 360 px: no complaint, no other request, no overflow, headings in order, contrast 4.5`,
    { skip },
    async () => {
      const { page, complaints, requests } = await open({ colorScheme })
      let texts = 0
      const backgrounds = new Set<string>()
      for (const [name, paths] of sites) {
        for (const path of paths.filter(isOfItsKind)) {
          await page.goto(`${server.origin}/${name}/${path}`)
          const where = `${colorScheme} ${name}/${path}`
          assert.ok((await page.evaluate(overflow)) <= 0, `${where} is too wide`)
          const levels = await page.evaluate(headingLevels)
          assert.equal(levels[0], 1, where)
          levels.forEach((level, at) =>
            assert.ok(
              at === 0 || (level > 1 && level <= (levels[at - 1] ?? 0) + 1),
              `${where}: ${levels.join()}`,
            ),
          )
          assert.deepEqual(await page.evaluate(smallTargets), [], where)
          for (const { text, ratio } of await page.evaluate(textContrasts)) {
            assert.ok(ratio >= 4.5, `${where}: contrast ${ratio.toFixed(2)} of "${text.slice(0, 40)}"`)
            texts += 1
          }
        }
        backgrounds.add(await page.evaluate(pageBackground))
      }
      assert.deepEqual(complaints, [])
      assert.deepEqual(
        requests.filter((url) => !/^http:\/\/127\.0\.0\.1:\d+\/[a-z]+\/.*\.html$|^data:/.test(url)),
        [],
      )
      assert.ok(texts > 1000, `only ${texts} texts were seen`)
      assert.deepEqual(
        [...backgrounds],
        [colorScheme === 'light' ? 'rgb(247, 248, 250)' : 'rgb(18, 22, 27)'],
        'the style applies',
      )
    },
  )
}

test(
  'without JavaScript a reader reaches every page by links and changes the language on each',
  { skip },
  async () => {
    const { page, complaints } = await open({ javaScriptEnabled: false })
    const paths = sites.get('partly') ?? []
    const base = `${server.origin}/partly/`
    const [seen, queue] = [new Set<string>(), [`${base}index.html`]]
    for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
      if (seen.has(url)) continue
      seen.add(url)
      await page.goto(url)
      const hrefs = await page
        .locator('a[href]')
        .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))
      for (const href of hrefs) {
        const [to = ''] = href.split('#')
        if (to.startsWith(base) && to.endsWith('.html')) queue.push(to)
      }
    }
    assert.deepEqual([...seen].toSorted(), paths.map((path) => base + path).toSorted())
    await page.goto(`${server.origin}/partly/meldungen/3.html`)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Update 3', exact: true }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.getByRole('link', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { level: 1, name: 'Meldung 3', exact: true }).waitFor()
    assert.deepEqual(complaints, [])
  },
)

test(
  'with the keyboard alone: the first stop skips to the content, and what has the focus is seen',
  { skip },
  async () => {
    const { page } = await open()
    await page.goto(`${server.origin}/partly/index.html`)
    await page.keyboard.press('Tab')
    const skipLink = page.locator('a.skip')
    assert.ok(await skipLink.evaluate((link) => link.matches(':focus-visible')))
    const box = await skipLink.boundingBox()
    assert.ok(box !== null && box.x >= 0 && box.y >= 0, 'it comes into sight')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#content$/)
    await page.keyboard.press('Tab')
    const inside = await page
      .locator('main a')
      .first()
      .evaluate((link) => link.matches(':focus-visible'))
    assert.ok(inside, 'the next stop is inside the content')
  },
)

test('from a stick, as files: the same pages, still no complaint', { skip }, async () => {
  const { page, complaints, requests } = await open()
  const home = pathToFileURL(join(root, 'overdue', 'index.html')).href
  await page.goto(home)
  await page.getByRole('link', { name: 'Verlauf' }).click()
  await page.getByRole('heading', { level: 1, name: 'Verlauf', exact: true }).waitFor()
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Timeline', exact: true }).waitFor()
  assert.deepEqual(complaints, [])
  assert.ok(
    requests.every((url) => url.startsWith('file:') || url.startsWith('data:')),
    requests.join(),
  )
})

test('what people typed appears as they typed it and runs nothing', { skip }, async () => {
  const estate = {
    ...exampleEstate,
    provider: { ...exampleEstate.provider, name: `P ${hostile}` },
    services: exampleEstate.services.map((one) => ({
      ...one,
      name: { de: `D ${hostile}`, en: `E ${hostile}` },
    })),
  }
  const played = new PlayedCase().declare().publish('x', { de: `T ${hostile}`, en: `T ${hostile}` })
  const folder = join(root, 'hostile')
  writeSite(folder, renderSite(played.desk, estate, new Date(played.now)))
  const { page, complaints } = await open()
  await page.goto(`${server.origin}/hostile/index.html`)
  const shown = hostile.replace('\u202e', '')
  assert.equal(await page.locator('.from a').first().textContent(), `P ${shown}`)
  assert.equal(await page.locator('.service a').first().textContent(), `D ${shown}`)
  assert.equal(await page.locator('article .text').first().textContent(), `T ${shown}`)
  assert.match(await page.title(), /<script>/)
  assert.equal(await page.locator('script, b, [onmouseover]').count(), 0)
  assert.deepEqual(complaints, [])
})

test('printed: black on white, no navigation, nothing cut off, times in full', { skip }, async () => {
  const { page } = await open({ viewport: { width: 700, height: 900 }, colorScheme: 'dark' })
  await page.goto(`${server.origin}/partly/index.html`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('nav').isVisible(), false)
  assert.ok((await page.evaluate(overflow)) <= 0)
  for (const { text, ratio } of await page.evaluate(textContrasts))
    assert.ok(ratio >= 4.5, `${ratio} ${text}`)
  assert.equal(await page.evaluate(pageBackground), 'rgb(255, 255, 255)')
  const pdf = await page.pdf({ format: 'A4' })
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
})
