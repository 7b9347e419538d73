import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type Browser, chromium } from 'playwright-core'

import { exampleEstate, moments } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { renderSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'

const skip = needProgram('chromium', 'chromium')
const widget = readFileSync(
  fileURLToPath(import.meta.resolve('@statuspage/status-widget/dist/src.77de5100.js')),
  'utf8',
)
let browser: Browser
before(async () => {
  if (skip !== false) return
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(() => browser?.close())

/** A site at the root of its own address, as the widget asks for it, and a page of somebody else that embeds it. */
async function shown(name: keyof typeof moments): Promise<string> {
  const played = moments[name]()
  const site = renderSite(played.desk, exampleEstate, new Date(played.now + 3_600_000))
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    if (path === '')
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><body><script src="widget.js"></script></body>')
    if (path === 'widget.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(widget)
    const bytes = site.get(path)
    return response
      .writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(bytes)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const page = await browser.newPage()
  try {
    await page.goto(`${origin}/`)
    await page.evaluate(`document.body.innerHTML = '<statuspage-widget src="${origin}"></statuspage-widget>'`)
    await page.waitForFunction(
      `document.querySelector('statuspage-widget')?.shadowRoot?.querySelector('.status-text') !== null`,
      undefined,
      { timeout: 10_000 },
    )
    return await page.evaluate<string>(
      `(() => { const root = document.querySelector('statuspage-widget').shadowRoot
        return root.querySelector('.status-indicator').className + ': ' + root.querySelector('.status-text').textContent })()`,
    )
  } finally {
    await page.close()
    server.close()
    server.closeAllConnections()
  }
}

test('the widget of Atlassian reads our api/v2 and shows what we say, at every stage', { skip }, async () => {
  const seen: string[] = []
  for (const name of ['declared', 'restoring', 'partlyReleased', 'closed'] as const)
    seen.push(await shown(name))
  assert.deepEqual(seen, [
    'status-indicator major: Partial outage',
    'status-indicator major: Partial outage',
    'status-indicator minor: Partly degraded',
    'status-indicator none: All systems operational',
  ])
})
