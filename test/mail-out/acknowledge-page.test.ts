import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'

import { evidenceLog } from '../../packages/platform/src/adapters/database/index.ts'
import { noticeProofs } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { openNotices } from '../../packages/platform/src/core/notices/index.ts'
import {
  aNotice,
  noticeEstate,
  PlayedNotices,
} from '../../packages/platform/src/core/notices/played-notices.fixture.ts'
import { openTestOutside } from '../../packages/platform/src/doors/outside/outside.fixture.ts'
import { needProgram } from '../debian.ts'
import { violationsWithoutScripts } from '../site/axe-without-scripts.ts'
import { headingLevels, overflow, textContrasts } from '../site/shown-page.ts'

const skip = needProgram('chromium', 'chromium')
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
/** Set to a folder to look at the pages. */
const pictures = process.env['ANLAUF_PICTURES']

const outside = await openTestOutside({ perMinute: 2000 })
const browser =
  skip === false
    ? await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    : undefined
after(async () => {
  await browser?.close()
  await outside[Symbol.asyncDispose]()
})

test(
  'the page of a confirmation: phone, dark, both languages, without JavaScript, no violation',
  { skip },
  async () => {
    const played = await PlayedNotices.declared()
    await played.run({ command: 'draft', notice: aNotice() })
    await played.approve('l1')
    await played.run({ command: 'send', notice: 'l1' })
    for (const { at, actor, action, kind, data, object } of played.log.entries) {
      const draft = { at, actor, action, kind, data, ...(object !== undefined && { object }) }
      await evidenceLog(outside.database).append('case-1', [draft])
    }
    const recipients = ['alpenblick/c-alpenblick', 'nordwind/c-nordwind']
    const proofs = await noticeProofs(outside.database, randomBytes(32)).make(
      recipients.map((recipient) => ({ case: 'case-1', notice: 'l1', recipient })),
    )
    for (const [at, [language, colorScheme]] of (
      [
        ['de', 'light'],
        ['en', 'dark'],
      ] as const
    ).entries()) {
      const path = `/a/${proofs[at]?.token}?lang=${language}`
      const context = await browser?.newContext({
        viewport: { width: 320, height: 640 },
        colorScheme,
        javaScriptEnabled: true,
        bypassCSP: true,
      })
      const page = await context?.newPage()
      assert.ok(page)
      const look = async (name: string): Promise<void> => {
        await page.evaluate(axe)
        const found = await page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ')))",
        )
        assert.deepEqual(found, [], name)
        assert.ok((await page.evaluate(overflow)) <= 0, `${name} is wider than a phone`)
        assert.deepEqual((await page.evaluate(headingLevels)).slice(0, 1), [1])
        for (const { ratio, text } of await page.evaluate(textContrasts))
          assert.ok(ratio >= 4.5, `${name}: ${text} ${ratio}`)
        if (pictures !== undefined)
          await page.screenshot({
            path: join(pictures, `acknowledge-${name}-${language}.png`),
            fullPage: true,
          })
      }
      await page.goto(`${outside.url}${path}`)
      await look('ask')
      await page.goto(`${outside.url}/a/${'A'.repeat(32)}?lang=${language}`)
      await look('unknown')
      const plain = await browser?.newContext({ javaScriptEnabled: false })
      const other = await plain?.newPage()
      assert.ok(other)
      await other.goto(`${outside.url}${path}`)
      assert.deepEqual(await violationsWithoutScripts(other), [])
      await other.click('button')
      assert.match(await other.innerText('h1'), language === 'de' ? /bestätigt/ : /confirmed/)
      assert.deepEqual(await violationsWithoutScripts(other), [])
      await page.goto(`${outside.url}${path}`)
      await look('done')
      const recipient = recipients[at] ?? ''
      const session = await openNotices(evidenceLog(outside.database), 'case-1', () => noticeEstate)
      const told = { notice: 'l1', recipient, person: 'dpo', reason: 'a scanner' }
      const by = { actor: 'dpo', at: new Date().toISOString() }
      await session.execute({ command: 'void', ...told }, by)
      await page.goto(`${outside.url}${path}`)
      assert.match(await page.innerText('h1'), language === 'de' ? /zurückgenommen/ : /taken back/)
      await look('spent')
      await context?.close()
      await plain?.close()
    }
  },
)
