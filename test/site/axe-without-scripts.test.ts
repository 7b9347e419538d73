import assert from 'node:assert/strict'
import { test } from 'node:test'

import { chromium } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { violationsWithoutScripts } from './axe-without-scripts.ts'

const skip = needProgram('chromium', 'chromium')
const body = `<main><h1>Heading</h1><p>Some words.</p><ul><li>One</li></ul><a href="#x">A link</a>
<form><label for="a">Name</label><input id="a"><button>Send</button></form></main>`

test('what only who runs no script sees is looked at, and so is the dark', { skip }, async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const found = async (javaScriptEnabled: boolean, inside: string): Promise<readonly string[]> => {
      const page = await browser.newPage({ javaScriptEnabled, colorScheme: 'light' })
      const html = `<!doctype html><html lang="en"><title>Page</title>${body}${inside}</html>`
      await page.goto(`data:text/html,${encodeURIComponent(html)}`)
      return violationsWithoutScripts(page)
    }
    assert.deepEqual(await found(false, ''), [])
    const scriptless = '<style>@media (scripting: none) { h1 { color: #ccc } }</style>'
    assert.match((await found(false, scriptless)).join(), /^color-contrast: <h1>/)
    const pale = `<style>@media (prefers-color-scheme: dark) { p { color: #999 } }</style>`
    assert.match((await found(false, pale)).join(), /^dark: color-contrast/)
    await assert.rejects(found(true, ''), /JavaScript is off/)
  } finally {
    await browser.close()
  }
})
