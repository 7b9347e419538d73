import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1'] as const
const folder = cli.at('evidence')
let fingerprint = ''

function shell(place: string, expected = fingerprint): string {
  return spawnSync('sh', ['verify.sh', expected], { cwd: place, encoding: 'utf8' }).stdout
}

test('an export carries its key, and the key of the home is private', async () => {
  const declare = ['case', 'declare', '--title', 'x', '--exercise', '--estate', exampleEstate]
  for (const id of ['night-1', 'other']) await cli.json([...declare, '--case', id])
  for (const name of ['anna', 'bernd']) {
    const [key, pem] = [cli.at(`${name}.key`), cli.at(`${name}.pem`)]
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
    execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', pem])
    await cli.json(['case', 'approver', ...inCase, '--person', name, '--role', 'lead', '--public-key', pem])
  }
  const first = await cli.run('evidence', 'export', ...inCase, '--to', cli.at('first'))
  fingerprint = /Signing key (\w{64})/.exec(first.stdout)?.[1] ?? ''
  assert.match(first.stdout, /It was made just now/)
  assert.equal(statSync(cli.at('home/evidence.key')).mode & 0o777, 0o600)
  const again = await cli.json<{ fingerprint: string }>(['evidence', 'export', ...inCase, '--to', folder])
  assert.equal(again.fingerprint, fingerprint, 'the same key signs the next export')
  const last = readFileSync(`${folder}/entries.ndjson`, 'utf8').trim().split('\n').at(-1) ?? ''
  assert.match(last, /"kind":"log.exported"/, 'that it went out is a part of what went out')
})

test('an export verifies here and with a shell alone; an unexpected key does not pass', async () => {
  assert.match(shell(folder), /^VERIFIED: 6 entries/m)
  assert.match(shell(folder, 'f'.repeat(64)), /NOT VERIFIED: the key is not the one you expect/)
  const verify = ['evidence', 'verify', '--from', folder, '--fingerprint']
  const good = await cli.run(...verify, fingerprint)
  assert.equal(good.exitCode, 0, good.stdout)
  const other = await cli.run(...verify, 'f'.repeat(64))
  assert.equal(other.exitCode, 1)
  assert.match(other.stdout, /NOT VERIFIED[^]*the key is not the expected one/)
})

const tampering: [string, (place: string) => void][] = [
  ['an edited entry', (place) => edit(`${place}/entries.ndjson`, (text) => text.replace('lead', 'boss'))],
  ['a removed entry', (place) => edit(`${place}/entries.ndjson`, (text) => text.replace(/[^\n]+\n$/, ''))],
  ['another key', (place) => cpSync(cli.at('anna.pem'), `${place}/key.pem`)],
  ['a key that is none', (place) => writeFileSync(`${place}/key.pem`, 'no key')],
  ['a file more', (place) => writeFileSync(`${place}/added.txt`, 'x')],
  ['a file more, with a line break', (place) => writeFileSync(`${place}/proof\nx`, 'x')],
  ['a hidden file more', (place) => writeFileSync(`${place}/.added`, 'x')],
  ['a file less', (place) => rmSync(`${place}/proof`)],
  ['edited sums', (place) => edit(`${place}/SHA256SUMS`, (text) => text.replace('proof', 'prooF'))],
  [
    'a sum that leads out',
    (place) => edit(`${place}/SHA256SUMS`, (text) => text.replace('proof', '../proof')),
  ],
  [
    'an edited file with its sum mended',
    (place) => {
      const before = sha256(`${place}/proof`)
      writeFileSync(`${place}/proof`, 'x\n')
      edit(`${place}/SHA256SUMS`, (text) => text.replace(before, sha256(`${place}/proof`)))
    },
  ],
  [
    'the checkpoint of another export',
    (place) => cpSync(cli.at('by-anna/checkpoint'), `${place}/checkpoint`),
  ],
]

test('whatever is changed in an export, this program and the shell notice', async () => {
  await cli.json(['evidence', 'export', ...inCase, '--to', cli.at('by-anna'), '--key', cli.at('anna.key')])
  for (const [what, tamper] of tampering) {
    const copy = cli.at('tampered')
    rmSync(copy, { recursive: true, force: true })
    cpSync(folder, copy, { recursive: true })
    tamper(copy)
    const here = await cli.run('evidence', 'verify', '--from', copy)
    assert.equal(here.exitCode, 1, what)
    assert.match(here.stdout + here.stderr, /NOT VERIFIED|Code: evidence-broken/, what)
    assert.match(shell(copy), /^NOT VERIFIED/m, what)
  }
})

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8')
  assert.notEqual(change(text), text, `${file} was not changed`)
  writeFileSync(file, change(text))
}

test('a checkpoint that was kept elsewhere fits a log that went on, and nothing else', async () => {
  await cli.json([
    'case',
    'approver',
    ...inCase,
    '--person',
    'clara',
    '--role',
    'lead',
    '--public-key',
    cli.at('anna.pem'),
  ])
  const kept = ['--checkpoint', cli.at('evidence/checkpoint')]
  const grown = await cli.run('evidence', 'verify', ...inCase, ...kept)
  assert.equal(grown.exitCode, 0, grown.stdout)
  assert.match(grown.stdout, /8 entries[^]*continues 1 checkpoint/)
  const refusals: [string, string[], RegExp][] = [
    [
      'a key that did not sign',
      [...inCase, ...kept, '--public-key', cli.at('anna.pem')],
      /no checkpoint signed with the key/,
    ],
    ['another case', ['--case', 'other', ...kept], /a checkpoint of another log, anlauf\/case\/night-1/],
    ['a text', [...inCase, '--checkpoint', cli.at('anna.pem')], /no checkpoint signed/],
  ]
  for (const [what, args, message] of refusals) {
    const refused = await cli.run('evidence', 'verify', ...args)
    assert.equal(refused.exitCode, 1, what)
    assert.match(refused.stdout, message, what)
  }
  await cli.json(['evidence', 'export', ...inCase, '--to', cli.at('later')])
  const cut = await cli.run(
    'evidence',
    'verify',
    '--from',
    folder,
    '--checkpoint',
    cli.at('later/checkpoint'),
  )
  assert.equal(cut.exitCode, 1, 'an export that ends before the checkpoint was cut short')
  assert.match(cut.stdout, /9 entries were signed, 6 are here/)
})

test('refused: a folder in use, an unknown case, a key of another kind, nothing named', async () => {
  const before = readdirSync(folder)
  const used = await cli.run('evidence', 'export', ...inCase, '--to', folder)
  assert.match(used.stderr, /is not an empty folder/)
  assert.deepEqual(readdirSync(folder), before)
  execFileSync('openssl', ['genpkey', '-algorithm', 'x25519', '-out', cli.at('other.key')], {
    stdio: 'ignore',
  })
  const refusals: [string[], RegExp][] = [
    [['export', '--case', 'none', '--to', cli.at('x')], /There is no case "none"/],
    [['verify', '--case', 'none'], /There is no case "none"/],
    [['export', ...inCase, '--to', cli.at('x'), '--key', cli.at('other.key')], /a key of the kind x25519/],
    [['export', ...inCase, '--to', cli.at('x'), '--key', cli.at('anna.pem')], /holds the public half/],
    [['verify'], /Nothing was named to verify/],
    [['verify', '--from', cli.at('home')], /key\.pem does not exist/],
  ]
  for (const [args, message] of refusals) {
    const refused = await cli.run('evidence', ...args)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, message)
    assert.match(refused.stderr, /What to do: /)
  }
})
