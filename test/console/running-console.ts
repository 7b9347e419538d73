import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

import { plugIn } from '../api/virtual-key.ts'

const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))
/** The estate of the handbook. */
export const estate = fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url))

/** A real `anlauf up` with a folder of its own, and a browser in front of it. */
export interface RunningConsole extends AsyncDisposable {
  readonly url: string
  readonly browser: Browser
  /** Everything of it lies below. */
  readonly folder: string
  /** A page of somebody who is signed in; all are the same person. */
  page(options?: BrowserContextOptions): Promise<Page>
  /** The command line beside it, on the same database. */
  anlauf(...args: string[]): Promise<string>
  /** A file with this content, for a command. */
  file(name: string, content: string): string
  /** Ends the server, or kills it; it can be started again on the same port. */
  stop(signal: 'SIGINT' | 'SIGKILL'): Promise<void>
  start(): Promise<void>
}

export async function runConsole(): Promise<RunningConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-console-'))
  const env = { ...process.env, ANLAUF_HOME: join(folder, 'home'), DATABASE_URL: '' }
  let server = await up(env, '127.0.0.1:0')
  const { url, firstLink } = server
  const browser = await launchBrowser()
  const cookies = await signIn(browser, firstLink ?? '')
  const stop = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    const ended = once(server.child, 'exit')
    server.child.kill(signal)
    await ended
  }
  return {
    url,
    browser,
    folder,
    async page(options) {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options })
      await context.addCookies(cookies)
      return context.newPage()
    },
    async anlauf(...args) {
      const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { env })
      return stdout
    },
    file(name, content) {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    },
    stop,
    async start() {
      server = await up(env, new URL(url).host.replace('localhost', '127.0.0.1'))
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      if (server.child.exitCode === null && server.child.signalCode === null) await stop('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** It reaches nothing but this machine. */
export function launchBrowser(): Promise<Browser> {
  const only = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', only] })
}

async function up(
  env: NodeJS.ProcessEnv,
  listen: string,
): Promise<{ child: ChildProcess; url: string; firstLink: string | null }> {
  const child = spawn(process.execPath, [main, 'up', '--listen', listen, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (data: Buffer) => void (errors += data.toString()))
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number]
  assert.ok(said instanceof Buffer, `it started: ${errors}`)
  const line = JSON.parse(said.toString()) as { url: string; firstLink: string | null; console: string }
  assert.equal(line.console, 'ready')
  return { child, ...line }
}

/** The first person registers a passkey, as it is done on a new installation. */
export async function signIn(browser: Browser, link: string) {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await plugIn(page)
  await page.goto(link)
  await page.getByLabel('Your name').fill('anna')
  await page.getByRole('button', { name: 'Register a passkey' }).click()
  await page.getByRole('link', { name: 'Open the console' }).waitFor()
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

/** The rules of WCAG 2.2 A and AA that a program can check; every one that is broken, with where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )
  const { violations } = found as { violations: { id: string; nodes: { target: string[] }[] }[] }
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
