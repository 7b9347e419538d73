import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createCipheriv, createHash, generateKeyPairSync } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { after, test } from 'node:test'

import { startScanners } from '../../adapters/scanners/index.ts'
import { publicPem } from '../../core/evidence/index.ts'
import { dropper } from '../../drill/content/dropper.ts'
import type { HistoryReport } from '../../phases/detect/index.ts'
import { exampleEstate, openCli } from './cli.fixture.ts'

/** The story of one incident, told through the command line alone. Each test needs those before it. */
const cli = openCli({ startScanner: startScanners })
after(() => cli[Symbol.asyncDispose]())

const share = (name: string): string => cli.at('srv/share', name)
const plain = Buffer.from(
  'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'.repeat(60),
)
const encrypted = [
  'nordwind/offer-1.txt',
  'nordwind/offer-2.txt',
  'alpenblick/offer-1.txt',
  'alpenblick/offer-2.txt',
]
const snapshots: string[] = []
const inCase = ['--case', 'night-1'] as const
const run = [
  'recover',
  'run',
  '--plan',
  cli.at('plan.json'),
  '--clean-room',
  cli.at('clean'),
  '--quarantine',
  cli.at('held'),
]
const release = ['recover', 'release', ...inCase, '--unit', 'nordwind', '--clean-room', cli.at('clean')]

test('a folder is backed up night after night; in the last one files are encrypted', async () => {
  for (const tenant of ['nordwind', 'alpenblick']) {
    mkdirSync(share(tenant), { recursive: true })
    for (const name of ['offer-1.txt', 'offer-2.txt', 'diary.txt'])
      writeFileSync(share(`${tenant}/${name}`), `${name}\n${plain.toString()}`)
  }
  writeFileSync(share('nordwind/viewer.js'), dropper())
  await cli.json(['repo', 'init'])
  for (const night of [2, 3, 4]) {
    if (night === 3) appendFileSync(share('nordwind/diary.txt'), 'A quiet day.\n')
    if (night === 4) for (const name of encrypted) encrypt(share(name))
    snapshots.push(await backup(`2026-03-0${night}`))
  }
})

async function backup(day: string): Promise<string> {
  const made = await cli.json<{ snapshot_id: string }>([
    'repo',
    'backup',
    '--host',
    'files1',
    '--time',
    `${day}T02:00:00Z`,
    '--as-root',
    cli.folder,
    cli.at('srv/share'),
  ])
  return made.snapshot_id
}

/** AES-256-CTR with a fixed key, as a plain attacker would. */
function encrypt(file: string): void {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16, 9))
  writeFileSync(file, Buffer.concat([cipher.update(readFileSync(file)), cipher.final()]))
}

test('detection names the night, the customers, the files and their clean versions', async () => {
  const report = await cli.json<HistoryReport>(['detect', 'history', '--estate', exampleEstate])
  assert.deepEqual(
    report.snapshots.map(({ id, host, paths }) => [id, host, paths]),
    snapshots.map((id) => [id, 'files1', ['/srv/share']]),
  )
  const onset = {
    after: snapshots[1],
    before: snapshots[2],
    from: '2026-03-03T02:00:00Z',
    to: '2026-03-04T02:00:00Z',
  }
  assert.deepEqual(report.onset, onset)
  assert.deepEqual(
    report.tenants.map(({ tenant, onset: began, filesHit }) => ({ tenant, onset: began, filesHit })),
    ['alpenblick', 'nordwind'].map((tenant) => ({ tenant, onset, filesHit: 2 })),
  )
  for (const { scores } of report.tenants) assert.ok(scores.sum >= 13_816 && scores.stock >= 13_816)
  const convicted = report.files.filter(({ versions }) => versions.at(-1)?.verdict === 'convicted')
  assert.deepEqual(
    convicted.map(({ path }) => path).sort(),
    encrypted.map((name) => `/srv/share/${name}`).sort(),
  )
  for (const { newestClean, versions } of convicted) {
    assert.equal(newestClean, snapshots[1])
    assert.ok((versions.at(-1)?.reasons ?? []).length > 0)
  }
  const { stdout, stderr, exitCode } = await cli.run('detect', 'history', '--estate', exampleEstate)
  assert.equal(exitCode, 0, stderr)
  assert.match(stdout, new RegExp(`${snapshots[2]?.slice(0, 8)}.* 4 +4 +0 +0 +<- encryption began`))
  assert.match(stdout, /nordwind +2 files +after 2026-03-03 02:00:00 UTC, before 2026-03-04 02:00:00 UTC/)
  assert.match(stdout, /anlauf case declare/)
})

test('a case is declared; isolation counts only when nothing was reached', async () => {
  const early = await cli.run('case', 'show', ...inCase)
  assert.match(early.stderr, /There is no case "night-1" in .*home/)
  const onset = ['--onset-from', '2026-03-03T02:00:00Z', '--onset-to', '2026-03-04T02:00:00Z']
  const declare = [
    'case',
    'declare',
    ...inCase,
    '--title',
    'Encrypted file server',
    '--estate',
    exampleEstate,
  ]
  const flags = ['--exercise', '--system', 'files1', ...onset]
  const declared = await cli.json<{ services: string[] }>([...declare, ...flags])
  assert.deepEqual(declared.services, ['share', 'document-service'])
  const again = await cli.run(...declare)
  assert.match(again.stderr, /declared already/)

  const isolated = ['case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', cli.at('proof.json')]
  const probes = (reached: boolean): string =>
    JSON.stringify([
      { path: '/srv/share', reached: false },
      { path: '/srv/mail', reached },
    ])
  writeFileSync(cli.at('proof.json'), probes(true))
  const open = await cli.run(...isolated)
  assert.equal(open.exitCode, 1)
  assert.match(open.stderr, /1 of 2 probes reached[^]*\/srv\/mail/)
  assert.equal((await show()).isolation, undefined, 'nothing was recorded')
  writeFileSync(cli.at('proof.json'), probes(false))
  const { proof } = await cli.json<{ proof: string }>(isolated)
  assert.equal(proof, createHash('sha256').update(probes(false)).digest('hex'))
  assert.equal((await show()).isolation?.proof, proof)
})

interface Shown {
  readonly isolation?: { readonly proof: string }
  readonly units: readonly {
    readonly unit: string
    readonly stage: string
    readonly missing: readonly string[]
    readonly approvals: readonly unknown[]
  }[]
}

function show(): Promise<Shown> {
  return cli.json<Shown>(['case', 'show', ...inCase])
}

async function stageOf(unit: string): Promise<string | undefined> {
  return (await show()).units.find((one) => one.unit === unit)?.stage
}

test('the plan shows what would be restored before anything runs, and is never overwritten', async () => {
  const plan = ['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', cli.at('plan.json')]
  const shown = await cli.run(...plan)
  assert.equal(shown.exitCode, 0, shown.stderr)
  assert.match(
    shown.stdout,
    /nordwind: 4 files, [\d.]+ KiB, 0 left out[^]*2 {2}an older version: the newest ones are encrypted/,
  )
  assert.equal(await stageOf('nordwind'), 'restorePointsChosen')
  const again = await cli.run(...plan)
  assert.equal(again.exitCode, 1)
  assert.match(again.stderr, /exists already/)
  const dry = await cli.run(...run, ...inCase, '--dry-run')
  assert.match(dry.stdout, /free\.\nDry run: nothing was restored\./)
  assert.ok(!existsSync(cli.at('clean')) && !existsSync(cli.at('held')))
})

test('the run restores clean versions and keeps the dropper out', async () => {
  const { stdout, stderr, exitCode } = await cli.run(...run, ...inCase)
  assert.equal(exitCode, 0, stderr)
  assert.match(stdout, /nordwind: 3 files.* read back; 1 in quarantine, 0 for a person; recorded/)
  assert.match(stdout, /quarantine {2}files1:\/srv\/share\/nordwind\/viewer\.js {2}anlauf_drill_dropper/)
  const root = cli.at('clean/nordwind/files/files1/srv/share/nordwind')
  assert.deepEqual(readdirSync(root).sort(), ['diary.txt', 'offer-1.txt', 'offer-2.txt'])
  assert.equal(readFileSync(`${root}/offer-1.txt`, 'utf8'), `offer-1.txt\n${plain.toString()}`)
  assert.equal(await stageOf('nordwind'), 'scanned')
})

test('the same run once more goes on where it stopped and records nothing new', async () => {
  const before = await entries()
  const again = await cli.json<{ resumed: boolean; scanned: number; units: { inCase: string }[] }>([
    ...run,
    ...inCase,
  ])
  assert.equal(again.resumed, true)
  assert.equal(again.scanned, 0)
  assert.deepEqual(
    again.units.map(({ inCase: what }) => what),
    ['unchanged', 'unchanged'],
  )
  assert.equal(await entries(), before)
})

async function entries(): Promise<number> {
  return (await cli.json<{ entries: number }>(['evidence', 'verify', ...inCase])).entries
}

test('a release is refused and says what is missing', async () => {
  const refused = await cli.run(...release, '--target', cli.at('released'))
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /- missing: approval by two different people with two different keys/)
  assert.match(refused.stderr, /What to do: .*anlauf recover approve --case night-1 --unit nordwind/)
  const never = await cli.run(...release.with(5, 'lindenhof'), '--target', cli.at('released'))
  for (const what of [
    /a restore into the clean room/,
    /a verification/,
    /a verdict for every file/,
    /approval by two/,
  ]) {
    assert.match(never.stderr, what)
  }
  assert.ok(!existsSync(cli.at('released')))
})

test('two people approve with two keys; one person, one key or a stranger is not enough', async () => {
  for (const person of ['anna', 'bernd']) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${person}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
    writeFileSync(cli.at(`${person}.pem`), publicPem(privateKey))
    await cli.json([
      'case',
      'approver',
      ...inCase,
      '--person',
      person,
      '--role',
      'service-owner',
      '--public-key',
      cli.at(`${person}.pem`),
    ])
  }
  const twin = await cli.run(
    'case',
    'approver',
    ...inCase,
    '--person',
    'clara',
    '--role',
    'lead',
    '--public-key',
    cli.at('anna.pem'),
  )
  assert.match(twin.stdout, /anna has the same key/)
  const secret = await cli.run(
    'case',
    'approver',
    ...inCase,
    '--person',
    'dora',
    '--role',
    'lead',
    '--public-key',
    cli.at('anna.key'),
  )
  assert.match(secret.stderr, /holds a private key\. It was not registered\./)

  const dry = await approve('anna', 'anna', '--dry-run')
  assert.match(dry.stdout, /"contentHash":"[0-9a-f]{64}","expiresAt":"[^"]+","person":"anna"/)
  assert.match(dry.stdout, /nothing was signed/)
  assert.match((await approve('anna', 'anna')).stdout, /a second person with an own key is missing/)
  const refusals: [string, string, RegExp][] = [
    ['anna', 'anna', /anna, or the same key, approved nordwind already/],
    ['clara', 'anna', /or the same key, approved nordwind already/],
    ['bernd', 'anna', /is not the key that was registered for bernd/],
    ['emil', 'bernd', /emil is not registered/],
  ]
  for (const [person, key, message] of refusals) {
    const refused = await approve(person, key)
    assert.equal(refused.exitCode, 1, `${person} with the key of ${key}`)
    assert.match(refused.stderr, message)
  }
  const half = (await show()).units.find(({ unit }) => unit === 'nordwind')
  assert.deepEqual([half?.stage, half?.approvals.length], ['scanned', 1])
  chmodSync(cli.at('bernd.key'), 0o644)
  const second = await approve('bernd', 'bernd')
  assert.match(second.stdout, /approved by anna and bernd\./)
  assert.match(second.stderr, /Warning: other accounts may use the key/)
  assert.equal(await stageOf('nordwind'), 'approved')
})

function approve(person: string, key: string, ...more: string[]): ReturnType<typeof cli.run> {
  return cli.run(
    'recover',
    'approve',
    ...inCase,
    '--unit',
    'nordwind',
    '--person',
    person,
    '--key',
    cli.at(`${key}.key`),
    ...more,
  )
}

test('other rules, or a file that somebody touched, keep the gate closed', async () => {
  mkdirSync(cli.at('rules'))
  writeFileSync(cli.at('rules/new.yar'), 'rule newer { strings: $a = "something new" condition: $a }')
  const newer = await cli.run(...release, '--target', cli.at('released'), '--rules', cli.at('rules'))
  assert.match(newer.stderr, /- missing: a scan with the rules that are in force now/)
  const file = cli.at('clean/nordwind/files/files1/srv/share/nordwind/diary.txt')
  const content = readFileSync(file)
  chmodSync(file, 0o600)
  writeFileSync(file, content.toString().replace('quiet', 'QUIET'))
  const touched = await cli.run(...release, '--target', cli.at('released'))
  assert.match(touched.stderr, /diary\.txt is not what was scanned/)
  assert.deepEqual(released(), [])
  const again = await cli.run(...run, ...inCase)
  assert.match(again.stdout, /nordwind: 3 files.* read back; .*; nothing new to record/)
  assert.deepEqual(readFileSync(file), content, 'the run restored it')
  assert.equal(await stageOf('nordwind'), 'approved', 'what was recorded still stands')
})

function released(): string[] {
  const folder = cli.at('released')
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => statSync(`${folder}/${name}`).isFile())
    : []
}

test('the release hands over exactly the restored files, once, and later runs do not take it back', async () => {
  const done = await cli.json<{ files: number }>([...release, '--target', cli.at('released')])
  assert.equal(done.files, 3)
  assert.equal(released().length, 3)
  for (const name of released()) {
    assert.deepEqual(readFileSync(cli.at('released', name)), readFileSync(cli.at('clean', name)))
  }
  const twice = await cli.run(...release, '--target', cli.at('released'))
  assert.match(twice.stderr, /Code: nothing-to-do/)
  const rerun = await cli.run(...run, ...inCase)
  assert.match(rerun.stdout, /Not run, because released already: nordwind/)
  const plan = ['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out']
  const same = await cli.json<{ case: unknown }>([...plan, cli.at('same.json')])
  const none = { recorded: [], released: [], notInCase: [] }
  assert.deepEqual(same.case, { ...none, unchanged: ['nordwind', 'alpenblick'] })
  writeFileSync(share('nordwind/offer-3.txt'), 'written after the release\n')
  await backup('2026-03-09')
  const later = await cli.json<{ case: unknown }>([...plan, cli.at('later.json')])
  assert.deepEqual(later.case, { ...none, recorded: ['alpenblick'], released: ['nordwind'], unchanged: [] })
  assert.equal(await stageOf('nordwind'), 'released')
})

test('the evidence of it all verifies here, and in the export with a shell alone', async () => {
  const to = cli.at('evidence')
  const { fingerprint } = await cli.json<{ fingerprint: string }>([
    'evidence',
    'export',
    ...inCase,
    '--to',
    to,
  ])
  const shell = execFileSync('sh', ['verify.sh', fingerprint], { cwd: to, encoding: 'utf8' })
  const { stdout } = await cli.run(
    'evidence',
    'verify',
    ...inCase,
    '--checkpoint',
    cli.at('evidence/checkpoint'),
  )
  assert.match(stdout, /^VERIFIED: [^]*continues 1 checkpoint/)
  assert.equal(/last entry (\w{64})/.exec(shell)?.[1], /last entry (\w{64})/.exec(stdout)?.[1])
})

test('the public site comes from the case alone and names no customer', async () => {
  await cli.json(['site', 'write', ...inCase, '--estate', exampleEstate, '--to', cli.at('site')])
  const status = readFileSync(cli.at('site/status.json'), 'utf8')
  assert.match(status, /partial_outage/, 'one of four customers is back')
  assert.doesNotMatch(status + readFileSync(cli.at('site/index.html'), 'utf8'), /nordwind/i)
})
