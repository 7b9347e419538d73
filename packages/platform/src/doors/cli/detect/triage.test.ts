import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { seededRandom } from '../../../drill/random.ts'
import type { TriageReport } from '../../../phases/detect/index.ts'
import { openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const folder = 'srv/desk'
const names = ['a.txt', 'b.csv', 'c.txt', 'd.csv', 'e.txt', 'f.csv']

async function backUp(): Promise<void> {
  await cli.json(['repo', 'backup', '--host', 'files1', '--as-root', cli.folder, cli.at('srv')])
}

test('triage says in words what it saw, in JSON in codes', async () => {
  const random = seededRandom(4)
  mkdirSync(cli.at(folder), { recursive: true })
  for (const name of names) writeFileSync(cli.at(folder, name), `content of ${name}\n`.repeat(90))
  await cli.json(['repo', 'init'])
  await backUp()
  for (const name of readdirSync(cli.at(folder))) {
    rmSync(cli.at(folder, name))
    writeFileSync(cli.at(folder, `${name}.k7q2x`), random.bytes(2000))
  }
  await backUp()
  const { signals } = (await cli.json<TriageReport>(['detect', 'triage'])).files[0] ?? {}
  assert.deepEqual(signals, ['T8'])
  const { stdout } = await cli.run('detect', 'triage')
  assert.match(
    stdout,
    /\/a\.txt\.k7q2x {2}in \w{8}: renamed to an unseen ending, like many others that night/,
  )
  assert.doesNotMatch(stdout, /\bT\d/)
})

test('triage refuses a host without snapshots instead of calling its nights quiet', async () => {
  const { exitCode, stdout, stderr } = await cli.run('detect', 'triage', '--host', 'files2')
  assert.equal(exitCode, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /No snapshot in this repository is of the host files2[^]*anlauf repo snapshots/)
  assert.equal((await cli.run('detect', 'triage', '--host', 'files1')).exitCode, 0)
})
