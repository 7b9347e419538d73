import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  backup,
  check,
  initRepository,
  openRepository,
  openStorage,
  parseLocation,
  RepositoryError,
  restore,
} from '@anlauf/repository'

import { openTestVault } from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { file } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { folderPicture } from '../interop/folder-picture.ts'

const password = 'correct horse battery staple'
const folder = mkdtempSync(join(tmpdir(), 'anlauf-vault-client-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('our own client and our own vault: each role does its part and no other', async () => {
  await using vault = await openTestVault()
  await vault.clients(
    { name: 'founder', role: 'provisioner' },
    { name: 'files1', role: 'writerStock' },
    { name: 'blind', role: 'writer' },
    { name: 'reader', role: 'restorer' },
  )
  const as = (client: string) =>
    openStorage(parseLocation(vault.rest(client)), { patience: { firstMs: 5, longestMs: 10, attempts: 3 } })
  const source = join(folder, 'source')
  mkdirSync(source)
  for (let at = 0; at < 50; at += 1) writeFileSync(join(source, `file ${at}`), randomBytes(at * 20_000))

  // Founding makes the folders of the repository by itself.
  await initRepository(as('founder'), { password })
  const writing = await openRepository(as('files1'), { password })
  const { snapshot, problems } = await backup(writing, { paths: [source], hostname: 'files1' })
  assert.equal(problems, 0)
  assert.ok(snapshot)
  writeFileSync(join(source, 'file 7'), 'changed')
  const again = await backup(await openRepository(as('files1'), { password }), {
    paths: [source],
    hostname: 'files1',
  })
  assert.equal(again.summary.filesChanged, 1)

  const reading = await openRepository(as('reader'), { password })
  const report = await check(reading, { readData: true })
  // A reader may not announce itself by a lock; the check says so and goes on.
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ['not-locked'],
  )
  const last = (await reading.listSnapshots()).at(-1)
  assert.ok(last)
  const target = join(folder, 'target')
  assert.deepEqual((await restore(reading, last, { target })).problems, [])
  assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))

  for (const [client, act] of [
    ['files1', async () => as('files1').remove('snapshots', snapshot.id)],
    ['reader', async () => as('reader').write('data', file(9).id, randomBytes(9))],
    ['blind', async () => as('blind').read('data', [...(await packs(as('reader')))][0] ?? '')],
  ] as const) {
    await assert.rejects(act(), (error) => {
      assert.ok(error instanceof RepositoryError)
      assert.equal(error.code, 'access-denied', client)
      return /role|append-only/.test(error.message) && !error.message.includes('only-for-this-test')
    })
  }
})

test('a blind writer whose answer is lost trusts the vault, and nobody replaces anything', async () => {
  await using vault = await openTestVault()
  await vault.clients({ name: 'founder', role: 'provisioner' }, { name: 'blind', role: 'writer' })
  const as = (client: string) => openStorage(parseLocation(vault.rest(client)))
  await initRepository(as('founder'), { password })
  const { id, bytes } = file(50_000)
  await as('blind').write('data', id, bytes)
  await assert.rejects(as('blind').write('data', id, bytes), { code: 'write-failed', message: /exists/ })
  assert.deepEqual(await as('blind').stat('data', id), { size: 50_000 })
  await assert.rejects(as('blind').write('snapshots', id, Buffer.from('other bytes')), {
    code: 'write-failed',
  })
})

async function packs(storage: ReturnType<typeof openStorage>): Promise<Set<string>> {
  return new Set((await Array.fromAsync(storage.list('data'))).map(({ id }) => id))
}
