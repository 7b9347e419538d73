import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Timers do not run in such a page: what axe puts into them waits until the test asks for it. */
const timersByHand = `window.waiting = []
window.setTimeout = (work, _ms, ...given) => window.waiting.push(() => work(...given))`
const runWaiting = `(() => { for (const work of window.waiting.splice(0)) work(); return window.said })()`

/**
 * What axe says of a page in a browser without JavaScript, where `(scripting: none)` holds and nothing was built by a
 * script. The page runs nothing; the test's own calls do. Not looked at: what stands inside `noscript`, which axe takes
 * for hidden; no page for strangers has one.
 */
export async function violationsWithoutScripts(page: Page): Promise<readonly string[]> {
  assert.equal(await page.evaluate(`matchMedia('(scripting: none)').matches`), true, 'JavaScript is off')
  await page.evaluate(`${timersByHand}\n;${axe}\n;0`)
  const first = await axeSays(page, { type: 'tag', values: allRules })
  assert.ok(first.ran > 20, `only ${first.ran} rules found something to look at`)
  // Of all rules only this one depends on the colours.
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await axeSays(page, { type: 'rule', values: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...first.violations, ...dark.violations.map((one) => `dark: ${one}`)]
}

interface Said {
  readonly violations: readonly string[]
  readonly ran: number
  readonly failed?: string
}

async function axeSays(page: Page, runOnly: { type: string; values: readonly string[] }): Promise<Said> {
  await page.evaluate(`window.said = undefined
    axe.run(document, ${JSON.stringify({ runOnly })}).then(
      ({ violations, passes }) => {
        window.said = {
          violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' ')),
          ran: passes.length,
        }
      },
      (error) => { window.said = { violations: [], ran: 0, failed: String(error) } },
    )
    0`)
  // Three rounds are enough today.
  for (let round = 0; round < 100; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a round ends before the next
    const said = await page.evaluate<Said | undefined>(runWaiting)
    if (said === undefined) continue
    assert.equal(said.failed, undefined)
    return said
  }
  throw new Error('axe did not come to an end')
}
