import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { localStorage, openRepository } from '@anlauf/repository'

import { auditVault } from '../../packages/platform/src/doors/vault/audit/index.ts'
import { journalBytes } from '../../packages/platform/src/doors/vault/journal/index.ts'
import { clientPassword, openTestVault } from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { type Passed, recordingProxy } from './recording-proxy.ts'
import { password } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-vault-interop-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const vault = await openTestVault()
after(() => vault[Symbol.asyncDispose]())
const proxy = await recordingProxy(vault.url)
after(() => proxy[Symbol.asyncDispose]())
await vault.clients(
  { name: 'prov', role: 'provisioner', tenants: ['acme', 'stolen'] },
  { name: 'writer', role: 'writer' },
  { name: 'stock', role: 'writerStock' },
  { name: 'auditor', role: 'auditor', tenants: ['*'] },
  { name: 'restorer', role: 'restorer' },
  { name: 'thief', role: 'writerStock', tenants: ['stolen'] },
)
const source = join(folder, 'source')
mkdirSync(join(source, 'below'), { recursive: true })
for (let at = 0; at < 30; at += 1)
  writeFileSync(join(source, `file ${at}`), `content ${at} `.repeat(at * 500))
writeFileSync(join(source, 'below', 'deep'), 'x')

interface Run {
  readonly code: number
  readonly output: string
}

/** Stock restic in a process of its own while this one serves; `cache` is a folder, none without it. */
async function restic(client: string, tenant: string, args: readonly string[], cache?: string): Promise<Run> {
  const url = `rest:${proxy.url.replace('://', `://${client}:${clientPassword}@`)}/${tenant}/`
  const caching = cache === undefined ? ['--no-cache'] : ['--cache-dir', cache]
  const child = spawn('restic', ['-r', url, ...caching, ...args], {
    env: { ...process.env, RESTIC_PASSWORD: password },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

async function succeed(...parameters: Parameters<typeof restic>): Promise<string> {
  const { code, output } = await restic(...parameters)
  assert.equal(code, 0, output)
  return output
}

/** Reads of packs that restic made in the meantime. */
async function packReads(work: () => Promise<unknown>): Promise<Passed[]> {
  const from = proxy.passed.length
  await work()
  return proxy.passed.slice(from).filter(({ method, path }) => method === 'GET' && path.includes('/data/'))
}

// restic tries a refused deletion ten times, 45 seconds in all: it runs beside the other tests.
let thieving: Promise<Run> | undefined

test('restic init as provisioner; nobody else can', { skip }, async () => {
  for (const tenant of ['acme', 'stolen']) {
    await succeed('prov', tenant, ['init'])
    assert.notEqual((await restic('prov', tenant, ['init'])).code, 0, 'a second time there is a config')
  }
  await succeed('thief', 'stolen', ['backup', source])
  await succeed('thief', 'stolen', ['backup', '--force', source])
  thieving = restic('thief', 'stolen', ['forget', '--prune', '--keep-last', '1'])
})

test('which reads of packs a stock backup needs', { skip }, async () => {
  const cache = join(folder, 'cache')
  const backup = (...more: string[]) => ['backup', source, ...more]
  const first = await packReads(() => succeed('writer', 'acme', backup(), cache))
  assert.deepEqual(first, [], 'the first backup: none')
  const second = await packReads(() => succeed('writer', 'acme', backup(), cache))
  assert.deepEqual(second, [], 'with its cache: none, what it wrote itself is in there')
  const forced = await packReads(() => succeed('writer', 'acme', backup('--force')))
  assert.deepEqual(forced, [], 'without a parent: none')
  const bare = await packReads(() => succeed('stock', 'acme', backup()))
  assert.ok(bare.length > 0, 'without a cache: the directories of the parent')
  assert.ok(
    bare.every(({ range, status }) => range !== undefined && status === 206),
    'as ranges',
  )
  const fresh = await packReads(() => succeed('stock', 'acme', backup(), join(folder, 'new cache')))
  assert.ok(fresh.length > 0, 'with an empty cache: the same packs, whole')
})

test('restore and check give back what was backed up', { skip }, async () => {
  const target = join(folder, 'target')
  await succeed('restorer', 'acme', ['--no-lock', 'restore', 'latest', '--target', target])
  assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
  assert.match(
    await succeed('auditor', 'acme', ['--no-lock', 'check', '--read-data']),
    /no errors were found/,
  )
  const listed = JSON.parse(await succeed('writer', 'acme', ['snapshots', '--json'])) as unknown[]
  assert.equal(listed.length, 5)
})

test(
  'the folder of the vault is a repository for stock restic and for us; its history is honest',
  { skip },
  async () => {
    const place = join(vault.folder, 'repositories/acme')
    const repository = await openRepository(localStorage(place), { password })
    const journal = journalBytes(join(vault.folder, 'journals/acme.ndjson'))
    const report = await auditVault(repository, { journal, readData: true })
    assert.deepEqual(report.findings, [])
    assert.equal(report.snapshots, 5)
    assert.deepEqual(readdirSync(join(place, 'locks')), [], 'no lock stays behind')
  },
)

test(
  'forget --prune with stolen credentials fails, loses nothing, and is in journal and audit',
  { skip },
  async () => {
    const { code, output } = (await thieving) ?? { code: 0, output: '' }
    assert.notEqual(code, 0)
    assert.match(output, /append-only/, 'restic prints why')
    await vault.running.upkeep()
    const lines = vault.journal('stolen')
    const refused = lines.filter(({ verb, status }) => verb === 'DELETE' && status === 403)
    assert.ok(refused.length > 0)
    assert.ok(refused.every(({ client, type }) => client === 'thief' && type === 'snapshots'))
    assert.ok(lines.some(({ verb, code: alarm }) => verb === 'ALARM' && alarm === 'deleteRefused'))
    assert.ok(
      !lines.some(({ verb, status, type }) => verb === 'DELETE' && status === 200 && type !== 'locks'),
    )
    const place = join(vault.folder, 'repositories/stolen')
    const repository = await openRepository(localStorage(place), { password })
    const journal = journalBytes(join(vault.folder, 'journals/stolen.ndjson'))
    const report = await auditVault(repository, { journal, readData: true })
    assert.deepEqual(report.findings, [])
    assert.equal(report.snapshots, 2)
    assert.match(
      await succeed('auditor', 'stolen', ['--no-lock', 'check', '--read-data']),
      /no errors were found/,
    )
  },
)

test('over TLS, with a certificate of the client', { skip }, async () => {
  const certificate = (name: string): { cert: string; key: string } => {
    const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
    ]
    execFileSync('openssl', [...request, ...subject, '-keyout', files.key, '-out', files.cert], {
      stdio: 'ignore',
    })
    return files
  }
  const [server, client] = [certificate('vault'), certificate('client')]
  const both = join(folder, 'both.pem')
  writeFileSync(both, readFileSync(client.cert, 'utf8') + readFileSync(client.key, 'utf8'))
  await using secure = await openTestVault({ tls: { certFile: server.cert, keyFile: server.key } })
  const { fingerprint256 } = new X509Certificate(readFileSync(client.cert))
  const bound = { certificate: fingerprint256.replaceAll(':', '').toLowerCase() }
  await secure.clients({ name: 'prov', role: 'provisioner', ...bound })
  const init = async (...more: readonly string[]): Promise<number> => {
    const child = spawn(
      'restic',
      ['--no-cache', '-r', secure.rest('prov'), '--cacert', server.cert, ...more, 'init'],
      {
        env: { ...process.env, RESTIC_PASSWORD: password },
        stdio: 'ignore',
      },
    )
    return ((await once(child, 'close')) as [number])[0]
  }
  assert.notEqual(await init(), 0, 'the password alone is not enough')
  assert.equal(await init('--tls-client-cert', both), 0)
})
