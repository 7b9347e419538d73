import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openCli } from './cli.fixture.ts'

const english = /\b(the|is not|there is|what to do|error)\b/i

test('a command stops in the language that was asked for, under the same code', async () => {
  await using cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
  const asked = await cli.run('clocks', 'list', '--case', 'none', '--language', 'de')
  assert.equal(asked.exitCode, 1)
  assert.match(asked.stderr, /^Fehler: .*„none“/)
  assert.match(asked.stderr, /^Was tun: /m)
  assert.match(asked.stderr, /^Code: not-found$|^Code: input-invalid$/m)
  assert.doesNotMatch(asked.stderr, english)
})

test('a shell that is German once speaks German in every command', async () => {
  await using cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
  cli.env['ANLAUF_LANGUAGE'] = 'de'
  for (const args of [
    ['case', 'show', '--case', 'none'],
    ['notice', 'list', '--case', 'none'],
    ['inform', 'list', '--case', 'none'],
    ['recover', 'plan'],
    ['case', 'shwo'],
    ['nonsense'],
    ['case', 'show', '--case', 'none', '--colour'],
    ['clocks', 'list', '--case', 'none', '--language', 'fr'],
  ]) {
    const { stderr, exitCode } = await cli.run(...args)
    assert.notEqual(exitCode, 0)
    assert.match(stderr, /Fehler: /, args.join(' '))
    assert.match(stderr, /Was tun: /, args.join(' '))
    assert.doesNotMatch(stderr, english, args.join(' '))
  }
  const back = await cli.run('clocks', 'list', '--case', 'none', '--language', 'en')
  assert.match(back.stderr, /^Error: /)
})
