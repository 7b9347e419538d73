import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { initRepository, localStorage } from '@anlauf/repository'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { serveVault } from '../../vault/index.ts'
import { openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())
const vault = cli.at('vault')
const inVault = ['--vault', vault] as const

test('a client gets a password once; nobody can read it again', async () => {
  const add = await cli.run(
    'vault',
    'client',
    'add',
    'files1',
    '--role',
    'writer',
    '--tenant',
    'acme',
    ...inVault,
  )
  assert.equal(add.exitCode, 0, add.stderr)
  const password = /password: (\S{43})/.exec(add.stdout)?.[1] ?? ''
  const file = join(vault, 'clients.json')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.doesNotMatch(readFileSync(file, 'utf8'), new RegExp(password))
  assert.match(readFileSync(file, 'utf8'), /"scrypt:16384:8:1:/)
  const list = await cli.json<{ name: string; password?: string }[]>(['vault', 'client', 'list', ...inVault])
  assert.deepEqual(
    list.map(({ name, password: hash }) => [name, hash]),
    [['files1', undefined]],
  )

  await using running = await serveVault({ vault })
  const status = async (name: string, secret: string) =>
    (await fetch(`${running.url}/acme/config`, { headers: { authorization: basic(name, secret) } })).status
  assert.equal(await status('files1', password), 404)
  assert.equal(await status('files1', 'wrong'), 401)

  const to = cli.at('files1.password')
  await cli.json([
    'vault',
    'client',
    'add',
    'files1',
    '--role',
    'writer',
    '--tenant',
    'acme',
    '--password-to',
    to,
    ...inVault,
  ])
  assert.equal(statSync(to).mode & 0o777, 0o600)
  assert.equal(await status('files1', password), 401, 'the old password is void at once')
  assert.equal(await status('files1', readFileSync(to, 'utf8').trim()), 404)
  await cli.json(['vault', 'client', 'remove', 'files1', ...inVault])
  assert.equal(await status('files1', readFileSync(to, 'utf8').trim()), 401)
})

test('refused: roles and names that are none, a restorer without an end, short passwords, open plain HTTP', async () => {
  const short = cli.at('short')
  writeFileSync(short, 'hunter2')
  const add = ['vault', 'client', 'add'] as const
  const refusals: [readonly string[], RegExp][] = [
    [[...add, 'x', '--role', 'root', ...inVault], /is no role/],
    [[...add, '../x', '--role', 'writer', ...inVault], /is no name of a client/],
    [[...add, 'x', '--role', 'restorer', ...inVault], /its credential has to end/],
    [[...add, 'x', '--role', 'writer', '--tenant', '*', ...inVault], /all tenants although it is no auditor/],
    [[...add, 'x', '--role', 'writer', '--password-from', short, ...inVault], /less than 16/],
    [['vault', 'client', 'remove', 'nobody', ...inVault], /knows no client/],
    [['vault', 'client', 'role', 'nobody', 'auditor', ...inVault], /knows no client/],
    [['vault', 'serve', '--listen', '0.0.0.0:0', ...inVault], /passwords would cross the network/],
    [['vault', 'serve', '--listen', 'nonsense', ...inVault], /no address with a port/],
    [['vault', 'serve', '--tls-cert', short, ...inVault], /a certificate and its key/],
    [['vault', 'hold', 'maybe', ...inVault], /neither on, off nor show/],
    [['vault', 'plan', 'show', 'abc', ...inVault], /keeps no plan/],
    [['vault', 'client', 'list'], /No vault named/],
  ]
  for (const [args, message] of refusals) {
    const refused = await cli.run(...args)
    assert.notEqual(refused.exitCode, 0, args.join(' '))
    assert.match(refused.stderr, message, args.join(' '))
    assert.match(refused.stderr, /What to do: /)
  }
})

test('from the list of objects to a plan that two people signed', async () => {
  const data = await storedRepository()
  const objects = cli.at('objects')
  writeFileSync(objects, `${data}\n\n`)
  for (const name of ['anna', 'bernd', 'clara']) {
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', cli.at(`${name}.key`)], {
      stdio: 'ignore',
    })
    execFileSync('openssl', ['pkey', '-in', cli.at(`${name}.key`), '-pubout', '-out', cli.at(`${name}.pem`)])
    if (name !== 'clara')
      await cli.json([
        'vault',
        'approver',
        '--person',
        name,
        '--public-key',
        cli.at(`${name}.pem`),
        ...inVault,
      ])
  }
  const make = await cli.json<{ digest: string; objects: number }>([
    'vault',
    'plan',
    'make',
    '--repository',
    'acme',
    '--objects',
    objects,
    ...inVault,
  ])
  assert.equal(make.objects, 1)
  const approve = (person: string, key = person) =>
    cli.run(
      'vault',
      'plan',
      'approve',
      make.digest,
      '--person',
      person,
      '--key',
      cli.at(`${key}.key`),
      ...inVault,
    )
  assert.match((await approve('anna')).stdout, /Signed by anna; 1 more needed/)
  assert.match((await approve('anna')).stdout, /Signed by anna; 1 more needed/)
  assert.match((await approve('bernd', 'anna')).stderr, /not registered with this key/)
  assert.match((await approve('clara')).stderr, /not registered with this key/)
  assert.match((await approve('bernd')).stdout, /Signed by anna and bernd: in force/)
  const show = await cli.run('vault', 'plan', 'show', make.digest, ...inVault)
  assert.match(show.stdout, new RegExp(data))
  await cli.json(['vault', 'approver', '--person', 'bernd', '--remove', ...inVault])
  const after = await cli.run('vault', 'plan', 'show', make.digest, ...inVault)
  assert.match(after.stdout, /1 more needed/)
  writeFileSync(objects, `data/${'0'.repeat(64)}\n`)
  const unknown = await cli.run(
    'vault',
    'plan',
    'make',
    '--repository',
    'acme',
    '--objects',
    objects,
    ...inVault,
  )
  assert.match(unknown.stderr, /holds no data/)
})

test('a rehearsal asks for rules, reads the repository and changes nothing', async () => {
  const rehearse = ['vault', 'plan', 'rehearse', '--repo', cli.at('made'), '--out', cli.at('would-go')]
  assert.match((await cli.run(...rehearse)).stderr, /No rule says what is kept/)
  const played = await cli.json([...rehearse, '--keep-last', '1'])
  assert.deepEqual(played, { snapshots: 0, objects: 0, out: cli.at('would-go') })
  assert.equal(readFileSync(cli.at('would-go'), 'utf8'), '')
})

test('a hold is set, shown and ended', async () => {
  const on = await cli.run('vault', 'hold', 'on', '--reason', 'an attack', ...inVault)
  assert.match(on.stdout, /On hold since .*\(an attack\), by account /)
  assert.ok(existsSync(join(vault, 'hold.json')))
  assert.match((await cli.run('vault', 'hold', 'off', ...inVault)).stdout, /No hold/)
  assert.deepEqual(await cli.json(['vault', 'hold', 'show', ...inVault]), { hold: null })
})

test('an audit answers 0 for an honest history and 1 for a removed file', async () => {
  const audit = [
    'vault',
    'audit',
    '--journal',
    join(vault, 'journals/acme.ndjson'),
    '--repo',
    join(vault, 'repositories/acme'),
  ]
  const honest = await cli.run(...audit)
  assert.equal(honest.exitCode, 0, honest.stdout + honest.stderr)
  assert.match(honest.stdout, /Nothing was found/)
  assert.match(honest.stdout, /only a checkpoint or receipts/)
  const witness = ['--checkpoint', join(vault, 'journals/acme.checkpoint')]
  assert.match((await cli.run(...audit, ...witness)).stderr, /need the public key/)
  execFileSync('openssl', ['pkey', '-in', join(vault, 'vault.key'), '-pubout', '-out', cli.at('vault.pem')])
  const witnessed = await cli.run(...audit, ...witness, '--public-key', cli.at('vault.pem'))
  assert.equal(witnessed.exitCode, 0, witnessed.stdout)
  const [data = ''] = readFileSync(cli.at('stored'), 'utf8').split('\n')
  rmSync(join(vault, 'repositories/acme/data', data.slice(5, 7), data.slice(5)))
  const found = await cli.json<{ errors: number; findings: { code: string; object: string }[] }>(audit, 1)
  assert.deepEqual(
    found.findings.map(({ code, object }) => [code, object]),
    [['missingObject', data]],
  )
})

/** A repository that came through the door; its one pack is in no index. */
async function storedRepository(): Promise<string> {
  const secret = cli.at('secret')
  writeFileSync(secret, 'a long password of a client')
  const add = (name: string, role: string) =>
    cli.json([
      'vault',
      'client',
      'add',
      name,
      '--role',
      role,
      '--tenant',
      'acme',
      '--password-from',
      secret,
      ...inVault,
    ])
  await add('prov', 'provisioner')
  await add('writer', 'writer')
  await using running = await serveVault({ vault })
  const post = async (name: string, path: string, body: Buffer) => {
    const headers = { authorization: basic(name, 'a long password of a client') }
    const { status } = await fetch(`${running.url}/acme/${path}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    })
    assert.equal(status, 200, path)
  }
  await post('prov', '?create=true', Buffer.alloc(0))
  const made = await initRepository(localStorage(cli.at('made')), {
    password: cli.env['RESTIC_PASSWORD'] ?? '',
  })
  for (const kind of ['keys', 'config'] as const) {
    for await (const { id } of made.storage.list(kind))
      await post('prov', kind === 'config' ? 'config' : `keys/${id}`, await made.storage.read(kind, id))
  }
  const bytes = Buffer.from('a pack of nothing')
  const data = `data/${createHash('sha256').update(bytes).digest('hex')}`
  await post('writer', data, bytes)
  writeFileSync(cli.at('stored'), data)
  return data
}

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
}
