import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, test } from 'node:test'

import JSZip from 'jszip'

import { startScanners } from '../../../../adapters/scanners/index.ts'
import { publicPem } from '../../../../core/evidence/index.ts'
import { dropper } from '../../../../drill/content/dropper.ts'
import type { QueueGroup } from '../../../../phases/recover/index.ts'
import { exampleEstate, openCli } from '../../cli.fixture.ts'

/** What was written near an incident, decided through the command line alone. Each test needs those before it. */
const cli = openCli({ startScanner: startScanners })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1'] as const
const prose = 'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'.repeat(60)

interface Made {
  readonly window: { readonly from: string } | null
  readonly units: readonly {
    readonly unit: string
    readonly convicted: number
    readonly forAPerson: number
  }[]
}

interface Listed {
  readonly groups: readonly QueueGroup[]
}

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const place = cli.at('srv/share', name)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, content)
  }
}

async function backup(day: string): Promise<void> {
  const at = ['--host', 'files1', '--time', `${day}T02:00:00Z`, '--as-root', cli.folder]
  await cli.json(['repo', 'backup', ...at, cli.at('srv/share')])
}

const make = (out: string, ...more: string[]): Promise<Made> =>
  cli.json<Made>([
    'recover',
    'queue',
    'make',
    ...inCase,
    '--estate',
    exampleEstate,
    '--out',
    cli.at(out),
    ...more,
  ])

/** A zip whose one member says that it is encrypted: no engine looks into it. */
async function sealedZip(): Promise<Buffer> {
  const zip = new JSZip()
  zip.file('letter.txt', randomBytes(600))
  const bytes = await zip.generateAsync({ type: 'nodebuffer' })
  for (const [mark, flags] of [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const) {
    const at = bytes.indexOf(mark) + flags
    bytes.writeUInt16LE(bytes.readUInt16LE(at) | 1, at)
  }
  return bytes
}

test('an attacker leaves a script and encrypts; people go on working', async () => {
  for (const tenant of ['nordwind', 'alpenblick']) {
    for (const name of ['offer-1.txt', 'offer-2.txt', 'diary.txt'])
      write({ [`${tenant}/${name}`]: `${name}\n${prose}` })
  }
  write({ 'nordwind/sealed.zip': await sealedZip(), 'nordwind/other.zip': await sealedZip() })
  await cli.json(['repo', 'init'])
  await backup('2026-03-02')
  await backup('2026-03-07')
  write({
    'nordwind/diary.txt': `diary.txt\n${prose}Ein ruhiger Tag.\n`,
    'nordwind/update.sh': '#!/bin/sh\necho hello\n',
    'nordwind/viewer.js': dropper(),
  })
  await backup('2026-03-08')
  for (const tenant of ['nordwind', 'alpenblick'])
    for (const name of ['offer-1.txt', 'offer-2.txt']) write({ [`${tenant}/${name}`]: randomBytes(4096) })
  write({ 'nordwind/plan.dat': randomBytes(3000) })
  await backup('2026-03-09')
  await cli.json([
    'case',
    'declare',
    ...inCase,
    '--title',
    'Encrypted',
    '--estate',
    exampleEstate,
    '--exercise',
  ])
})

test('the queue holds what changed in the window, and nothing is written twice', async () => {
  const made = await make('queue.jsonl')
  assert.equal(made.window?.from, '2026-03-05T02:00:00.000Z')
  assert.deepEqual(
    made.units.map(({ unit, convicted, forAPerson }) => [unit, convicted, forAPerson]),
    [
      ['alpenblick', 2, 0],
      ['nordwind', 2, 3],
    ],
  )
  const again = await cli.run(
    'recover',
    'queue',
    'make',
    ...inCase,
    '--estate',
    exampleEstate,
    '--out',
    cli.at('queue.jsonl'),
  )
  assert.match(again.stderr, /exists already/)
  const half = await cli.run(
    'recover',
    'queue',
    'make',
    ...inCase,
    '--estate',
    exampleEstate,
    '--out',
    cli.at('x'),
    '--plan',
    'y',
  )
  assert.match(half.stderr, /only one was named/)
})

test('people see the dangerous first, in their language, and two versions side by side', async () => {
  const queue = ['--queue', cli.at('queue.jsonl')]
  const { groups } = await cli.json<Listed>(['recover', 'queue', 'list', ...queue])
  assert.deepEqual(
    groups
      .map(({ class: one, planned, items: [first] }) => [one, planned, first?.path])
      .toSorted((a, b) => ((a[2] ?? '') > (b[2] ?? '') ? -1 : 1)),
    [
      ['N5', 'newest', '/srv/share/nordwind/viewer.js'],
      ['N5', 'newest', '/srv/share/nordwind/update.sh'],
      ['N4', 'nothing', '/srv/share/nordwind/plan.dat'],
    ],
  )
  const english = await cli.run('recover', 'queue', 'list', ...queue, '--all')
  assert.match(english.stdout, /72 h before the attack began/)
  assert.match(english.stdout, /N2 .* takes it .*diary\.txt/)
  const german = await cli.run('recover', 'queue', 'list', ...queue, '--language', 'de')
  assert.match(german.stdout, /N5 .* nimmt sie .*update\.sh/)
  const script = groups.find(({ items: [first] }) => first?.path.endsWith('update.sh') === true)
  const shown = await cli.run(
    'recover',
    'queue',
    'show',
    ...queue,
    '--group',
    script?.facts.slice(0, 10) ?? '',
    '--language',
    'de',
  )
  assert.match(shown.stdout, /#!\/bin\/sh/)
  assert.match(shown.stdout, /keine saubere Version/)
  const diary = await cli.json<Listed>(['recover', 'queue', 'list', ...queue, '--class', 'N2'])
  const both = await cli.run('recover', 'queue', 'show', ...queue, '--group', diary.groups[0]?.facts ?? '')
  assert.match(both.stdout, /structure +whole +whole/)
  assert.match(both.stdout, /The same as before: 4\.\d KiB at the beginning, 0 B at the end/)
  const none = await cli.run('recover', 'queue', 'show', ...queue, '--group', 'abc')
  assert.match(none.stderr, /Code: not-found/)
})

const queueFile = (name = 'queue.jsonl'): string[] => ['--queue', cli.at(name)]

async function groupAt(path: string, name?: string): Promise<string> {
  const { groups } = await cli.json<Listed>(['recover', 'queue', 'list', ...queueFile(name), '--all'])
  const found = groups.find(({ items }) => items.some((item) => item.path.endsWith(path)))
  assert.ok(found !== undefined, path)
  return found.facts
}

function decide(
  person: string,
  group: string,
  outcome: string,
  ...more: string[]
): ReturnType<typeof cli.run> {
  const by = ['--person', person, '--key', cli.at(`${person}.key`), '--reason', 'looked at it', ...inCase]
  const queue = more.includes('--queue') ? [] : queueFile()
  return cli.run(
    'recover',
    'queue',
    'decide',
    ...queue,
    ...by,
    '--group',
    group,
    '--outcome',
    outcome,
    ...more,
  )
}

interface Shown {
  readonly units: readonly {
    readonly unit: string
    readonly stage: string
    readonly missing: readonly string[]
    readonly next: string | null
    readonly queue: Readonly<Record<string, number>> | null
  }[]
}

async function nordwind(): Promise<Shown['units'][number]> {
  const { units } = await cli.json<Shown>(['case', 'show', ...inCase])
  const found = units.find(({ unit }) => unit === 'nordwind')
  assert.ok(found !== undefined)
  return found
}

test('two people with two keys take the newest version; one alone does not, and words against each other do not', async () => {
  writeFileSync(cli.at('proof.json'), JSON.stringify([{ path: '/srv/share', reached: false }]))
  await cli.json(['case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', cli.at('proof.json')])
  for (const person of ['anna', 'bernd']) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${person}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
    writeFileSync(cli.at(`${person}.pem`), publicPem(privateKey))
    const key = ['--role', 'lead', '--public-key', cli.at(`${person}.pem`)]
    await cli.json(['case', 'approver', ...inCase, '--person', person, ...key])
  }
  const [script, data] = [await groupAt('update.sh'), await groupAt('plan.dat')]
  assert.deepEqual((await nordwind()).queue, { open: 3, halfSigned: 0, contested: 0, decided: 0 })
  const dry = await decide('anna', data, 'takeNewest', '--dry-run')
  assert.match(dry.stdout, /"verdict":"decide"[^]*nothing was signed/)
  assert.match((await decide('anna', data, 'takeNewest')).stdout, /when a second person/)
  assert.match((await decide('anna', data, 'takeNewest', '--language', 'de')).stdout, /eine zweite Person/)
  assert.equal((await nordwind()).queue?.['halfSigned'], 1)
  assert.match((await decide('bernd', data, 'leaveOut')).stdout, /nothing counts until they agree/)
  assert.match((await decide('bernd', data, 'takeNewest')).stdout, /decided\./)
  assert.match((await decide('anna', script, 'leaveOut')).stdout, /decided\./)
  assert.match((await decide('anna', data, 'release')).stderr, /cannot be decided about this group/)
  assert.match((await decide('emil', data, 'leaveOut')).stderr, /emil\.key/)
  assert.deepEqual((await nordwind()).queue, { open: 1, halfSigned: 0, contested: 0, decided: 2 })
  const left = await cli.run('recover', 'queue', 'list', ...queueFile(), ...inCase)
  assert.match(left.stdout, /1 of 1 groups[^]*open[^]*viewer\.js/)
})

test('a rule decides about ordinary changes, and never about programs', async () => {
  const by = ['--person', 'anna', '--key', cli.at('anna.key'), '--reason', 'text of people', ...inCase]
  const rule = [
    'recover',
    'queue',
    'rule',
    ...queueFile(),
    ...by,
    '--unit',
    'nordwind',
    '--outcome',
    'takeNewest',
  ]
  const done = await cli.json<{ decided: number }>([
    ...rule,
    '--class',
    'N2',
    '--verdict',
    'clean',
    '--under',
    '/srv/share/nordwind',
  ])
  assert.equal(done.decided, 1)
  const none = await cli.run(...rule, '--class', 'N3')
  assert.match(none.stderr, /Code: nothing-to-do/)
  assert.notEqual((await cli.run(...rule, '--class', 'N5')).exitCode, 0)
})

const clean = ['--clean-room', cli.at('clean')]

async function planAndRun(name: string): Promise<{ readonly stdout: string }> {
  const plan = ['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', cli.at(name)]
  await cli.json(plan)
  const run = ['recover', 'run', '--plan', cli.at(name), ...inCase, ...clean, '--quarantine', cli.at('held')]
  const ran = await cli.run(...run)
  assert.equal(ran.exitCode, 0, ran.stderr)
  return ran
}

const restored = (name: string): string => cli.at('clean/nordwind/files/files1/srv/share/nordwind', name)

test('the second plan follows them, and the run of it scans what it lets in', async () => {
  const { stdout } = await planAndRun('plan-1.json')
  assert.match(stdout, /nordwind: 4 files.*; 1 in quarantine, 2 for a person/)
  assert.ok(existsSync(restored('plan.dat')) && !existsSync(restored('update.sh')))
  const manifest = readFileSync(cli.at('clean/nordwind/manifest.ndjson'), 'utf8')
  assert.match(manifest, /plan\.dat".*"reason":"reviewedByPerson"/)
  assert.deepEqual(
    (await nordwind()).missing.filter((what) => /queue|plan|programs/.test(what)),
    ['a decision on 1 programs, scripts or rules from the risk window'],
  )
  const plan = JSON.parse(readFileSync(cli.at('plan-1.json'), 'utf8')) as {
    units: { unit: string; leftOut: { why: string; reason: string }[] }[]
  }
  const out = plan.units.find(({ unit }) => unit === 'nordwind')?.leftOut
  assert.deepEqual(
    out?.map(({ reason, why }) => [reason, why]),
    [['reviewedByPerson', 'looked at it']],
  )
})

test('what the run held back is released by two people, scanned again, and stays sealed as evidence', async () => {
  await make('queue-2.jsonl', '--plan', cli.at('plan-1.json'), ...clean)
  const sealed = await groupAt('sealed.zip', 'queue-2.jsonl')
  const second = ['--queue', cli.at('queue-2.jsonl')]
  const { groups } = await cli.json<Listed>(['recover', 'queue', 'list', ...second, '--all'])
  const infected = groups.find(({ held }) => held?.verdict === 'infected')
  for (const person of ['anna', 'bernd']) {
    const never = await decide(person, infected?.facts ?? '', 'release', ...second)
    assert.match(never.stderr, /infected is never released, whoever signs/)
  }
  await decide('anna', await groupAt('viewer.js'), 'leaveOut')
  assert.match((await decide('anna', sealed, 'release', ...second)).stdout, /when a second person/)
  assert.match((await nordwind()).missing.join(), /second signature on 1/)
  assert.match((await decide('bernd', sealed, 'release', ...second)).stdout, /decided\./)
  assert.match((await nordwind()).missing.join(), /a plan that follows all decisions/)
  assert.match((await nordwind()).next ?? '', /recover plan/)
  const { stdout } = await planAndRun('plan-2.json')
  assert.match(stdout, /nordwind: 5 files.*; 0 in quarantine, 1 for a person/)
  assert.ok(existsSync(restored('sealed.zip')) && !existsSync(restored('other.zip')))
  const manifest = readFileSync(cli.at('clean/nordwind/manifest.ndjson'), 'utf8')
  assert.match(manifest, new RegExp(`sealed\\.zip".*"verdict":"reviewed","decision":"${sealed}"`))
  // Made anew, the queue keeps what was decided, and the plan stays as it is.
  await make('queue-3.jsonl', '--plan', cli.at('plan-2.json'), ...clean)
  const same = await cli.json<{ case: { unchanged: string[] } }>([
    'recover',
    'plan',
    '--estate',
    exampleEstate,
    ...inCase,
    '--out',
    cli.at('plan-3.json'),
  ])
  assert.ok(same.case.unchanged.includes('nordwind'))
})

test('release and hand-back go through, the receipt names them; a later decision shuts the way', async () => {
  for (const person of ['anna', 'bernd']) {
    const by = ['--person', person, '--key', cli.at(`${person}.key`)]
    await cli.json(['recover', 'approve', ...inCase, '--unit', 'nordwind', ...by])
  }
  const unit = [...inCase, '--unit', 'nordwind', ...clean]
  const release = await cli.json<{ files: number }>([
    'recover',
    'release',
    ...unit,
    '--target',
    cli.at('released'),
  ])
  assert.equal(release.files, 5)
  const handBack = [
    'recover',
    'hand-back',
    ...unit,
    '--target',
    cli.at('released'),
    '--plan',
    cli.at('plan-2.json'),
  ]
  const form = ['--estate', exampleEstate, '--as', 'files']
  await cli.json([...handBack, ...form, '--to', cli.at('out')])
  const receipt = (name: string): string => readFileSync(cli.at('out/nordwind/receipt', name), 'utf8')
  assert.match(receipt('receipt.json'), /"reviewed":\{"count":3,"digest":"\w+","released":1\}/)
  assert.match(receipt('reviewed.ndjson'), /sealed\.zip".*"verdict":"reviewed"/)
  assert.match(
    receipt('receipt.de.txt'),
    /die kein Scanner sauber nennen konnte und die zwei Menschen freigaben: 1/,
  )
  assert.match(receipt('receipt.en.txt'), /a person looked at them and left them out/)
  await decide('bernd', await groupAt('update.sh'), 'takeNewest')
  const shut = await cli.run(...handBack, ...form, '--to', cli.at('again'))
  assert.match(shut.stderr, /agreement on 1 groups of the case queue/)
})
