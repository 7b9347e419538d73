import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'

import { exampleEstate, openCli } from '../cli.fixture.ts'

const noScanner = { startScanner: () => Promise.reject(new Error('no file is scanned here')) }

test('recover order: waves with the reason of each place, for people and programs', async () => {
  await using cli = openCli(noScanner)
  const { stdout, exitCode } = await cli.run('recover', 'order', '--estate', exampleEstate)
  assert.equal(exitCode, 0)
  assert.match(stdout, /^ +1 {2}base systems\n +dir1 +for directory, tier 0\n/m)
  assert.match(stdout, /mailstore +nordwind +for mail, wave pilot, tier 1, after directory, after dns/)
  const { waves } = await cli.json<{ waves: { layer: string; steps: { reasons: unknown[] }[] }[] }>([
    'recover',
    'order',
    '--estate',
    exampleEstate,
  ])
  assert.deepEqual([...new Set(waves.map(({ layer }) => layer))], ['base-system', 'full', 'tenant-area'])
  assert.ok(waves.every(({ steps }) => steps.every(({ reasons }) => reasons.length > 0)))
})

test('recover order: services that wait for each other are an error that names the circle', async () => {
  await using cli = openCli(noScanner)
  const file = cli.at('estate.yaml')
  const text = readFileSync(exampleEstate, 'utf8')
  writeFileSync(
    file,
    text.replace('runsOn: [dir1], tenancy', 'runsOn: [dir1], dependsOn: [ { service: mail } ], tenancy'),
  )
  const { stderr, stdout, exitCode } = await cli.run('recover', 'order', '--estate', file)
  assert.equal(exitCode, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /wait for each other: directory -> mail -> directory/)
  assert.match(stderr, /soft/)
})
