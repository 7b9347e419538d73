import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const wanted = ['recover', 'estimate', '--bytes', '140TB', '--files', '280000000']

interface Answer {
  readonly hours: number
  readonly bound: string
  readonly workers: number
  readonly cost: number | null
  readonly each: Readonly<Record<string, number>>
  readonly rates: {
    readonly restore: { secondsPerGb: number }
    readonly scans: readonly { secondsPerGb: number }[]
  }
}

test('it measures this machine and names hours, bound, workers and cost', async () => {
  const means = ['--unique', '0.25', '--workers', '8', '--cores', '16', '--price', '0.05']
  const tape = await cli.json<Answer>([...wanted, ...means, '--media', '1MB'])
  assert.deepEqual([tape.bound, tape.workers], ['media', 8])
  assert.equal(
    Math.round(tape.hours),
    Math.round(140e12 / 1e6 / 3600),
    'a tape that slow does not depend on us',
  )
  assert.ok((tape.cost ?? 0) > 0 && (tape.each['cpu'] ?? 0) > 0)
  assert.ok(tape.rates.restore.secondsPerGb > 0 && (tape.rates.scans[0]?.secondsPerGb ?? 0) > 0)
  const { stdout, stderr } = await cli.run(...wanted, '--network', '1kB')
  assert.match(stdout, /bound by network, for 127\.3 TiB in 280,000,000 files \(100 % unique\)/, stderr)
})

test('what cannot be meant is refused before anything is measured', async () => {
  for (const [flags, message] of [
    [['--bytes', '1TB'], /Either a plan, or bytes and files/],
    [['--bytes', '1TB', '--files', '1', '--unique', '2'], /is no share/],
    [['--bytes', '0', '--files', '1'], /is nothing/],
    [['--bytes', '1', '--files', '1', '--workers', '0'], /no number of machines/],
    [['--plan', cli.at('none.json')], /cannot be opened/],
  ] as const) {
    const { exitCode, stderr } = await cli.run('recover', 'estimate', ...flags)
    assert.ok(exitCode > 0)
    assert.match(stderr, message)
  }
})
