import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1'] as const
const bytes = randomBytes(700_000)
const hash = createHash('sha256').update(bytes).digest('hex')
const originals = (...args: string[]): string[] => ['evidence', 'originals', ...args]

function entries(folder: string): string[] {
  return readFileSync(join(folder, 'entries.ndjson'), 'utf8').trim().split('\n')
}

test('an original is secured once, listed, verified, and read only with a reason that is recorded first', async () => {
  await cli.json(['case', 'declare', '--title', 'x', '--exercise', '--estate', exampleEstate, ...inCase])
  for (const name of ['anna', 'bernd']) {
    const [key, pem] = [cli.at(`${name}.key`), cli.at(`${name}.pem`)]
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
    execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', pem])
    await cli.json(['case', 'approver', ...inCase, '--person', name, '--role', 'dpo', '--public-key', pem])
  }
  writeFileSync(cli.at('image.raw'), bytes)
  const secured = await cli.json<{ secured: { sha256: string; kept: string }[] }>([
    'evidence',
    'acquire',
    ...inCase,
    '--label',
    'HDD-03',
    '--reason',
    'host web-1',
    cli.at('image.raw'),
  ])
  assert.deepEqual([secured.secured[0]?.sha256, secured.secured[0]?.kept], [hash, 'new'])
  const again = await cli.run('evidence', 'acquire', ...inCase, cli.at('image.raw'))
  assert.match(again.stdout, /known already, intact/)
  const noReason = await cli.run(...originals('get', ...inCase, '--to', cli.at('copy.raw'), hash))
  assert.notEqual(noReason.exitCode, 0)
  await cli.json(
    originals('get', ...inCase, '--to', cli.at('copy.raw'), '--reason', 'timeline', hash.slice(0, 8)),
  )
  assert.deepEqual(readFileSync(cli.at('copy.raw')), bytes)
  const verified = await cli.run(...originals('verify', ...inCase))
  assert.match(verified.stdout, /1 original read, all are what was secured/)
  const listed = await cli.run(...originals('list', ...inCase))
  assert.match(listed.stdout, new RegExp(`${hash.slice(0, 12)} .* intact .* 1 +HDD-03`))
  writeFileSync(cli.at('timeline.csv'), 'a,b\n')
  await cli.json(['evidence', 'acquire', ...inCase, '--derived-from', hash, cli.at('timeline.csv')])
})

test('refused with a way on: links, folders, pipes, what is not there, what exists, what is unknown', async () => {
  symlinkSync(cli.at('image.raw'), cli.at('link'))
  mkdirSync(cli.at('folder'))
  execFileSync('mkfifo', [cli.at('pipe')])
  const refusals: [string[], RegExp][] = [
    [['acquire', ...inCase, cli.at('link')], /is a symbolic link/],
    [['acquire', ...inCase, cli.at('folder')], /is a folder/],
    [['acquire', ...inCase, cli.at('pipe')], /is no regular file/],
    [['acquire', ...inCase, cli.at('image.raw'), cli.at('absent')], /absent does not exist/],
    [['acquire', ...inCase, '-'], /Nothing was piped in/],
    [['acquire', '--case', 'none', cli.at('image.raw')], /There is no case "none"/],
    [['acquire', ...inCase, '--derived-from', 'abcdef', cli.at('image.raw')], /has no original abcdef/],
    [['originals', 'get', ...inCase, '--to', cli.at('copy.raw'), '--reason', 'x', hash], /exists already/],
    [['originals', 'get', ...inCase, '--to', cli.at('n'), '--reason', 'x', 'xyz'], /"xyz" is no SHA-256/],
    [
      ['originals', 'get', ...inCase, '--to', cli.at('n'), '--reason', 'x', '000000'],
      /has no original 000000/,
    ],
  ]
  for (const [args, message] of refusals) {
    const refused = await cli.run('evidence', ...args)
    assert.notEqual(refused.exitCode, 0, args.join(' '))
    assert.match(refused.stderr, message)
    if (!message.source.includes('xyz')) assert.match(refused.stderr, /What to do: /)
  }
})

test('an export carries chosen originals, of others the hash; for one tenant it withholds the others’ lines', async () => {
  await cli.json(['evidence', 'checkpoint', ...inCase])
  const folder = cli.at('with-original')
  const told = await cli.json<{ originals: string[]; withheld: number }>([
    'evidence',
    'export',
    ...inCase,
    '--to',
    folder,
    '--original',
    hash,
    '--reason',
    'police',
  ])
  assert.deepEqual([told.originals, told.withheld], [[hash], 0])
  assert.deepEqual(readFileSync(join(folder, `original-${hash}`)), bytes)
  assert.match(readFileSync(join(folder, 'originals.txt'), 'utf8'), /carried\n\w{64} 4 withheld\n/)
  const kinds = entries(folder).map((line) => (JSON.parse(line) as { kind: string }).kind)
  assert.deepEqual(kinds.slice(-2), ['original.accessed', 'log.exported'])
  assert.match(shell(folder), /^VERIFIED/m)

  const one = cli.at('one-tenant')
  await cli.json(['evidence', 'export', ...inCase, '--to', one, '--only-tenant', 'nordwind'])
  assert.ok(!readFileSync(join(one, 'entries.ndjson'), 'utf8').includes('alpenblick'))
  assert.ok(!readFileSync(join(one, 'case.jsonld'), 'utf8').includes('alpenblick'))
  assert.match(shell(one), /withheld: of \d+ entries[^]*^VERIFIED/m)
  const here = await cli.run('evidence', 'verify', '--from', one)
  assert.equal(here.exitCode, 0, here.stdout)
  assert.match(here.stdout, /of them only the hashes are here/)
  const unknown = await cli.run(
    'evidence',
    'export',
    ...inCase,
    '--to',
    cli.at('x'),
    '--only-tenant',
    'nobody',
  )
  assert.match(unknown.stderr, /has no tenant "nobody"/)
  assert.ok(!existsSync(cli.at('x')))
})

test('a damaged original is named, not given out, not exported; securing it again repairs it', async () => {
  const content = join(cli.at('home'), 'originals/objects', hash.slice(0, 2), hash, 'content')
  chmodSync(content, 0o600)
  truncateSync(content, 300_000)
  const verified = await cli.run(...originals('verify', ...inCase))
  assert.equal(verified.exitCode, 1)
  assert.match(verified.stdout, new RegExp(`DAMAGED: ${hash} +HDD-03`))
  const got = await cli.run(...originals('get', ...inCase, '--to', cli.at('bad'), '--reason', 'x', hash))
  assert.match(got.stderr, new RegExp(`The original ${hash} is damaged[^]*Code: evidence-broken`))
  assert.ok(!existsSync(cli.at('bad')))
  const exported = await cli.run('evidence', 'export', ...inCase, '--to', cli.at('y'), '--original', hash)
  assert.match(exported.stderr, /is damaged/)
  assert.ok(!existsSync(cli.at('y')))
  const repaired = await cli.run('evidence', 'acquire', ...inCase, cli.at('image.raw'))
  assert.match(repaired.stdout, /was damaged here, repaired/)
  assert.equal((await cli.run(...originals('verify', ...inCase))).exitCode, 0)
})

test('a wrong key is said to be wrong, a lost one is not replaced', async () => {
  const key = cli.at('home/originals.key')
  renameSync(key, cli.at('kept.key'))
  const lost = await cli.run(...originals('verify', ...inCase))
  assert.match(lost.stderr, /originals\.key, is gone[^]*What to do: Bring it back/)
  assert.ok(!existsSync(key))
  writeFileSync(key, `${'cd'.repeat(32)}\n`)
  const other = await cli.run(...originals('verify', ...inCase))
  assert.match(other.stderr, /is not the key of these originals/)
  renameSync(cli.at('kept.key'), key)
  assert.equal((await cli.run(...originals('verify', ...inCase))).exitCode, 0)
})

test('erasing takes two people, no hold, and leaves the chain whole', async () => {
  const erase = (person: string, reason = 'deleted at the customer’s request'): string[] =>
    originals(
      'erase',
      ...inCase,
      '--reason',
      reason,
      '--person',
      person,
      '--key',
      cli.at(`${person}.key`),
      hash,
    )
  await cli.json(originals('hold', ...inCase, '--reason', 'police', hash))
  const held = await cli.run(...erase('anna'))
  assert.match(held.stderr, /is held: police[^]*Code: gate-closed/)
  await cli.json(originals('hold', ...inCase, '--lift', '--reason', 'released', hash))
  await cli.json(
    originals('transfer', ...inCase, '--recipient', 'LKA 5', '--seal', 'B-17', '--reason', 'request', hash),
  )
  const first = await cli.run(...erase('anna'))
  assert.match(first.stdout, /anna signed\. A second person/)
  assert.match((await cli.run(...erase('anna'))).stderr, /or the same key, signed this already/)
  const otherReason = await cli.json<{ erased: boolean }>(erase('bernd', 'another reason'))
  assert.equal(otherReason.erased, false, 'two reasons are no agreement')
  const done = await cli.run(...erase('bernd'))
  assert.match(done.stdout, /is erased: its key is gone/)
  const got = await cli.run(...originals('get', ...inCase, '--to', cli.at('z'), '--reason', 'x', hash))
  assert.match(got.stderr, /was erased: deleted at the customer/)
  const back = await cli.run('evidence', 'acquire', ...inCase, cli.at('image.raw'))
  assert.match(back.stderr, /was erased for this case/)
  assert.equal((await cli.run(...originals('verify', ...inCase))).exitCode, 0)
  const listed = await cli.run(...originals('list', ...inCase))
  assert.match(listed.stdout, /erased .*copy to LKA 5/)
  const verified = await cli.run('evidence', 'verify', ...inCase)
  assert.equal(verified.exitCode, 0, verified.stdout)
})

function shell(place: string): string {
  return spawnSync('sh', ['verify.sh'], { cwd: place, encoding: 'utf8' }).stdout
}
