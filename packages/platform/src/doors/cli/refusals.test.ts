import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../adapters/scanners/index.ts'
import type { PlanItem, RecoveryPlan } from '../../phases/recover/index.ts'
import { exampleEstate, openCli } from './cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const example = readFileSync(exampleEstate, 'utf8')

function estateFile(name: string, change: (text: string) => string): string {
  assert.notEqual(change(example), example, `${name} changes nothing`)
  writeFileSync(cli.at(name), change(example))
  return cli.at(name)
}

test('the example estate has an order, an impact for every system and cluster, and its gap is named', async () => {
  const facts = await cli.json<{
    restartOrder: { waves: string[][] }
    impact: { id: string; services: string[]; tenants: string[] }[]
    findings: { rule: string; object: string }[]
  }>(['estate', 'check', exampleEstate])
  assert.ok(facts.restartOrder.waves[0]?.includes('directory'))
  assert.ok(facts.restartOrder.waves[1]?.includes('mail'))
  assert.deepEqual(facts.impact.find(({ id }) => id === 'web1')?.tenants, ['lindenhof'])
  assert.equal(facts.impact.find(({ id }) => id === 'pve1')?.tenants.length, 4)
  assert.deepEqual(
    facts.findings.map(({ object }) => object),
    ['compare'],
  )
  const { stdout } = await cli.run('estate', 'check', exampleEstate)
  assert.match(stdout, /system +web1 +1 tenant +compare/)
})

test('every mistake of an estate is printed with place and remedy, and no command works on it', async () => {
  const file = estateFile('typos.yaml', (text) =>
    text.replace('runsOn: [mx1, mbox1]', 'runsOn: [mx7, mbox1]').replace('wave: pilot', 'waves: pilot'),
  )
  const checked = await cli.run('estate', 'check', file)
  assert.equal(checked.exitCode, 1)
  assert.match(
    checked.stdout,
    /typos\.yaml:\d+:\d+: nobody knows the field "waves"\n +What to do: Did you mean "wave"\?/,
  )
  const json = await cli.json<{ problems: { line: number }[] }>(['estate', 'check', file], 1)
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('waves: pilot')) + 1
  assert.ok(json.problems.some((problem) => Math.abs(problem.line - line) <= 1))
  const declared = await cli.run('case', 'declare', '--case', 'c', '--title', 'x', '--estate', file)
  assert.match(declared.stderr, /typos\.yaml:\d+:\d+: [^]*All problems: anlauf estate check/)
})

test('services that wait for each other are named and fail the check', async () => {
  const file = estateFile('circle.yaml', (text) =>
    text.replace('- { id: dns,', '- { id: dns, dependsOn: [ { service: mail } ],'),
  )
  const { exitCode, stdout } = await cli.run('estate', 'check', file)
  assert.equal(exitCode, 1)
  assert.match(stdout, /wait for each other\.\n +dns -> mail -> dns/)
})

test('a repository with a small history, planned', async () => {
  mkdirSync(cli.at('srv/share/nordwind'), { recursive: true })
  for (const name of ['a', 'b']) writeFileSync(cli.at('srv/share/nordwind', name), `content of ${name}\n`)
  await cli.json(['repo', 'init'])
  await cli.json(['repo', 'backup', '--host', 'files1', '--as-root', cli.folder, cli.at('srv/share')])
  await cli.json(['recover', 'plan', '--estate', exampleEstate, '--out', cli.at('plan.json')])
})

type Edit = (item: PlanItem, plan: RecoveryPlan) => Record<string, unknown>

/** Runs a plan whose first item somebody edited. */
async function runEdited(edit: Edit): ReturnType<typeof cli.run> {
  const plan = JSON.parse(readFileSync(cli.at('plan.json'), 'utf8')) as RecoveryPlan
  const [unit] = plan.units
  const [item, ...others] = unit?.items ?? []
  assert.ok(item)
  const items = [{ ...item, ...edit(item, plan) }, ...others]
  writeFileSync(cli.at('edited.json'), JSON.stringify({ ...plan, units: [{ ...unit, items }] }))
  return run('edited.json')
}

function run(plan: string, ...more: string[]): ReturnType<typeof cli.run> {
  return cli.run(
    'recover',
    'run',
    '--plan',
    cli.at(plan),
    '--clean-room',
    cli.at('clean'),
    '--quarantine',
    cli.at('held'),
    ...more,
  )
}

test('a hand-edited plan is refused before anything is written', async () => {
  const edits: [Edit, RegExp][] = [
    [() => ({ path: '/../../../escaped' }), /path is no path of a backup/],
    [() => ({ contentKey: '../../escaped' }), /contentKey is not the key of the content/],
    [() => ({ host: 5 }), /host is no host/],
    [({ size }) => ({ size: String(size) }), /size is no number of bytes/],
  ]
  for (const [edit, message] of edits) {
    const refused = await runEdited(edit)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, message)
    assert.match(refused.stderr, /Nothing was restored\.\nCode: plan-invalid/)
  }
  writeFileSync(cli.at('torn.json'), readFileSync(cli.at('plan.json'), 'utf8').slice(0, 300))
  assert.match((await run('torn.json')).stderr, /perhaps it was cut short/)
  assert.ok(!existsSync(cli.at('clean')) && !existsSync(cli.at('escaped')))
})

test('a size that the backup does not have sends the item to a person instead of filling it up', async () => {
  const { exitCode, stdout } = await runEdited(({ size }) => ({ size: size + 1_000_000_000_000 }))
  assert.equal(exitCode, 0)
  assert.match(stdout, /nordwind: 1 file, .* 0 in quarantine, 1 for a person/)
  assert.match(
    stdout,
    /review +files1:\/srv\/share\/nordwind\/a {2}The backup says 1000000000013 bytes, the content has 13\./,
  )
})

test('in a case only the recorded plan runs', async () => {
  const inCase = ['--case', 'c1'] as const
  await cli.json(['case', 'declare', ...inCase, '--title', 'x', '--estate', exampleEstate])
  assert.match((await run('plan.json', ...inCase)).stderr, /The case holds no plan for nordwind/)
  await cli.json(['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', cli.at('recorded.json')])
  await runEdited(() => ({ mode: 0o777 }))
  assert.match((await run('edited.json', ...inCase)).stderr, /is not the one that the case holds/)
  assert.equal((await run('recorded.json', ...inCase)).exitCode, 0)
})

test('a plan of another repository, a wrong password, unknown units, hosts and cases', async () => {
  assert.match(
    (await run('plan.json', '--unit', 'nordwest')).stderr,
    /has no unit nordwest\.\nWhat to do: It has: nordwind/,
  )
  assert.match((await run('plan.json', '--case', 'none')).stderr, /There is no case "none"/)
  const host = await cli.run('detect', 'history', '--host', 'files2')
  assert.equal(host.exitCode, 1)
  assert.match(host.stderr, /No snapshot in this repository is of the host files2/)
  const { RESTIC_PASSWORD: password = '' } = cli.env
  cli.env['RESTIC_PASSWORD'] = 'wrong'
  const wrong = await run('plan.json')
  cli.env['RESTIC_PASSWORD'] = password
  assert.equal(wrong.exitCode, 1)
  assert.match(wrong.stderr, /Code: wrong-password/)
  assert.doesNotMatch(wrong.stderr, /only for this test/)
  await cli.json(['repo', 'init', '--repo', cli.at('second')])
  assert.match(
    (await run('plan.json', '--repo', cli.at('second'))).stderr,
    /The plan is for the repository \w{10}, this one is \w{10}/,
  )
  const empty = await cli.run('detect', 'history', '--repo', cli.at('second'))
  assert.match(empty.stdout, /holds no snapshot/)
  const nothing = await cli.run(
    'recover',
    'plan',
    '--repo',
    cli.at('second'),
    '--estate',
    exampleEstate,
    '--out',
    cli.at('x.json'),
  )
  assert.match(nothing.stderr, /Code: nothing-to-do/)
})

test('a mistake in the command line is one line with a remedy and exit code 2, never a stack', async () => {
  const mistakes: [string[], RegExp][] = [
    [['recover', 'plan'], /Expected input for flag/],
    [['repo', 'restore'], /Expected input for flag/],
    [['case', 'show', '--case', '../x'], /no case id[^]*Use letters/],
    [['case', 'declare', '--case', 'c', '--title', 'a\nb', '--estate', 'e'], /not one line/],
    [['repo', 'backup', '--time', 'x', 'y'], /no.* time with zone[^]*What to do: Write it like/],
    [['recover', 'rin'], /did you mean/],
    [['nonsense'], /No command[^]*What to do: .*--help/],
    [['case', 'nonsense'], /No command[^]*What to do: .*--help/],
  ]
  for (const [args, message] of mistakes) {
    const { exitCode, stderr } = await cli.run(...args)
    assert.equal(exitCode, 2, args.join(' '))
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\n +at /)
  }
})

test('files that cannot be read are named, a pipe does not wait for ever', async () => {
  execFileSync('mkfifo', [cli.at('pipe')])
  const named: [string, RegExp][] = [
    [cli.at('missing.yaml'), /The estate file .*missing\.yaml does not exist/],
    [cli.folder, /is no regular file/],
    [cli.at('pipe'), /is no regular file/],
  ]
  for (const [file, message] of named) {
    const { exitCode, stderr } = await cli.run('estate', 'check', file)
    assert.equal(exitCode, 1)
    assert.match(stderr, message)
  }
})
