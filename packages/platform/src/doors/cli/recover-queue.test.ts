import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, test } from 'node:test'

import { startScanners } from '../../adapters/scanners/index.ts'
import type { QueueGroup } from '../../phases/recover/index.ts'
import { exampleEstate, openCli } from './cli.fixture.ts'

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

test('an attacker leaves a script and encrypts; people go on working', async () => {
  for (const tenant of ['nordwind', 'alpenblick']) {
    for (const name of ['offer-1.txt', 'offer-2.txt', 'diary.txt'])
      write({ [`${tenant}/${name}`]: `${name}\n${prose}` })
  }
  await cli.json(['repo', 'init'])
  await backup('2026-03-02')
  await backup('2026-03-07')
  write({
    'nordwind/diary.txt': `diary.txt\n${prose}Ein ruhiger Tag.\n`,
    'nordwind/update.sh': '#!/bin/sh\necho hello\n',
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
      ['nordwind', 2, 2],
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
    groups.map(({ class: one, planned, items: [first] }) => [one, planned, first?.path]),
    [
      ['N5', 'newest', '/srv/share/nordwind/update.sh'],
      ['N4', 'nothing', '/srv/share/nordwind/plan.dat'],
    ],
  )
  const english = await cli.run('recover', 'queue', 'list', ...queue, '--all')
  assert.match(english.stdout, /72 h before the attack began/)
  assert.match(english.stdout, /N2 .* takes it .*diary\.txt/)
  const german = await cli.run('recover', 'queue', 'list', ...queue, '--language', 'de')
  assert.match(german.stdout, /N5 .* nimmt sie .*update\.sh/)
  const [script] = groups
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
