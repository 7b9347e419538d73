import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'

import JSZip from 'jszip'

import { startScanners } from '../../../adapters/scanners/index.ts'
import { openCli } from '../cli.fixture.ts'
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

test('an archive gives the same rules as its folder, whatever its members are called', async () => {
  const place = folder('packed', { 'a.yar': one, 'deep/b.yara': two, 'README.md': `\`${one}\`` })
  const { digest } = await update(place)
  const long = `${'x'.repeat(120)}.yar`
  writeFileSync(cli.at('packed', long), one)
  const tar = cli.at('rules.tar')
  for (const format of ['gnu', 'pax', 'ustar']) {
    const names = format === 'ustar' ? ['a.yar', 'deep', 'README.md'] : [long, 'deep', 'README.md']
    execFileSync('tar', [`--format=${format}`, '-cf', tar, '-C', place, ...names])
    assert.equal((await update(tar)).digest, digest, format)
  }
  for (const [name, pack] of Object.entries({ gz: gzipSync, zst: zstdCompressSync })) {
    writeFileSync(`${tar}.${name}`, pack(readFileSync(tar)))
    assert.equal((await update(`${tar}.${name}`)).digest, digest, name)
  }
  const zip = new JSZip().file('../../a.yar', one).file('/etc/b.yara', two).file('c.txt', 'no rule')
  writeFileSync(cli.at('rules.zip'), await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }))
  assert.equal((await update(cli.at('rules.zip'))).digest, digest)
})

test('one rule file is one rule file, shorter and longer than the header of an archive', async () => {
  for (const [name, text] of [
    ['short.yar', one],
    ['long.yar', `// ${'x'.repeat(1000)}\n${two}`],
  ] as const) {
    writeFileSync(cli.at(name), text)
    assert.equal((await update(cli.at(name))).files, 1, name)
  }
})

test('of a torn, encrypted or huge archive nothing is taken', async () => {
  const before = currentRules(cli.at('home'))
  const tar = readFileSync(cli.at('rules.tar'))
  const zip = readFileSync(cli.at('rules.zip'))
  const locked = Buffer.from(zip)
  for (let at = locked.indexOf('PK\u0001\u0002'); at >= 0; at = locked.indexOf('PK\u0001\u0002', at + 4)) {
    locked[at + 8] = (locked[at + 8] ?? 0) | 1
  }
  const bomb = new JSZip().file('a.yar', Buffer.alloc(65 * 1024 * 1024, ' '))
  const cases = {
    'torn.tar': tar.subarray(0, 1500),
    'torn.tgz': gzipSync(tar).subarray(0, -20),
    'torn.zip': zip.subarray(0, -40),
    'locked.zip': locked,
    'bomb.zip': await bomb.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }),
    'empty.tar': Buffer.alloc(10_240),
    'tiny.yar': Buffer.from('x'),
    'none.yar': Buffer.alloc(0),
  }
  for (const [name, bytes] of Object.entries(cases)) {
    writeFileSync(cli.at(name), bytes)
    const { exitCode, stderr } = await cli.run('scan', 'rules', 'update', '--from', cli.at(name))
    assert.equal(exitCode, 1, name)
    assert.match(stderr, /rules-invalid/, name)
    assert.equal(currentRules(cli.at('home')), before, name)
  }
})
