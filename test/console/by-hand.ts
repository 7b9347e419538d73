import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Locator, Page } from 'playwright-core'

/** What people do by hand on the screens of a case, step by step as they do it. */
interface Wanted {
  readonly title: string
  readonly unit?: string
  /** What the button says where no tenant is named. */
  readonly all?: string
}

/** Beside a dozen other programs ten nights of four customers take two minutes; alone, ten seconds. */
const longestMs = 300_000

/** Asks for work on the screen and waits for its end there. */
export async function work(
  page: Page,
  kind: string,
  { title, unit, all = 'all tenants' }: Wanted,
): Promise<Locator> {
  await page.getByRole('combobox', { name: /^Work/ }).selectOption(kind)
  if (unit !== undefined) await page.getByRole('combobox', { name: /^Tenant/ }).selectOption(unit)
  // A tenant's name stands before its id as soon as the estate is read.
  const of = (who: string): RegExp => new RegExp(`${title} · (?:[^·]*\\()?${who}\\)?`)
  const same = page.locator('.job').filter({ hasText: of(unit ?? 'all tenants') })
  const already = await same.count()
  await page.getByRole('button', { name: of(unit ?? all) }).click()
  await same.nth(already).waitFor()
  const card = same.first()
  await card.getByText(/^(done|failed)$/).waitFor({ timeout: longestMs })
  return card
}

export async function done(page: Page, kind: string, wanted: Wanted): Promise<Locator> {
  const card = await work(page, kind, wanted)
  await card
    .getByText('done', { exact: true })
    .waitFor({ timeout: 1_000 })
    .catch(async () => {
      assert.fail(`${kind}: ${await card.innerText()}`)
    })
  return card
}

export async function sign(page: Page, card: Locator): Promise<void> {
  const digits = await card.locator('.hash-digits').first().innerText()
  await card.getByRole('button', { name: 'Approve …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  assert.equal(await dialog.locator('.hash-digits').innerText(), digits, 'what is signed is what was shown')
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText('Signed and recorded.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

/** Somebody with several roles has a button in each of them; all go with one answer. */
export async function gone(buttons: Locator): Promise<void> {
  for (let tries = 0; (await buttons.count()) > 0; tries += 1) {
    assert.ok(tries < 1_200, 'the answer is shown')
    await sleep(50)
  }
}

interface Line {
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The log as it is now, as the browser gets it. */
export async function entriesOf(page: Page, caseId: string): Promise<readonly Line[]> {
  const text = await page.evaluate<string>(
    `fetch('/api/cases/${caseId}/evidence.ndjson').then((answer) => answer.text())`,
  )
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}
