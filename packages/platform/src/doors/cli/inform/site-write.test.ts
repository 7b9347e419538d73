import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const write = ['site', 'write', '--case', 'night-1', '--estate', exampleEstate, '--to']

test('the site replaces only itself, with or without a slash at the end of its folder', async () => {
  const none = await cli.run(...write, cli.at('site'))
  assert.match(none.stderr, /There is no case "night-1"/)
  await cli.json([
    'case',
    'declare',
    '--case',
    'night-1',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ])
  for (const folder of ['site', 'site/', 'site/']) await cli.json([...write, `${cli.folder}/${folder}`])
  assert.ok(existsSync(cli.at('site/index.html')) && existsSync(cli.at('site/en/index.html')))
  assert.deepEqual(
    readdirSync(cli.folder).filter((name) => name.startsWith('site')),
    ['site'],
  )
  mkdirSync(cli.at('foreign'))
  writeFileSync(cli.at('foreign/kept.txt'), 'kept')
  const foreign = await cli.run(...write, cli.at('foreign'))
  assert.equal(foreign.exitCode, 1)
  assert.match(foreign.stderr, /is no site of ours/)
  assert.equal(readFileSync(cli.at('foreign/kept.txt'), 'utf8'), 'kept')
})
