import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startScanners } from '../../adapters/scanners/index.ts'
import { openCli } from './cli.fixture.ts'
import { currentRules } from './rule-store.ts'

const cli = openCli({ startScanner: startScanners })
after(() => cli[Symbol.asyncDispose]())

interface Updated {
  readonly digest: string
  readonly files: number
  readonly changed: boolean
}

const update = (place: string, exitCode = 0): Promise<Updated> =>
  cli.json<Updated>(['scan', 'rules', 'update', '--from', place], exitCode)

function folder(name: string, rules: Readonly<Record<string, string>>): string {
  mkdirSync(cli.at(name, 'deep'), { recursive: true })
  for (const [file, text] of Object.entries(rules)) writeFileSync(cli.at(name, file), text)
  return cli.at(name)
}

const one = 'rule one { strings: $a = "one" condition: $a }'
const two = 'rule two { strings: $a = "two" condition: $a }'

test('rules are taken over once they compile, under names of their own, and named by their content', async () => {
  const place = folder('good', { 'a.yar': one, 'deep/b.yara': two, 'notes.txt': 'no rule', 'copy.yar': one })
  symlinkSync('/etc/passwd', cli.at('good', 'link.yar'))
  const first = await update(place)
  assert.deepEqual([first.files, first.changed], [2, true])
  assert.deepEqual(
    readdirSync(currentRules(cli.at('home')) ?? '').filter((name) => !/^[0-9a-f]{64}\.yar$/.test(name)),
    [],
  )
  const again = await update(folder('same', { 'x.yar': two, 'y.yar': one }))
  assert.deepEqual([again.digest, again.changed], [first.digest, false])
})

test('rules that do not compile, contradict the bundled ones or silence all others change nothing', async () => {
  const before = currentRules(cli.at('home'))
  for (const [name, rules] of Object.entries({
    broken: 'rule broken { strings: $a = condition: $a }',
    bundled: 'rule eicar_test_file { condition: true }',
    silencing: 'global rule large { condition: filesize > 100MB } rule x { condition: true }',
    empty: '// nothing',
  })) {
    const { exitCode, stderr } = await cli.run(
      'scan',
      'rules',
      'update',
      '--from',
      folder(name, { 'a.yar': rules }),
    )
    assert.equal(exitCode, 1, name)
    assert.match(stderr, /rules-invalid/, name)
    assert.equal(currentRules(cli.at('home')), before, name)
  }
  assert.equal((await cli.run('scan', 'rules', 'update', '--from', cli.at('missing'))).exitCode, 1)
  assert.deepEqual(
    readdirSync(cli.at('home/rules')).filter((name) => name.startsWith('new-')),
    [],
    'nothing half stays',
  )
})
