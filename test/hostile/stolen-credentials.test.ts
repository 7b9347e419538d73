import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { localStorage, openRepository } from '@anlauf/repository'

import { roles } from '../../packages/platform/src/doors/vault/access/roles.ts'
import { auditVault } from '../../packages/platform/src/doors/vault/audit/index.ts'
import { journalBytes } from '../../packages/platform/src/doors/vault/journal/index.ts'
import { openTestVault, someObject } from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from '../interop/folder-picture.ts'
import { password, restic } from '../interop/stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-stolen-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The vault lives in this process: it must be able to answer meanwhile. Refused requests are tried again for minutes. */
async function resticAt(
  url: string,
  args: readonly string[],
  { timeout = 60_000 } = {},
): Promise<{ status: number | null; stderr: string }> {
  const env = { ...process.env, RESTIC_PASSWORD: password }
  const child = spawn('restic', ['--no-cache', '-r', url, ...args], {
    env,
    timeout,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += String(text)))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stderr }
}

test(
  'with every credential that can be stolen nothing is deleted or replaced, and each attempt is written down',
  { skip },
  async () => {
    await using vault = await openTestVault({ limits: { maxRefusalLines: 100_000 } })
    await vault.clients(
      { name: 'setup', role: 'provisioner' },
      { name: 'files1', role: 'writerStock' },
      ...roles.map((role) => ({ name: `stolen-${role}`, role })),
      { name: 'stranger', role: 'maintainer', tenants: ['other'] },
    )
    const source = join(folder, 'source')
    mkdirSync(source)
    for (let at = 0; at < 5; at += 1) writeFileSync(join(source, `file ${at}`), randomBytes(200_000))
    assert.equal((await resticAt(vault.rest('setup'), ['init'])).status, 0)
    for (let round = 0; round < 2; round += 1) {
      writeFileSync(join(source, 'file 1'), randomBytes(100_000))
      const { status, stderr } = await resticAt(vault.rest('files1'), ['backup', source])
      assert.equal(status, 0, stderr)
    }
    const place = join(vault.folder, 'repositories/acme')
    const before = picture(place)
    const objects = [...before.keys()].map((name) => name.replace(/^data\/../, 'data'))
    assert.ok(objects.length >= 8)
    const linesBefore = vault.journal().length

    const clients = [...roles.map((role) => `stolen-${role}`), 'stranger', 'files1', 'setup']
    let attempts = 0
    for (const client of clients) {
      for (const object of objects) {
        const { status } = await vault.ask(`/acme/${object}`, { method: 'DELETE', client })
        assert.equal(status, 403, `${client} deletes ${object}`)
        const other = await vault.ask(`/acme/${object}`, { method: 'POST', client, body: someObject().body })
        assert.ok([400, 403].includes(other.status), `${client} replaces ${object}: ${other.status}`)
        attempts += 1
      }
      for (const target of ['/acme/', '/acme/data/', '/acme/snapshots/'])
        assert.ok((await vault.ask(target, { method: 'DELETE', client })).status >= 400)
    }
    // A prune may "succeed" where nothing has to go; a forget must not.
    const forgets = ['files1', 'stolen-maintainer', 'stolen-importer'].map(async (client) => {
      const args = ['forget', '--keep-last', '1', '--prune']
      const { status } = await resticAt(vault.rest(client), args, { timeout: 6_000 })
      assert.notEqual(status, 0, client)
    })
    await Promise.all(forgets)
    // Keys may be added until the first snapshot, and there is one.
    const key = someObject(400)
    assert.equal(
      (await vault.ask(`/acme/keys/${key.id}`, { method: 'POST', client: 'setup', body: key.body })).status,
      403,
    )

    await vault.running.upkeep()
    for (const [name, hash] of before) assert.equal(picture(place).get(name), hash, name)
    const refused = vault
      .journal()
      .slice(linesBefore)
      .filter(({ verb, status }) => verb === 'DELETE' && Number(status) >= 400)
    for (const client of clients.filter((name) => name !== 'stranger')) {
      const named = new Set(
        refused
          .filter((line) => line['client'] === client)
          .map(({ type, id }) => `${String(type)}/${String(id)}`),
      )
      for (const object of objects)
        assert.ok(
          named.has(object === 'config' ? 'config/config' : object),
          `${client}'s attempt at ${object} is written down`,
        )
    }
    assert.ok(attempts >= 80)
    assert.ok(vault.journal().some(({ verb, code }) => verb === 'ALARM' && code === 'deleteRefused'))

    assert.match(restic(place, 'check', '--read-data', '--no-lock'), /no errors were found/)
    const target = join(folder, 'target')
    restic(place, 'restore', 'latest', '--no-lock', '--target', target)
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
    const repository = await openRepository(localStorage(place), { password })
    const journal = journalBytes(join(vault.folder, 'journals/acme.ndjson'))
    const { findings } = await auditVault(repository, { journal, readData: true })
    assert.deepEqual(findings, [])
  },
)

/** Hash of every file of a repository but its locks. */
function picture(place: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
    const path = join(place, name)
    if (name.startsWith('locks') || !statSync(path).isFile()) continue
    found.set(name, createHash('sha256').update(readFileSync(path)).digest('hex'))
  }
  return found
}
