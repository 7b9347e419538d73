import assert from 'node:assert/strict'
import { join } from 'node:path'

import type { Page } from 'playwright-core'

import { violations } from './running-console.ts'

/** A phone of somebody who reads German and works in the dark. */
export const darkPhone = {
  locale: 'de-DE',
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
} as const

/** No step waits for ever, and what fails inside a page is noted. */
export function watchPages(pages: readonly Page[], problems: string[]): void {
  for (const page of pages) {
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => problems.push(error.message))
  }
}

/** A screen of a case, once it is live. */
export async function openScreen(page: Page, base: string, screen: string): Promise<void> {
  await page.goto(`${base}/${screen}`)
  await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
}

/** As a lead does it who has no other case. */
export async function declareExercise(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/declare`)
  await page.getByLabel('Id of the case').fill('night-1')
  await page.getByLabel('Title').fill('Encrypted shares')
  await page.getByLabel(/EXERCISE/).check()
  await page.getByRole('button', { name: 'Declare the exercise night-1' }).click()
  await page.waitForURL(/\/cases\/night-1/)
}

/** A picture for people who look at them, where the environment names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ANLAUF_SHOTS']
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** No rule of axe is broken. */
export async function clean(page: Page, name: string): Promise<void> {
  await picture(page, name)
  assert.deepEqual(await violations(page), [], name)
}

export async function isNarrow(page: Page, name: string): Promise<void> {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  assert.ok(width <= 390, `${name} is ${width} wide`)
}

/** The same for this page and for the same address on a phone in German, which shows at least one card. */
export async function cleanInBoth(page: Page, german: Page, name: string): Promise<void> {
  await clean(page, name)
  await german.goto(page.url())
  await german.locator('main h1').waitFor()
  await german.locator('main article').first().waitFor()
  await clean(german, `${name}-de`)
  await isNarrow(german, name)
}
