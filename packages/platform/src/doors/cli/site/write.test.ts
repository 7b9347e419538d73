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

test('each edition has a higher number, names the one before, and verifies; an older one is noticed', async () => {
  const first = await cli.json<Written>([...write, cli.at('one')])
  const second = await cli.json<Written>([...write, cli.at('two')])
  assert.equal(second.sequence, first.sequence + 1)
  const manifest = JSON.parse(readFileSync(cli.at('two/bundle.json'), 'utf8')) as Record<string, unknown>
  assert.equal(manifest['previous'], first.bundle)
  assert.match(JSON.stringify(manifest['log']), /anlauf\/case\/night-1/)
  const verify = ['site', 'verify', '--fingerprint', second.fingerprint]
  assert.equal((await cli.json<Verified>([...verify, cli.at('two')])).copies[0]?.verified, true)
  const old = await cli.json<Verified>([...verify, cli.at('one')], 1)
  assert.deepEqual(
    old.copies[0]?.problems.map(({ kind }) => kind),
    ['rolled-back'],
  )
  const said = await cli.run(...verify, cli.at('one'))
  assert.match(said.stdout, /NOT VERIFIED: .*\n {2}It has the number \d+; number \d+ of .* was seen before/)
  const far = await cli.json<Written>([...write, cli.at('far'), '--after', '100'])
  assert.equal(far.sequence, 101)
  assert.equal((await cli.json<Written>([...write, cli.at('far')])).sequence, 102)
})

test('of several commands at once no two take the same number', async () => {
  const made = await Promise.all(
    Array.from({ length: 4 }, (_, n) => cli.json<Written>([...write, cli.at(`at-once-${n}`)])),
  )
  assert.equal(new Set(made.map(({ sequence }) => sequence)).size, 4)
})

test('what is no fingerprint, no span, no number is refused with what to write', async () => {
  const refused = async (...args: string[]): Promise<string> => {
    const ran = await cli.run(...args)
    assert.notEqual(ran.exitCode, 0, args.join(' '))
    return ran.stderr
  }
  assert.match(
    await refused('site', 'verify', '--fingerprint', 'abc', cli.at('two')),
    /64 hexadecimal digits/,
  )
  assert.match(await refused(...write, cli.at('x'), '--valid-for', '3 weeks'), /90m, 36h or 7d/)
  assert.match(await refused(...write, cli.at('x'), '--after', '-1'), /number of an edition/)
  assert.match(
    await refused('site', 'verify', '--fingerprint', 'a'.repeat(64), cli.at('nowhere')),
    /no signed site/,
  )
})

interface Written {
  readonly sequence: number
  readonly bundle: string
  readonly fingerprint: string
}

interface Verified {
  readonly copies: readonly {
    readonly verified: boolean
    readonly problems: readonly { readonly kind: string }[]
  }[]
}
