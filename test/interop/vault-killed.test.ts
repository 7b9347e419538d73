import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { backup, initRepository, localStorage, openRepository } from '@anlauf/repository'

import { auditVault } from '../../packages/platform/src/doors/vault/audit/index.ts'
import { journalBytes } from '../../packages/platform/src/doors/vault/journal/index.ts'
import { needProgram } from '../debian.ts'
import { killsOfEachWork } from './kill-moments.ts'
import { password, restic } from './stock-restic.ts'
import { letIn, send, startVault, type VaultProcess } from './vault-process.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-vault-killed-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const vault = join(folder, 'vault')
const kills = killsOfEachWork
/** The moments are the same in every run, the machine's speed aside. */
const seed = Number(process.env['ANLAUF_TEST_SEED'] ?? 20_260_311)

/** An object that has to arrive, in the order in which a client would send it. */
interface Wanted {
  readonly path: string
  readonly client: string
  readonly bytes: Buffer
}

test('a vault killed at any moment of an upload', { skip }, async () => {
  const random = randomFrom(seed)
  const wanted = await someHistory()
  // An importer, because so many backups within a minute are a finding for anybody else.
  await letIn(vault, { prov: 'provisioner', writer: 'importer', auditor: 'auditor' })
  const log: string[] = []
  let running = await startVault(vault, log)
  await send(`${running.url}/acme/?create=true`, { method: 'POST', client: 'prov' })

  const acknowledged = new Set<Wanted>()
  let killed = 0
  try {
    while (acknowledged.size < wanted.length) {
      const before = acknowledged.size
      const doom = killed < kills ? { afterBytes: random() * 900_000, ms: random() * 20 } : undefined
      await uploadUntilKilled(running, wanted, acknowledged, doom)
      if (doom === undefined) break
      killed += 1
      running = await startVault(vault, log)
      await verifyVisible(running, wanted, [...acknowledged].slice(before))
    }
    assert.equal(killed, kills, 'there was always something left to upload')
    assert.equal(acknowledged.size, wanted.length)
    await verifyVisible(running, wanted, [...acknowledged])
    await running.stop()
  } finally {
    running.child.kill('SIGKILL')
  }

  const place = join(vault, 'repositories/acme')
  assert.deepEqual(
    namesBelow(place).filter((name) => name.includes('.incoming')),
    [],
  )
  assert.match(restic(place, 'check', '--read-data', '--no-lock'), /no errors were found/)
  const repository = await openRepository(localStorage(place), { password })
  const journal = journalBytes(join(vault, 'journals/acme.ndjson'))
  const report = await auditVault(repository, { journal, readData: true })
  assert.deepEqual(report.findings, [])
  const starts = log
    .join('')
    .split('\n')
    .filter((line) => line.includes('"event":"tenant"'))
    .map((line) => JSON.parse(line) as Record<string, number>)
  assert.ok(starts.every(({ found, missing, changed }) => found === 0 && missing === 0 && changed === 0))
  const midway = starts.filter(({ recovered = 0, discarded = 0 }) => recovered + discarded > 0)
  assert.ok(midway.length >= kills / 4, `only ${midway.length} kills hit an upload`)
})

/** Sends what is missing, three at a time, until all is there or the vault is killed. */
async function uploadUntilKilled(
  { url, child, kill }: VaultProcess,
  wanted: readonly Wanted[],
  acknowledged: Set<Wanted>,
  doom: { readonly afterBytes: number; readonly ms: number } | undefined,
): Promise<void> {
  // The first password check takes longer than an upload; the kill shall meet the upload.
  for (const client of ['prov', 'writer']) await send(`${url}/acme/config`, { method: 'GET', client })
  const missing = wanted.filter((one) => !acknowledged.has(one))
  let sent = 0
  let dying: Promise<void> | undefined
  const onSent = (bytes: number): void => {
    sent += bytes
    if (doom !== undefined && sent > doom.afterBytes) dying ??= delay(doom.ms).then(kill)
  }
  const lane = async (): Promise<void> => {
    for (let one = missing.shift(); one !== undefined && child.exitCode === null; one = missing.shift()) {
      const { path, client, bytes } = one
      const { status } = await send(`${url}/acme/${path}`, { method: 'POST', client, body: bytes, onSent })
      // 403: it arrived before, but the answer was lost and another client asked; here it is always the same one.
      if (status === 200) acknowledged.add(one)
      else if (status !== 0) throw new Error(`${path} got ${status}`)
      else return
    }
  }
  await Promise.all([lane(), lane(), lane()])
  await (dying ?? (doom === undefined ? undefined : kill()))
}

/** What was acknowledged is there with all its bytes; what is visible is whole. */
async function verifyVisible(
  { url }: VaultProcess,
  wanted: readonly Wanted[],
  acknowledged: readonly Wanted[],
): Promise<void> {
  const known = new Map(wanted.map((one) => [one.path, one.bytes]))
  for (const { path, bytes } of acknowledged) {
    const { status, body } = await send(`${url}/acme/${path}`, { method: 'GET', client: 'auditor' })
    assert.equal(status, 200, `${path} was acknowledged`)
    assert.ok(body.equals(bytes), path)
  }
  for (const name of namesBelow(join(vault, 'repositories/acme'))) {
    const path = name.replace(/^data\/\w\w\//, 'data/')
    const bytes = known.get(path)
    assert.ok(bytes !== undefined, `${name} is nobody's`)
    assert.ok(readFileSync(join(vault, 'repositories/acme', name)).equals(bytes), `${name} is not whole`)
  }
}

/** Enough backups of a growing folder to be interrupted that often, in the order in which they were written. */
async function someHistory(): Promise<Wanted[]> {
  // In memory where there is some: this is not what is tested, and so many backups sync a lot.
  const place = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : folder, 'anlauf-client-'))
  after(() => rmSync(place, { recursive: true, force: true }))
  const source = join(folder, 'source')
  mkdirSync(source)
  await initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })
  const wanted: Wanted[] = []
  const seen = new Set<string>()
  const collect = (client: string, kinds: readonly string[]): void => {
    for (const kind of kinds) {
      for (const name of kind === 'config' ? [''] : namesBelow(join(place, kind))) {
        const path = kind === 'config' ? 'config' : `${kind}/${name.split('/').at(-1)}`
        if (seen.has(path)) continue
        seen.add(path)
        wanted.push({ path, client, bytes: readFileSync(join(place, kind, name)) })
      }
    }
  }
  collect('prov', ['keys', 'config'])
  for (let at = 0; at < kills * 1.6; at += 1) {
    writeFileSync(join(source, `file ${at}`), randomBytes(300_000 + (at % 7) * 120_000))
    await backup(await openRepository(localStorage(place), { password }), { paths: [source] })
    collect('writer', ['data', 'index', 'snapshots'])
  }
  return wanted
}

function namesBelow(place: string): string[] {
  if (!existsSync(place)) return []
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1))
}

/** Numbers from 0 to 1, always the same ones for a seed. */
function randomFrom(start: number): () => number {
  let state = String(start)
  return () => {
    state = createHash('sha256').update(state).digest('hex')
    return Number.parseInt(state.slice(0, 8), 16) / 0x1_0000_0000
  }
}
