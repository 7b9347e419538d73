import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('no scanner in this test')) })
after(() => cli[Symbol.asyncDispose]())

const estate = cli.at('estate.yaml')
function writeEstate(disk: string): void {
  writeFileSync(
    estate,
    `apiVersion: estate/v1
provider: { id: p, name: P }
services: [ { id: s, runsOn: [files1], tenancy: { mode: shared } } ]
systems: [ { id: files1, kind: vm } ]
datasets: [ { id: share, of: s, on: files1, source: { kind: files, root: ${cli.at('share')} }, copies: [here, drawer] } ]
protection:
  copies:
    - { id: here, kind: local, every: 1d, location: ${cli.at('here')}, passwordFile: ${cli.at('password')}, keep: { daily: 7 } }
    - { id: drawer, kind: offline, from: here, runsOn: files1, every: 1w, to: ${disk} }
`,
  )
}

test('what is due is shown, made, and then it is fresh', async () => {
  mkdirSync(cli.at('share'))
  mkdirSync(cli.at('disk'))
  writeFileSync(cli.at('share', 'letter'), 'Dear Anna')
  writeFileSync(cli.at('password'), 'only for this test\n')
  writeEstate(cli.at('no disk yet'))
  assert.equal((await cli.run('repo', 'init', '--repo', cli.at('here'))).exitCode, 0)

  const before = await cli.run('protect', 'status', '--estate', estate)
  assert.equal(before.exitCode, 1)
  assert.match(before.stdout, /share → here\s+NEVER/)
  const dry = await cli.run('protect', 'run', '--estate', estate, '--dry-run')
  assert.match(dry.stdout, /would make share → here \(never\)/)

  const waiting = await cli.run('protect', 'run', '--estate', estate, '--system', 'files1')
  assert.equal(waiting.exitCode, 4, waiting.stderr)
  assert.match(waiting.stdout, /share → here: done, files: 1/)
  assert.match(waiting.stdout, /here → drawer: NEEDS-PERSON/)
  assert.match(waiting.stdout, /Load an empty medium/)

  writeEstate(cli.at('disk'))
  const pass = await cli.json<{ results: { layer: string; outcome: string }[]; fresh: string[] }>([
    'protect',
    'run',
    '--estate',
    estate,
  ])
  assert.deepEqual(pass.fresh, ['share → here'])
  assert.deepEqual(
    pass.results.map(({ layer, outcome }) => [layer, outcome]),
    [['here → drawer', 'done']],
  )
  const status = await cli.json<{ layers: { state: string }[] }>(['protect', 'status', '--estate', estate])
  assert.deepEqual(
    status.layers.map(({ state }) => state),
    ['fresh', 'fresh'],
  )
})

test('an estate without copies, and a system that is none, are told apart', async () => {
  const unknown = await cli.run('protect', 'status', '--estate', estate, '--system', 'files9')
  assert.equal(unknown.exitCode, 1)
  assert.match(unknown.stderr, /no system "files9"[\s\S]*Give --system: files1/)
  writeFileSync(cli.at('bare.yaml'), 'apiVersion: estate/v1\nprovider: { id: p, name: P }\n')
  const bare = await cli.run('protect', 'status', '--estate', cli.at('bare.yaml'))
  assert.match(bare.stderr, /describes no copies/)
})
