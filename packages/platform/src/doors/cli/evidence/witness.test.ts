import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { makeAuthority } from '../../../core/evidence/authority.fixture.ts'
import { estateWithoutLaw, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
const laptop = openCli({ startScanner: startYaraScanner })
after(async () => {
  await cli[Symbol.asyncDispose]()
  await laptop[Symbol.asyncDispose]()
})

const inCase = ['--case', 'night-1'] as const
let fingerprint = ''
let witness = ''

function newKey(name: string): string {
  const key = cli.at(`${name}.key`)
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
  execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', cli.at(`${name}.pem`)])
  return key
}

async function goOn(name: string): Promise<void> {
  newKey(name)
  const pem = cli.at(`${name}.pem`)
  await cli.json(['case', 'approver', ...inCase, '--person', name, '--role', 'lead', '--public-key', pem])
}

function onLaptop(folder: string, ...more: string[]) {
  const key = ['--name', 'dpo', '--key', cli.at('dpo.key'), '--fingerprint', fingerprint]
  return laptop.run('evidence', 'witness', '--from', folder, ...key, ...more)
}

test('a second machine signs what goes on, and the export carries it', async () => {
  await cli.json([
    'case',
    'declare',
    '--title',
    'x',
    '--exercise',
    '--estate',
    estateWithoutLaw(cli),
    ...inCase,
  ])
  newKey('dpo')
  const first = cli.at('first')
  const made = ['evidence', 'checkpoint', ...inCase, '--to', first]
  ;({ fingerprint } = await cli.json<{ fingerprint: string }>(made))
  const seen = await onLaptop(first)
  assert.match(seen.stdout, /First sight of anlauf\/case\/night-1: 1 entry/)
  witness = `dpo=${/Your key (\w{64})/.exec(seen.stdout)?.[1]}`
  await cli.json(['evidence', 'keep', ...inCase, '--from', first])
  await goOn('anna')
  await cli.json(['evidence', 'checkpoint', ...inCase, '--to', cli.at('second')])
  assert.match((await onLaptop(cli.at('second'))).stdout, /went on from 1 to 2 entries/)
  const kept = await cli.run('evidence', 'keep', ...inCase, '--from', cli.at('second'))
  assert.match(kept.stdout, /dpo saw 2 entries at .+ Kept/)
  await cli.json(['evidence', 'export', ...inCase, '--to', cli.at('export')])
  const shell = spawnSync('sh', ['verify.sh', fingerprint, witness], {
    cwd: cli.at('export'),
    encoding: 'utf8',
  })
  assert.match(shell.stdout, /witness dpo .+ saw 1 entries[^]*saw 2 entries[^]*^VERIFIED/m)
  const verify = ['evidence', 'verify', '--from', cli.at('export'), '--witness']
  assert.match((await cli.run(...verify, witness)).stdout, /Witness dpo .+ saw 2 entries/)
  const missing = await cli.run(...verify, `dpo=${'0'.repeat(64)}`)
  assert.equal(missing.exitCode, 1)
  assert.match(missing.stdout, /no checkpoint carries a line of the witness dpo=0/)
})

test('the witness refuses a shorter log, another one, a foreign key and a forgotten state', async () => {
  const shorter = await onLaptop(cli.at('first'))
  assert.equal(shorter.exitCode, 1)
  assert.match(shorter.stderr, /has 1 entries; 2 were seen before/)
  const other = ['--name', 'dpo', '--key', cli.at('dpo.key'), '--fingerprint', '0'.repeat(64)]
  const foreign = await laptop.run('evidence', 'witness', '--from', cli.at('second'), ...other)
  assert.match(foreign.stderr, /not the expected one but/)
  await goOn('bernd')
  await cli.json(['evidence', 'checkpoint', ...inCase, '--to', cli.at('third')])
  cpSync(cli.at('third'), cli.at('forgotten'), { recursive: true })
  writeFileSync(cli.at('forgotten/proofs'), '')
  assert.match((await onLaptop(cli.at('forgotten'))).stderr, /does not lead on from 2 entries/)
  const proofs = readFileSync(cli.at('third/proofs'), 'utf8')
  // The way on from another state, under the name of this one.
  writeFileSync(cli.at('forgotten/proofs'), proofs.replace(/^1 /m, '2 '))
  assert.match((await onLaptop(cli.at('forgotten'))).stderr, /does not continue the 2 entries/)
  assert.match((await onLaptop(cli.at('third'))).stdout, /went on from 2 to 4 entries/)
})

test('a key that is none is said in words, a private one is never taken over, a spoilt memory stops', async () => {
  cpSync(cli.at('third'), cli.at('spoilt'), { recursive: true })
  writeFileSync(cli.at('spoilt/key.pem'), 'no key')
  assert.match((await onLaptop(cli.at('spoilt'))).stderr, /key\.pem holds no public key in PEM/)
  for (const [pem, message] of [
    [cli.at('dpo.key'), /holds a private key/],
    [cli.at('third/proofs'), /holds no public key/],
  ] as const) {
    cpSync(pem, cli.at('spoilt/witness-dpo.pem'))
    const refused = await cli.run('evidence', 'keep', ...inCase, '--from', cli.at('spoilt'))
    assert.match(refused.stderr, message)
  }
  const [memory = ''] = readdirSync(laptop.at('home/witness'))
  const before = readFileSync(laptop.at('home/witness', memory))
  writeFileSync(laptop.at('home/witness', memory), '{"size":')
  assert.match((await onLaptop(cli.at('third'))).stderr, /saw last of .+ cannot be read/)
  writeFileSync(laptop.at('home/witness', memory), before)
})

test('a kept checkpoint that the log does not fit stops every further signature', async () => {
  const other = openCli({ startScanner: startYaraScanner })
  try {
    await other.json([
      'case',
      'declare',
      '--title',
      'another',
      '--exercise',
      '--estate',
      estateWithoutLaw(cli),
      ...inCase,
    ])
    cpSync(cli.at('home/evidence.key'), other.at('home/evidence.key'))
    cpSync(cli.at('home/checkpoints'), other.at('home/checkpoints'), { recursive: true })
    const refused = await other.run('evidence', 'checkpoint', ...inCase)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /does not continue its checkpoint of 1 entries/)
  } finally {
    await other[Symbol.asyncDispose]()
  }
})

test('an authority stamps the newest checkpoint; a stamp that openssl does not verify is not kept', async () => {
  const authority = makeAuthority(cli.at('tsa'), 'Test authority')
  const stranger = makeAuthority(cli.at('tsa-2'), 'Another authority')
  let answer = (request: Buffer): Buffer => authority.stamp(request)
  const server = createServer((request, response) => {
    void Array.fromAsync(request).then((pieces) => response.end(answer(Buffer.concat(pieces as Buffer[]))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const stamp = (certificate: string) =>
    cli.run('evidence', 'timestamp', ...inCase, '--authority', url, '--certificate', certificate)
  try {
    const disbelieved = await stamp(stranger.certificateFile)
    assert.match(disbelieved.stderr, /not believed: openssl does not verify it/)
    const old = authority.stamp(Buffer.from(readFileSync(cli.at('tsa/request.tsq'))))
    answer = () => old
    assert.match((await stamp(authority.certificateFile)).stderr, /it answers another question/)
    answer = () => Buffer.from('busy')
    assert.match((await stamp(authority.certificateFile)).stderr, /sent no time stamp/)
    answer = () => Buffer.alloc(1_000_000)
    assert.match((await stamp(authority.certificateFile)).stderr, /more than 262144 bytes/)
    assert.equal(existsSync(cli.at('home/checkpoints/night-1/4.tsr')), false)
    answer = (request) => authority.stamp(request)
    const good = await stamp(authority.certificateFile)
    assert.match(good.stdout, /4 entries of night-1 existed at 20\S+, says 127\.0\.0\.1:\d+ \(serial/)
  } finally {
    server.close()
  }
  await cli.json(['evidence', 'export', ...inCase, '--to', cli.at('stamped')])
  const shell = spawnSync('sh', ['verify.sh', fingerprint, witness], {
    cwd: cli.at('stamped'),
    encoding: 'utf8',
  })
  assert.match(shell.stdout, /stamped: 4 entries at .+ GMT[^]*^VERIFIED: 5 entries/m)
})
