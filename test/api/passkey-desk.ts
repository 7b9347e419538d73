import type { Browser, BrowserContext, Page } from 'playwright-core'

import type { TestApi } from '../../packages/platform/src/doors/api/api.fixture.ts'
import { plugIn, type VirtualKey } from './virtual-key.ts'

/** A person's browser with a security key of its own. */
export interface Desk {
  readonly context: BrowserContext
  readonly page: Page
  readonly key: VirtualKey
}

export const chromium = {
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
}

export async function openDesk(browser: Browser): Promise<Desk> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  return { context, page, key: await plugIn(page) }
}

export interface Answer {
  readonly status: number
  readonly json: unknown
}

/** A call by the page itself, as the console makes it. */
export async function call(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) })
      const text = await answer.text()
      return { status: answer.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  )
}

/** Registers a passkey through a link, by hand as people do it. */
export async function join({ page }: Desk, link: string, name?: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(link)
  if (name !== undefined) await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Register a passkey' }).click()
  await page
    .getByRole('status')
    .filter({ hasText: /Signed in as/ })
    .waitFor()
}

/** A link that the account of the server makes: the person's key is one of the first. */
export async function accountLink(api: TestApi, person: string, roles: readonly string[]): Promise<string> {
  const answer = await fetch(`${api.url}/api/invitations`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ person, roles }),
  })
  return ((await answer.json()) as { url: string }).url
}

/** What the authenticator says to options of the server; a string with the browser's reason when it does not sign. */
export async function assertion(page: Page, publicKey: unknown): Promise<unknown> {
  // As text: what runs here is the browser's, and so are its names.
  return page.evaluate(`(async (json) => {
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json)
      return (await navigator.credentials.get({ publicKey })).toJSON()
    } catch (error) {
      return String(error)
    }
  })(${JSON.stringify(publicKey)})`)
}
