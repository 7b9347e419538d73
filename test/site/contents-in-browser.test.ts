import assert from 'node:assert/strict'
import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

import { exampleEstate } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import {
  playedContents,
  playedToTheEnd,
} from '../../packages/platform/src/phases/inform/content/contents.fixture.ts'
import { renderSite, writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'
import { serveFolder } from './serve-folder.ts'
import { overflow, textContrasts } from './shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const root = mkdtempSync(join(tmpdir(), 'anlauf-contents-'))
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
let browser: Browser
let server: Awaited<ReturnType<typeof serveFolder>>
let pages: readonly string[] = []

after(() => rmSync(root, { recursive: true, force: true }))
before(async () => {
  if (skip !== false) return
  for (const [name, played] of [
    ['contents', playedContents()],
    ['end', playedToTheEnd()],
  ] as const) {
    const files = renderSite(played.desk, exampleEstate, new Date(played.now + 3_600_000))
    writeSite(join(root, name), files)
    pages = [
      ...pages,
      ...[...files.keys()].filter((path) => path.endsWith('.html')).map((path) => `${name}/${path}`),
    ]
  }
  server = await serveFolder(root)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  server.close()
})

/** One page of each kind, in both languages: the rest look like one of them. */
const kinds =
  /^contents\/(?:en\/)?(?:index|fragen|questions|verlauf|timeline|(?:hintergrund|background)\/.*|(?:meldungen|updates)\/(?:index|6|7|8|10|11|12|14)|(?:dienste|services)\/mail)\.html$|^end\/(?:en\/)?(?:meldungen|updates)\/15\.html$/

async function each(
  options: BrowserContextOptions,
  look: (page: Page, path: string) => Promise<void>,
): Promise<number> {
  // The pages carry no script; axe needs timers, which a browser without JavaScript does not run.
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const shown = pages.filter((path) => kinds.test(path))
  for (const path of shown) {
    await page.goto(`${server.origin}/${path}`)
    await look(page, path)
  }
  await context.close()
  return shown.length
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}, 320 px: no violation of WCAG 2.2 AA, nothing too wide`, { skip }, async () => {
    const seen = await each({ viewport: { width: 320, height: 700 }, colorScheme }, async (page, path) => {
      assert.ok((await page.evaluate(overflow)) <= 0, `${path} is too wide`)
      await page.evaluate(axe)
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const found = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`)) as {
        violations: { id: string; nodes: { target: string[] }[] }[]
        passes: unknown[]
      }
      assert.ok(found.passes.length > 10, 'the rules ran')
      assert.deepEqual(
        found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
        [],
        path,
      )
    })
    assert.ok(seen >= 24, `${seen} pages`)
  })
}

test('printed: all text is black on white, nothing cut off', { skip }, async () => {
  await each({ viewport: { width: 700, height: 900 }, colorScheme: 'dark' }, async (page, path) => {
    await page.emulateMedia({ media: 'print' })
    assert.ok((await page.evaluate(overflow)) <= 0, path)
    for (const { text, ratio } of await page.evaluate(textContrasts))
      assert.ok(ratio >= 4.5, `${path} ${ratio} ${text}`)
  })
})
