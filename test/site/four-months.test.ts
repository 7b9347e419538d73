import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'

import { needProgram } from '../debian.ts'
import { violationsWithoutScripts } from './axe-without-scripts.ts'
import { csafProblemsIn } from './csaf-validator.ts'
import { serveFolder } from './serve-folder.ts'
import { overflow } from './shown-page.ts'
import { stockToolsAgree } from './stock-check.ts'

const noOpenssl = needProgram('openssl', 'openssl')
const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'anlauf-four-months-'))
// PostgreSQL runs under an account of its own below it.
chmodSync(root, 0o711)
after(() => rmSync(root, { recursive: true, force: true }))

interface Score {
  readonly firstWordHours: number
  readonly longestGapHours: number
  readonly updates: number
  readonly byTimer: number
  readonly refused: number
  readonly latePromises: readonly number[]
  readonly letThrough: readonly string[]
  readonly corrected: readonly { readonly number: number; readonly hours: number }[]
  readonly reasons: readonly string[]
  readonly evidence: { readonly entries: number; readonly verified: boolean }
  readonly edition: { readonly sequence: number; readonly fingerprint: string; readonly problems: string[] }
}

/** Replays a story and reads what it says; `change` makes another story of the ready one. */
function replay(
  name: string,
  change?: (story: string) => string,
): { status: number | null; score?: Score; stderr: string; folder: string } {
  const folder = join(root, name)
  const story = join(root, `${name}-story`)
  cpSync(at('examples/four-months'), story, { recursive: true })
  const file = join(story, 'story.yaml')
  if (change !== undefined) {
    const ready = readFileSync(file, 'utf8')
    const changed = change(ready)
    assert.notEqual(changed, ready, 'the change finds its place')
    writeFileSync(file, changed)
  }
  const run = spawnSync(
    process.execPath,
    [at('packages/platform/src/main.ts'), 'drill', 'replay', '--to', folder, '--story', file, '--json'],
    { encoding: 'utf8', env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/real-cases' } },
  )
  const { status, stdout, stderr } = run
  return { status, folder, stderr, ...(stdout.startsWith('{') && { score: JSON.parse(stdout) as Score }) }
}

let ready: ReturnType<typeof replay>

test('four months in one go: the first word in time, every promise kept, every temptation refused, drifted claims corrected', () => {
  ready = replay('ready')
  const { status, score, folder, stderr } = ready
  assert.equal(status, 0, stderr)
  assert.ok(score)
  assert.deepEqual(score.reasons, [])
  assert.ok(score.firstWordHours <= 4)
  assert.ok(score.longestGapHours <= 168)
  assert.deepEqual(score.latePromises, [])
  assert.ok(score.refused >= 10 && score.letThrough.length === 0)
  assert.ok(
    score.byTimer > 10 && score.updates - score.byTimer >= 14,
    'as many updates by people as the incident had',
  )
  assert.equal(score.corrected.length, 3)
  assert.ok(score.evidence.verified && score.evidence.entries > 200)

  const site = join(folder, 'site')
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.html'),
  )
  const german = pages.filter((path) => /^meldungen\/\d+\.html$/.test(path))
  assert.equal(german.length, score.updates, 'every update has its page')
  for (const path of german)
    assert.ok(existsSync(join(site, 'en', path.replace('meldungen', 'updates'))), path)
  const all = pages.map((path) => readFileSync(join(site, path), 'utf8')).join('\n')
  for (const name of ['Kranichsee', 'Birkenfeld', 'Möwenburg'])
    assert.ok(!all.includes(name), `${name} is a customer`)
  assert.match(
    readFileSync(join(site, 'meldungen/4.html'), 'utf8'),
    /href="[^"]*9\.html"/,
    'the wrong update points to its correction',
  )
  const page = (path: string): string => readFileSync(join(site, path), 'utf8')
  assert.match(page('meldungen/index.html'), /\d+ Meldungen ohne Neues/, 'quiet ones share a line')
  assert.doesNotMatch(page('index.html'), /gibt es nichts Neues/, 'and do not bury the news')
  assert.match(
    page('en/updates/6.html'),
    /This concerns: Mail, Applications, File share\./,
    'narrowed to these',
  )
  assert.match(all, /Übung|Exercise/, 'it is marked as an exercise')
})

const noBrowser = needProgram('chromium', 'chromium')
test(
  'every page of the replay, on a phone without JavaScript: axe finds nothing, in light and dark, none is too wide',
  { skip: noBrowser },
  async () => {
    const site = join(ready.folder, 'site')
    const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.html'),
    )
    const server = await serveFolder(site)
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage({
        viewport: { width: 320, height: 640 },
        javaScriptEnabled: false,
      })
      for (const path of pages) {
        await page.goto(`${server.origin}/${path}`)
        const found = (await violationsWithoutScripts(page)).filter(
          // The live page loads itself again for who opened it for that; no other page does.
          (one) => !(path.endsWith('live/index.html') && one.startsWith('meta-refresh')),
        )
        assert.deepEqual(found, [], path)
        assert.ok((await page.evaluate(overflow)) <= 0, `${path} is wider than its window`)
      }
    } finally {
      await browser.close()
      server.close()
    }
    assert.ok(pages.length > 2 * (ready.score?.updates ?? Infinity), `${pages.length} pages`)
  },
)

test(
  'the site of the replay is a signed edition of an exercise: site verify says so, and openssl alone',
  { skip: noOpenssl },
  () => {
    const { score, folder } = ready
    assert.ok(score)
    const { sequence, fingerprint, problems } = score.edition
    assert.deepEqual([sequence, problems], [1, []])
    const site = join(folder, 'site')
    assert.ok(stockToolsAgree(site, fingerprint))
    const verify = ['site', 'verify', '--fingerprint', fingerprint, site]
    const run = spawnSync(process.execPath, [at('packages/platform/src/main.ts'), ...verify], {
      encoding: 'utf8',
      env: { ...process.env, ANLAUF_HOME: join(root, 'reader') },
    })
    assert.equal(run.status, 0, run.stdout + run.stderr)
    assert.match(run.stdout, /Verified: .*exercise incident/)
    const bundle = JSON.parse(readFileSync(join(site, 'bundle.json'), 'utf8')) as { exercise: boolean }
    assert.equal(bundle.exercise, true)
    const papers = readdirSync(join(site, 'pdf'), { recursive: true, encoding: 'utf8' })
    assert.ok(papers.filter((name) => name.endsWith('.pdf')).length >= 2 * score.updates, 'on paper too')
    writeFileSync(join(site, 'index.html'), 'All is well.')
    assert.equal(stockToolsAgree(site, fingerprint), false)
  },
)

test('the warning of the replay is CSAF 2.0 to the official validator, in both languages', async () => {
  const problems = await csafProblemsIn(join(ready.folder, 'site'))
  assert.equal(Object.keys(problems).length, 2)
  for (const [path, found] of Object.entries(problems)) assert.deepEqual(found, [], path)
})

/** What fits only the ready story: a slip names a number, and a report without a promise of its own needs one in force. */
const withoutEnd = (story: string): string =>
  story.replaceAll(/^.*update: (?:typo|closing|tempted-closing-first)\b.*\n/gm, '')

test('without an approved "no news" promises run out, and the replay fails for it', () => {
  const { status, score } = replay('silent', (story) =>
    withoutEnd(story).replace(/^.*say: \{ update: no-news-weekly.*\n/m, ''),
  )
  assert.equal(status, 1)
  assert.ok((score?.latePromises.length ?? 0) >= 2)
  assert.match(score?.reasons.join('\n') ?? '', /promises ran out/)
  assert.match(score?.reasons.join('\n') ?? '', /days passed without a word/)
})

test('what should be refused and is not fails the replay; what is refused unasked ends it with the finding', () => {
  const through = replay('through', (story) =>
    story.replace('note: "offline by plan", say:', 'note: "offline by plan", refused: promised-date, say:'),
  )
  assert.equal(through.status, 1)
  assert.deepEqual(through.score?.letThrough, ['offline by plan'])
  const ended = replay('ended', (story) => story.replace('refused: contradicts-claim, draft', 'draft'))
  assert.equal(ended.status, 1)
  assert.match(ended.stderr, /Es sind keine Daten abgeflossen/)
  assert.match(ended.stderr, /drill-failed/)
})

test('a correction that is not made fails the replay', () => {
  const { status, score, stderr } = replay('uncorrected', (story) =>
    withoutEnd(story)
      .replace(/^.*say: \{ update: credentials-narrowed.*\n/m, '')
      .replace(/^.*say: \{ update: outflow-corrected.*\n/m, '')
      .replaceAll(/^.*say: \{ update: faq-[12],.*\n/gm, ''),
  )
  assert.equal(status, 1, stderr)
  assert.match(score?.reasons.join('\n') ?? '', /2 corrections are open/)
})

test('a folder that holds something is left as it is', () => {
  const folder = join(root, 'mine')
  cpSync(at('examples/four-months/texts'), folder, { recursive: true })
  const before = readdirSync(folder)
  const { status, stderr } = replay('mine')
  assert.notEqual(status, 0)
  assert.match(stderr, /is not empty/)
  assert.deepEqual(readdirSync(folder), before)
})
