import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  backup,
  initRepository,
  localStorage,
  openRepository,
  type Repository,
  type Storage,
} from '@anlauf/repository'

import { cheapCost, forgeIndex } from '../../../../../repository/src/small-repository.fixture.ts'
import { unitCipher } from '../../../../../repository/src/crypto/index.ts'
import { publicPem } from '../../../core/evidence/index.ts'
import { journalBytes, receiptHeader } from '../journal/index.ts'
import { openTestVault, someObject, testClock } from '../vault.fixture.ts'
import { auditVault, type VaultAuditReport, type Witness } from './index.ts'

const password = 'only for this test'
const scratch = mkdtempSync(join(tmpdir(), 'anlauf-audit-'))
after(() => rmSync(scratch, { recursive: true, force: true }))
const dayMs = 24 * 60 * 60 * 1000

/** A vault with an honest history of some days. Everything came through the door, in backup's own order. */
const clock = testClock(Date.parse('2026-03-01T03:00:00Z'))
const vault = await openTestVault({ clock })
after(() => vault[Symbol.asyncDispose]())
await vault.clients(
  { name: 'prov', role: 'provisioner' },
  { name: 'files1', role: 'writer' },
  { name: 'import', role: 'importer' },
  { name: 'aud', role: 'auditor' },
)
const receipts: string[] = []
await honestHistory()
await vault.running.upkeep()
const checkpoint = (await vault.ask('/acme/.vault/checkpoint', { client: 'aud' })).body.toString()
const witness: Witness = {
  publicKey: publicPem(vault.running.publicKey),
  checkpoints: [checkpoint],
  receipts,
}

async function honestHistory(): Promise<void> {
  const place = join(scratch, 'client')
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const repository = await initRepository(localStorage(place), { password, kdf: cheapCost })
  await send(repository.storage, ['keys', 'config'], 'prov')
  const source = join(scratch, 'source')
  mkdirSync(source)
  for (let day = 0; day < 3; day += 1) {
    writeFileSync(join(source, `file ${day}`), `content of day ${day} `.repeat(5_000))
    await vault.ask('/acme/config', { client: 'files1' })
    const time = new Date(clock.wall)
    await backup(repository, { paths: [source], hostname: 'files1', time })
    clock.pass(60_000)
    await send(repository.storage, ['data', 'index', 'snapshots'], 'files1')
    clock.pass(dayMs)
  }
}

async function send(
  storage: Storage,
  kinds: readonly ('keys' | 'config' | 'data' | 'index' | 'snapshots')[],
  client: string,
): Promise<void> {
  for (const kind of kinds) {
    for await (const { id } of storage.list(kind)) {
      const path = kind === 'config' ? '/acme/config' : `/acme/${kind}/${id}`
      const { status, headers } = await vault.ask(path, {
        method: 'POST',
        client,
        body: await storage.read(kind, id),
      })
      if (status === 200) receipts.push(String(headers[receiptHeader]))
    }
  }
}

/** A copy of the vault's disk, so that each attack meets the honest history. */
interface Copy {
  readonly place: string
  readonly journal: string
  readonly repository: Repository
}

async function copy(t: { after(fn: () => void): void }): Promise<Copy> {
  const folder = mkdtempSync(join(scratch, 'copy-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [place, journal] = [join(folder, 'repository'), join(folder, 'acme.ndjson')]
  cpSync(join(vault.folder, 'repositories/acme'), place, { recursive: true })
  copyFileSync(join(vault.folder, 'journals/acme.ndjson'), journal)
  return { place, journal, repository: await openRepository(localStorage(place), { password }) }
}

function audit(
  { repository, journal }: Copy,
  more: Partial<Parameters<typeof auditVault>[1]> = {},
): Promise<VaultAuditReport> {
  return auditVault(repository, { journal: journalBytes(journal), witness, readData: true, ...more })
}

async function codes(of: Copy, more: Parameters<typeof audit>[1] = {}): Promise<string[]> {
  return [...new Set((await audit(of, more)).findings.map(({ code }) => code))].sort()
}

test('an honest history has no findings, and the audit leaves nothing behind', async (t) => {
  const one = await copy(t)
  const before = readdirSync(one.place, { recursive: true }).length
  const report = await audit(one)
  assert.deepEqual(report.findings, [])
  assert.equal(report.snapshots, 3)
  assert.ok(report.bytesRead > 0)
  assert.equal(readdirSync(one.place, { recursive: true }).length, before)
})

test('a damaged byte anywhere', async (t) => {
  const one = await copy(t)
  for (const [kind, place] of [
    ['data', 40],
    ['index', 40],
    ['snapshots', 40],
    ['config', 40],
  ] as const) {
    const restore = flip(someFile(one.place, kind), place)
    const found = kind === 'config' ? 'configChanged' : 'damagedObject'
    assert.ok((await codes(one)).includes(found), kind)
    restore()
  }
  assert.deepEqual(await codes(one), [])
})

test('a deleted snapshot, a deleted pack, a deleted index', async (t) => {
  const one = await copy(t)
  const snapshot = someFile(one.place, 'snapshots')
  rmSync(snapshot)
  const { findings } = await audit(one)
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['missingObject'],
  )
  assert.equal(findings[0]?.object, `snapshots/${snapshot.split('/').at(-1)}`)
  rmSync(someFile(one.place, 'data'))
  assert.ok((await codes(one)).includes('indexMissingPack'))
})

test('an object that did not come through the door, and one that changed its size', async (t) => {
  const one = await copy(t)
  await one.repository.storage.write('data', 'ab'.repeat(32), Buffer.from('planted'))
  const file = someFile(one.place, 'index')
  chmodSync(file, 0o600)
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(0)]))
  const found = await codes(one, { readData: false })
  assert.ok(found.includes('unknownObject') && found.includes('changedObject'), found.join())
})

test('a forged index entry', async (t) => {
  const one = await copy(t)
  const index = await one.repository.loadIndex()
  const [pack] = index.packs()
  const [blob] = index.blobsOf(pack ?? ('' as never))
  assert.ok(pack && blob)
  await forgeIndex(one.repository, [{ pack, blobs: [{ ...blob, id: 'cd'.repeat(32) as never }] }])
  assert.deepEqual(await codes(one, { readData: false }), ['indexHeaderMismatch', 'unknownObject'])
})

test('an added key; whoever can explain it accepts it by name', async (t) => {
  const one = await copy(t)
  const other = await initRepository(localStorage(join(scratch, 'other')), { password: 'x', kdf: cheapCost })
  for await (const { id } of other.storage.list('keys'))
    await one.repository.storage.write('keys', id, await other.storage.read('keys', id))
  assert.deepEqual(await codes(one), ['keyAdded', 'unknownObject'])
  const object = (await audit(one)).findings.find(({ code }) => code === 'keyAdded')?.object ?? ''
  const accepted = await audit(one, { accept: [object] })
  assert.deepEqual([accepted.findings.length, accepted.accepted.length], [0, 2])
})

test('a journal that was cut, edited or written anew is not the one that was signed', async (t) => {
  const one = await copy(t)
  const lines = readFileSync(one.journal, 'utf8').trimEnd().split('\n')
  const write = (text: readonly string[]): void => writeFileSync(one.journal, `${text.join('\n')}\n`)
  write(lines.slice(0, 12))
  assert.ok((await codes(one)).includes('journalRewritten'), 'cut')
  write(lines.map((line, at) => (at === 9 ? line.replace('files1', 'filesX') : line)))
  const edited = await codes(one)
  assert.ok(edited.includes('journalBroken') && edited.includes('journalRewritten'), edited.join())

  // The attacker who is root: removes a snapshot and writes the whole chain anew without it.
  const snapshot = someFile(one.place, 'snapshots')
  const id = snapshot.split('/').at(-1) ?? ''
  rmSync(snapshot)
  write(rechained(lines.filter((line) => !line.includes(id))))
  assert.deepEqual(await codes(one, { witness: undefined }), [], 'without a witness nothing shows')
  assert.deepEqual(await codes(one, { witness: { ...witness, receipts: [] } }), ['journalRewritten'])
  assert.deepEqual(await codes(one, { witness: { ...witness, checkpoints: [] } }), ['journalRewritten'])
})

test('the journal of another vault, and witnesses that are none', async (t) => {
  const one = await copy(t)
  const { publicKey } = generateKeyPairSync('ed25519')
  const foreign = { publicKey: publicPem(publicKey), checkpoints: [], receipts: [] }
  assert.deepEqual(await codes(one, { witness: foreign }), ['journalRewritten'])
  const forged = { ...witness, checkpoints: [checkpoint.replace(/\n\d+\n/, '\n3\n')], receipts: ['a.b'] }
  assert.deepEqual(await codes(one, { witness: forged }), ['journalRewritten'])
  await assert.rejects(audit(one, { repository: undefined, journal: (async function* () {})() }), {
    code: 'input-invalid',
  })
})

test('a snapshot that is dated back, sent with stolen credentials; an importer may', async (t) => {
  await garbage('2026-02-20T03:00:00Z', 'files1')
  await garbage('2026-02-21T03:00:00Z', 'import')
  const one = await copy(t)
  const { findings } = await audit(one, { witness: undefined })
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['backDated'],
  )
  await garbage('2027-01-01T00:00:00Z', 'files1')
  const again = await codes(await copy(t), { witness: undefined })
  assert.deepEqual(again, ['backDated', 'futureDated'])
})

test('a burst between the real ones, and what a retention would lose by it', async (t) => {
  for (const hour of [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
    await garbage(`2026-03-02T${String(hour).padStart(2, '0')}:10:00Z`, 'files1', '/source')
  for (let day = 4; day < 20; day += 1)
    await garbage(`2026-03-${String(day).padStart(2, '0')}T23:00:00Z`, 'files1', '/source')
  const found = await codes(await copy(t), { witness: undefined })
  assert.deepEqual(found, ['backDated', 'clustered', 'futureDated', 'retentionPoisoning'])
})

test('a key that came over the network after the first snapshot', async () => {
  await vault.clients({ name: 'again', role: 'provisioner', keysUntil: '2999-01-01T00:00:00Z' })
  const { id, body } = someObject()
  assert.equal((await vault.ask(`/acme/keys/${id}`, { method: 'POST', client: 'again', body })).status, 200)
  const { findings } = await auditVault(
    await openRepository(localStorage(join(vault.folder, 'repositories/acme')), { password }),
    { journal: journalBytes(join(vault.folder, 'journals/acme.ndjson')) },
  )
  assert.equal(findings.find(({ code }) => code === 'keyAdded')?.object, `keys/${id}`)
})

async function garbage(time: string, client: string, path = '/garbage'): Promise<void> {
  const repository = await openRepository(localStorage(join(vault.folder, 'repositories/acme')), { password })
  const real = (await repository.listSnapshots()).find(({ paths: [first] }) => first !== '/garbage')
  const paths = path === '/source' ? real?.paths : [path]
  const json = JSON.stringify({ time, tree: real?.tree, paths, hostname: 'files1' })
  const body = unitCipher(repository.masterKey).seal(Buffer.from(json))
  const id = createHash('sha256').update(body).digest('hex')
  const { status } = await vault.ask(`/acme/snapshots/${id}`, { method: 'POST', client, body })
  assert.equal(status, 200, 'a vault without a key takes it')
}

function someFile(place: string, kind: string): string {
  if (kind === 'config') return join(place, 'config')
  const [file = ''] = readdirSync(join(place, kind), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  )
  return join(place, kind, file)
}

function flip(file: string, at: number): () => void {
  const honest = readFileSync(file)
  const damaged = Buffer.from(honest)
  damaged[at] = (damaged[at] ?? 0) ^ 1
  chmodSync(file, 0o600)
  writeFileSync(file, damaged)
  return () => writeFileSync(file, honest)
}

function rechained(lines: readonly string[]): string[] {
  let prev = '0'.repeat(64)
  return lines.map((line, at) => {
    const text = line.replace(/"prev":"\w+"/, `"prev":"${prev}"`).replace(/"seq":\d+/, `"seq":${at + 1}`)
    prev = createHash('sha256').update(text).digest('hex')
    return text
  })
}
