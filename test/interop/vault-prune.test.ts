import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  backup,
  forget,
  initRepository,
  localStorage,
  openRepository,
  openStorage,
  parseLocation,
  pruneLocked,
  type Repository,
} from '@anlauf/repository'

import { publicPem } from '../../packages/platform/src/core/evidence/index.ts'
import { auditVault } from '../../packages/platform/src/doors/vault/audit/index.ts'
import {
  keepPlan,
  makePlan,
  rehearse,
  signPlan,
  writeApprovers,
} from '../../packages/platform/src/doors/vault/deletion/index.ts'
import { journalBytes } from '../../packages/platform/src/doors/vault/journal/index.ts'
import { openTestVault, testClock } from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { needProgram } from '../debian.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-vault-prune-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const dayMs = 24 * 60 * 60 * 1000
const policy = { last: 2 }

test('from a rehearsal over two signatures to a prune through the vault', { skip }, async () => {
  const clock = testClock(Date.now() - 60 * dayMs)
  await using vault = await openTestVault({ clock, retentionDays: 30 })
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'maint', role: 'maintainer' },
  )
  const at = (client: string) =>
    openStorage(parseLocation(vault.rest(client)), { env: {}, extended: new Map() })
  await initRepository(at('prov'), { password, kdf: { N: 1024, r: 8, p: 1 } })
  const source = join(folder, 'source')
  mkdirSync(source)
  for (let day = 0; day < 6; day += 1) {
    writeFileSync(join(source, 'changing'), `${day} `.repeat(50_000))
    writeFileSync(join(source, `file ${day}`), `${day} `.repeat(10_000))
    const repository = await openRepository(at('writer'), { password })
    await backup(repository, { paths: [source], hostname: 'files1', time: new Date(clock.wall) })
    clock.pass(dayMs)
  }

  const place = join(vault.folder, 'repositories/acme')
  const stage = rehearse(localStorage(place), localStorage(mkdtempSync(join(folder, 'scratch-'))))
  await forgetAndPrune(await openRepository(stage.storage, { password }))
  const names = stage.removed()
  assert.equal(names.filter((name) => name.startsWith('snapshots/')).length, 4)
  assert.ok(names.some((name) => name.startsWith('data/')) && names.some((name) => name.startsWith('index/')))
  assert.match(restic(place, 'check', '--read-data', '--no-lock'), /no errors were found/)

  const asMaintainer = async (): Promise<void> =>
    forgetAndPrune(await openRepository(at('maint'), { password }))
  await assert.rejects(asMaintainer, 'without a plan')
  const people = {
    anna: generateKeyPairSync('ed25519').privateKey,
    bernd: generateKeyPairSync('ed25519').privateKey,
  }
  writeApprovers(
    vault.folder,
    Object.entries(people).map(([person, key]) => ({ person, publicKey: publicPem(key) })),
  )
  const now = new Date(clock.wall)
  const expiresAt = new Date(clock.wall + 90 * dayMs)
  const { plan, figures } = await makePlan({ vault: vault.folder, repository: 'acme', names, now, expiresAt })
  assert.equal(figures.snapshots, 4)
  keepPlan(vault.folder, {
    plan,
    approvals: Object.entries(people).map(([person, key]) => signPlan(plan, person, key)),
  })
  await assert.rejects(asMaintainer, 'still too young')
  clock.pass(31 * dayMs)
  await asMaintainer()

  const repository = await openRepository(localStorage(place), { password })
  assert.equal((await repository.listSnapshots()).length, 2)
  assert.match(restic(place, 'check', '--read-data', '--no-lock'), /no errors were found/)
  const journal = journalBytes(join(vault.folder, 'journals/acme.ndjson'))
  const report = await auditVault(repository, { journal, readData: true })
  assert.deepEqual(report.findings, [])
  assert.equal(report.deleted, names.length)
})

/** Throws when a single snapshot could not be removed. */
async function forgetAndPrune(repository: Repository): Promise<void> {
  const { failed } = await forget(repository, {
    policy,
    async afterwards(lock) {
      await pruneLocked(repository, lock)
    },
  })
  const [first] = failed
  if (first !== undefined) throw first.error
}
