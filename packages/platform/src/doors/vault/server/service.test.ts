import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { initRepository, localStorage } from '@anlauf/repository'

import { unitCipher } from '../../../../../repository/src/crypto/index.ts'
import { keyFingerprint, openCheckpoint } from '../../../core/evidence/index.ts'
import { openReceipt, receiptHeader } from '../journal/index.ts'
import { clientPassword, openTestVault, reply, someObject, testClock } from '../vault.fixture.ts'
import { checkpointOrigin, vaultSigner } from './witness.ts'

const scratch = mkdtempSync(join(tmpdir(), 'anlauf-vault-test-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

test('every stored object has a signed receipt, in the answer and in bulk', async () => {
  await using vault = await openTestVault()
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'auditor', role: 'auditor' },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const given: string[] = []
  for (let at = 0; at < 5; at += 1) {
    const { id, body } = someObject()
    const { headers } = await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
    const receipt = openReceipt(String(headers[receiptHeader]), vault.running.publicKey)
    assert.equal(receipt?.line.id, id)
    assert.equal(receipt?.line.client, 'writer')
    given.push(String(headers[receiptHeader]))
  }
  const bulk = await vault.ask('/acme/.vault/receipts', { client: 'auditor' })
  assert.deepEqual(bulk.body.toString().trimEnd().split('\n'), given)
  const journal = await vault.ask('/acme/.vault/journal', { client: 'auditor' })
  assert.equal(journal.body.toString(), readFileSync(join(vault.folder, 'journals/acme.ndjson'), 'utf8'))
  const tail = await vault.ask('/acme/.vault/journal?from=3', { client: 'auditor' })
  assert.equal(tail.body.toString(), journal.body.toString().split('\n').slice(2).join('\n'))
  assert.equal((await vault.ask('/acme/.vault/journal', { client: 'writer' })).status, 403)

  const note = (await vault.ask('/acme/.vault/checkpoint', { client: 'writer' })).body.toString()
  const checkpoint = openCheckpoint(note, { name: vaultSigner, publicKey: vault.running.publicKey })
  const fingerprint = keyFingerprint(vault.running.publicKey)
  assert.equal(checkpoint?.origin, checkpointOrigin(fingerprint, 'acme'))
  assert.equal(checkpoint?.size, vault.journal().length)
})

test('objects are served whole and in ranges, lists in both versions of the protocol', async () => {
  await using vault = await openTestVault()
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'auditor', role: 'auditor' },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  assert.equal((await vault.ask('/acme/data/', { client: 'auditor' })).body.toString(), '[]')
  const { id, body } = someObject(1000)
  await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
  const path = `/acme/data/${id}`
  const get = (range?: string) => vault.ask(path, { client: 'auditor', ...(range && { headers: { range } }) })
  assert.deepEqual((await get()).body, body)
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1],
    ['bytes=10-99', 10, 100],
    ['bytes=990-', 990, 1000],
    ['bytes=-7', 993, 1000],
    ['bytes=5-99999', 5, 1000],
  ] as const) {
    const part = await get(range)
    assert.equal(part.status, 206)
    assert.deepEqual(part.body, body.subarray(from, to), range)
    assert.equal(part.headers['content-range'], `bytes ${from}-${to - 1}/1000`)
  }
  assert.equal((await get('bytes=1000-1001')).status, 416)
  const head = await vault.ask(path, { client: 'auditor', method: 'HEAD' })
  assert.equal(head.headers['content-length'], '1000')
  const v1 = await vault.ask('/acme/data/', { client: 'auditor' })
  const accept = 'application/vnd.x.restic.rest.v2'
  const v2 = await vault.ask('/acme/data/', { client: 'auditor', headers: { accept } })
  assert.deepEqual(
    [JSON.parse(v1.body.toString()), JSON.parse(v2.body.toString())],
    [[id], [{ name: id, size: 1000 }]],
  )
  assert.equal(v2.headers['content-type'], accept)
  assert.equal((await vault.ask('/acme/config', { client: 'auditor' })).status, 404)
})

test('quota and read budget end where they should, and the budget survives a restart', async () => {
  const clock = testClock()
  await using vault = await openTestVault({ clock, limits: { minReadBudgetBytes: 100_000 } })
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'stock', role: 'writerStock' },
    { name: 'small', role: 'writer', quotaBytes: 50_000 },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const store = async (client: string, size: number): Promise<[number, string]> => {
    const { id, body } = someObject(size)
    return [(await vault.ask(`/acme/data/${id}`, { method: 'POST', client, body })).status, id]
  }
  assert.equal((await store('small', 30_000))[0], 200)
  assert.equal((await store('small', 30_000))[0], 507)
  assert.equal((await store('small', 15_000))[0], 200)
  for (let at = 0; at < 3; at += 1) await store('small', 1)
  assert.equal((await store('small', 1))[0], 507, 'tiny objects count as blocks')

  const [, id] = await store('stock', 30_000)
  const read = async () => (await vault.ask(`/acme/data/${id}`, { client: 'stock' })).status
  assert.deepEqual([await read(), await read()], [200, 200])
  await vault.restart()
  assert.deepEqual([await read(), await read()], [200, 403])
  await vault.running.upkeep()
  const codes = vault.journal().map(({ code }) => code)
  assert.ok(codes.includes('readBudgetHalf') && codes.includes('readBudgetSpent'))
  clock.pass(25 * 60 * 60 * 1000)
  assert.equal(await read(), 200, 'the next day')
})

test('a vault with a key refuses snapshots whose time does not fit; an importer may bring old ones', async () => {
  const clock = testClock(Date.parse('2026-03-10T04:00:00Z'))
  const password = 'a repository password'
  await using vault = await openTestVault({ clock, password })
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'importer', role: 'importer' },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const repository = await uploadNew(password)
  const snapshotAt = (time: string) => sealedSnapshot(repository, time)
  const post = async (time: string, client = 'writer') => {
    const { id, body } = await snapshotAt(time)
    const { status, body: why } = await vault.ask(`/acme/snapshots/${id}`, { method: 'POST', client, body })
    return `${status} ${why.toString().split(':')[0]}`.trim()
  }
  const touch = () => vault.ask('/acme/config', { client: 'writer' })
  await touch()
  await vault.running.upkeep()
  clock.pass(3 * 60 * 60 * 1000)
  assert.equal(await post('2026-03-10T03:30:00Z'), '403 backDated')
  assert.equal(await post('2026-03-10T07:30:00Z'), '403 futureDated')
  assert.equal(await post('2026-03-09T00:00:00Z', 'importer'), '200')
  assert.equal(await post('2026-03-10T04:00:00Z'), '200', 'the start of a long backup')
  const { id, body } = someObject()
  const garbage = await vault.ask(`/acme/snapshots/${id}`, { method: 'POST', client: 'writer', body })
  assert.equal(garbage.status, 403)
  assert.match(garbage.reason, /no snapshot of this repository/)
  assert.ok(vault.journal().some(({ verb, code }) => verb === 'ALARM' && code === 'snapshotTime'))

  async function uploadNew(secret: string) {
    const place = join(scratch, 'keyed')
    const made = await initRepository(localStorage(place), { password: secret, kdf: { N: 1024, r: 8, p: 1 } })
    for (const kind of ['keys', 'config'] as const) {
      for await (const { id } of made.storage.list(kind)) {
        const path = kind === 'config' ? '/acme/config' : `/acme/keys/${id}`
        const bytes = await made.storage.read(kind, id)
        assert.equal((await vault.ask(path, { method: 'POST', client: 'prov', body: bytes })).status, 200)
      }
    }
    return made
  }
})

test('TLS with a certificate made by openssl; a client certificate counts by its fingerprint', async () => {
  const cert = (name: string): { cert: string; key: string } => {
    const files = { cert: join(scratch, `${name}.pem`), key: join(scratch, `${name}.key`) }
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ed25519',
        '-nodes',
        '-days',
        '2',
        '-subj',
        `/CN=${name}`,
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        files.key,
        '-out',
        files.cert,
      ],
      { stdio: 'ignore' },
    )
    return files
  }
  const [server, mine, other] = [cert('vault'), cert('mine'), cert('other')]
  await using vault = await openTestVault({ tls: { certFile: server.cert, keyFile: server.key } })
  const certificate = new X509Certificate(readFileSync(mine.cert)).fingerprint256
    .replaceAll(':', '')
    .toLowerCase()
  await vault.clients(
    { name: 'bare', role: 'auditor', certificate, password: '' },
    { name: 'both', role: 'auditor', certificate },
  )
  const ask = async (options: {
    with?: { cert: string; key: string }
    userInfo?: string
  }): Promise<number> => {
    const { port } = new URL(vault.url)
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path: '/acme/config',
      agent: false,
      ca: readFileSync(server.cert),
      ...(options.with && { cert: readFileSync(options.with.cert), key: readFileSync(options.with.key) }),
      ...(options.userInfo && { auth: options.userInfo }),
    })
    return (await reply(outgoing)).status
  }
  assert.match(vault.url, /^https:/)
  const userInfo = `both:${clientPassword}`
  assert.equal(await ask({ with: mine }), 404, 'let in: there is no repository yet')
  assert.equal(await ask({ with: other }), 401)
  assert.equal(await ask({}), 401)
  assert.equal(
    await ask({ userInfo }),
    401,
    'the password alone is not enough for a client with a certificate',
  )
  assert.equal(await ask({ with: other, userInfo }), 401)
  assert.equal(await ask({ with: mine, userInfo }), 404)
})

test('metrics for Prometheus on their own port, without names of objects', async () => {
  await using vault = await openTestVault({ metricsPort: 0 })
  await vault.clients({ name: 'prov', role: 'provisioner' }, { name: 'writer', role: 'writer' })
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const { id, body } = someObject(5000)
  await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
  await vault.ask(`/acme/data/${id}`, { method: 'DELETE', client: 'writer' })
  const answer = await fetch(vault.running.metricsUrl ?? '')
  const page = await answer.text()
  assert.match(String(answer.headers.get('content-type')), /version=0\.0\.4/)
  for (const line of [
    'anlauf_vault_requests_total{verb="POST",type="data",status="200"} 1',
    'anlauf_vault_refusals_total{code="appendOnly"} 1',
    'anlauf_vault_received_bytes_total{type="data"} 5000',
    'anlauf_vault_stored_bytes{repository="acme"} 5000',
    'anlauf_vault_clock_trusted{tenant="acme"} 1',
  ])
    assert.ok(page.includes(`${line}\n`), `${line} is not in\n${page}`)
  assert.ok(!page.includes(id))
  const lines = page.trimEnd().split('\n')
  for (const line of lines)
    assert.match(
      line,
      /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"\n]*"(?:,\w+="[^"\n]*")*\})? -?\d+(?:\.\d+)?)$/,
    )
  assert.equal((await fetch((vault.running.metricsUrl ?? '').replace('/metrics', '/'))).status, 404)
})

test('stopping lets a running upload end; its line is on disk and the state is signed', async () => {
  await using vault = await openTestVault()
  await vault.clients({ name: 'prov', role: 'provisioner' }, { name: 'writer', role: 'writer' })
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const { id, body } = someObject(1000)
  const outgoing = vault.start(`/acme/data/${id}`, {
    method: 'POST',
    client: 'writer',
    headers: { 'content-length': '1000' },
  })
  outgoing.write(body.subarray(0, 500))
  await once(outgoing, 'socket')
  await new Promise((resolve) => setTimeout(resolve, 100))
  const closing = vault.running.close()
  const answer = await reply(outgoing, body.subarray(500))
  await closing
  assert.equal(answer.status, 200)
  const last = vault.journal().at(-1)
  assert.equal(last?.['verb'], 'STOP')
  const note = readFileSync(join(vault.folder, 'journals/acme.checkpoint'), 'utf8')
  const signed = openCheckpoint(note, { name: vaultSigner, publicKey: vault.running.publicKey })
  assert.equal(signed?.size, vault.journal().length)
  const { port, hostname } = new URL(vault.url)
  const socket = connect(Number(port), hostname)
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  assert.equal(error.code, 'ECONNREFUSED')
})

test('a second process on the same vault is refused', async () => {
  await using vault = await openTestVault()
  await assert.rejects(openTestVault({ vault: vault.folder }), { code: 'vault-failed', retry: 'later' })
})

async function sealedSnapshot(
  repository: Awaited<ReturnType<typeof initRepository>>,
  time: string,
): Promise<{ id: string; body: Buffer }> {
  const json = JSON.stringify({ time, tree: 'ab'.repeat(32), paths: ['/x'], hostname: 'h' })
  const body = unitCipher(repository.masterKey).seal(Buffer.from(json))
  return { id: createHash('sha256').update(body).digest('hex'), body }
}
