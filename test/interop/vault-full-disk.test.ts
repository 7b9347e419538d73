import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { journalBytes, readJournal } from '../../packages/platform/src/doors/vault/journal/index.ts'
import { openTestVault, type TestVault } from '../../packages/platform/src/doors/vault/vault.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-vault-full-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const isRoot = process.getuid?.() === 0
const skip = isRoot ? false : 'a small disk needs root: mount -t tmpfs'

/** A disk of its own for one vault. */
function smallDisk(name: string, t: { after(fn: () => void): void }): string {
  const place = join(folder, name)
  mkdirSync(place)
  mount('-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', place)
  t.after(() => spawnSync('umount', ['--lazy', place]))
  return place
}

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}

interface Stored {
  readonly path: string
  readonly body: Buffer
}

function some(kind: string, size: number): Stored {
  const body = randomBytes(size)
  return { path: `/acme/${kind}/${createHash('sha256').update(body).digest('hex')}`, body }
}

async function openOn(place: string, minFreeBytes: number): Promise<TestVault> {
  const vault = await openTestVault({ vault: place, limits: { minFreeBytes } })
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'auditor', role: 'auditor' },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  return vault
}

async function post(vault: TestVault, { path, body }: Stored): Promise<number> {
  return (await vault.ask(path, { method: 'POST', client: 'writer', body })).status
}

/** Everything that was accepted is there and whole, nothing else is, and the journal is unbroken. */
async function verify(vault: TestVault, accepted: readonly Stored[]): Promise<void> {
  for (const { path, body } of accepted) {
    const got = await vault.ask(path, { client: 'auditor' })
    assert.equal(got.status, 200)
    assert.ok(got.body.equals(body))
  }
  const names = readdirSync(join(vault.folder, 'repositories/acme'), { recursive: true, encoding: 'utf8' })
  const files = names
    .filter((name) => /[0-9a-f]{64}$|incoming/.test(name))
    .map((name) => name.split('/').at(-1))
  assert.deepEqual(files.sort(), accepted.map(({ path }) => path.split('/').at(-1)).sort())
  const problems: unknown[] = []
  const lines = readJournal(journalBytes(join(vault.folder, 'journals/acme.ndjson')), (one) =>
    problems.push(one),
  )
  for await (const { line } of lines) assert.ok(line.seq > 0)
  assert.deepEqual(problems, [])
}

test(
  'a disk that fills up in the middle of uploads: 507, nothing lost, and it goes on with space',
  { skip },
  async (t) => {
    const place = smallDisk('full', t)
    await using vault = await openOn(place, 0)
    const accepted: Stored[] = []
    const lock = some('locks', 100)
    assert.equal(await post(vault, lock), 200)
    let refused = 0
    while (refused < 6) {
      const batch = Array.from({ length: 3 }, () => some('data', 700_000))
      const statuses = await Promise.all(batch.map((one) => post(vault, one)))
      for (const [at, status] of statuses.entries()) {
        assert.ok(status === 200 || status === 507, `got ${status}`)
        const one = batch[at]
        if (status === 200 && one !== undefined) accepted.push(one)
        else refused += 1
      }
    }
    assert.ok(accepted.length > 5)
    await verify(vault, [...accepted, lock])
    assert.equal(
      (await vault.ask(lock.path, { method: 'DELETE', client: 'writer' })).status,
      200,
      'locks still go',
    )

    // Now not even a line of the journal fits.
    const fill = join(place, 'fill')
    writeFileSync(fill, '')
    spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=4096'], { stdio: 'ignore' })
    for (let at = 0; at < 40; at += 1) {
      const status = await post(vault, some('index', 10))
      assert.equal(status, 507)
    }
    await verify(vault, accepted)
    rmSync(fill)
    const small = some('index', 10)
    assert.equal(await post(vault, small), 200)
    await verify(vault, [...accepted, small])
    assert.ok(vault.journal().some(({ code }) => code === 'noSpace'))
    await vault.restart()
    await verify(vault, [...accepted, small])
  },
)

test('the reserve: uploads stop before the disk is full', { skip }, async (t) => {
  await using vault = await openOn(smallDisk('reserve', t), 8 * 1024 * 1024)
  const accepted: Stored[] = []
  for (;;) {
    const one = some('data', 500_000)
    const status = await post(vault, one)
    if (status === 507) break
    assert.equal(status, 200)
    accepted.push(one)
  }
  assert.ok(accepted.length >= 2 && accepted.length <= 8, `${accepted.length} accepted`)
  await verify(vault, accepted)
})

test(
  'a disk that becomes read-only: reading goes on, writing is refused, nothing is lost',
  { skip },
  async (t) => {
    const place = smallDisk('read-only', t)
    await using vault = await openOn(place, 0)
    const stored = some('data', 10_000)
    assert.equal(await post(vault, stored), 200)
    mount('--bind', place, place)
    mount('-o', 'remount,ro,bind', place)
    try {
      assert.equal(await post(vault, some('data', 10_000)), 503)
      await verify(vault, [stored])
    } finally {
      spawnSync('umount', [place])
    }
    const next = some('data', 10_000)
    assert.equal(await post(vault, next), 200)
    await verify(vault, [stored, next])
    const later = join(folder, 'never')
    mkdirSync(later)
    mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs', later)
    t.after(() => spawnSync('umount', ['--lazy', later]))
    await assert.rejects(openTestVault({ vault: later }), { code: 'vault-failed' })
  },
)
