import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { type Role, roles } from '../access/index.ts'
import { openTestVault, someObject } from '../vault.fixture.ts'

const vault = await openTestVault()
after(() => vault[Symbol.asyncDispose]())
await vault.clients(...roles.map((role) => ({ name: role, role })), { name: 'seed', role: 'writer' })

const kinds = ['config', 'keys', 'index', 'snapshots', 'data', 'locks'] as const
type Kind = (typeof kinds)[number]

/** Written by hand and not from the table of the code: L(ist) G(et) P(ost) D(elete what is one's own). */
const expected: Readonly<Record<Role, readonly string[]>> = {
  //            config keys  index snaps data  locks
  provisioner: ['G', 'LG', '', '', '', 'LGPD'],
  writer: ['G', 'LG', 'LGP', 'LGP', 'P', 'LGPD'],
  writerStock: ['G', 'LG', 'LGP', 'LGP', 'GP', 'LGPD'],
  importer: ['G', 'LG', 'LGP', 'LGP', 'P', 'LGPD'],
  auditor: ['G', 'LG', 'LG', 'LG', 'LG', 'LG'],
  restorer: ['G', 'LG', 'LG', 'LG', 'LG', 'LG'],
  maintainer: ['G', 'LG', 'LGP', 'LGP', 'LGP', 'LGPD'],
}

test('a provisioner makes a repository; config and keys are then closed', async () => {
  for (const role of roles.filter((one) => one !== 'provisioner')) {
    const refused = await vault.ask('/acme/?create=true', { method: 'POST', client: role })
    assert.equal(refused.status, 403, role)
  }
  const made = await vault.ask('/acme/?create=true', { method: 'POST', client: 'provisioner' })
  assert.equal(made.status, 200)
  const [key, config, second] = [someObject(), someObject(), someObject()]
  assert.equal(await post('provisioner', 'keys', key), 200)
  assert.equal(await post('provisioner', 'config', config), 200)
  assert.equal(await post('provisioner', 'config', second), 403, 'a config is never replaced')
  assert.equal(await post('provisioner', 'keys', second), 200, 'a second key before the first snapshot')
  for (const kind of ['index', 'snapshots', 'data', 'locks'] as const)
    assert.equal(await post('seed', kind, someObject()), 200)
  assert.equal(await post('provisioner', 'keys', someObject()), 403, 'no key after the first snapshot')
  await vault.clients({ name: 'reopened', role: 'provisioner', keysUntil: '2999-01-01T00:00:00Z' })
  assert.equal(await post('reopened', 'keys', someObject()), 200, 'unless the operator opened it again')
})

for (const role of roles) {
  test(`${role}: every verb on every kind of file`, async () => {
    const found: string[] = []
    for (const kind of kinds) {
      let may = ''
      if (kind !== 'config' && (await vault.ask(`/acme/${kind}/`, { client: role })).status === 200)
        may += 'L'
      const path = await someSeedPath(kind)
      const [got, head] = [
        await vault.ask(path, { client: role }),
        await vault.ask(path, { client: role, method: 'HEAD' }),
      ]
      if (got.status === 200) may += 'G'
      const own = someObject()
      if ((await post(role, kind, own)) === 200) may += 'P'
      const theirs = await vault.ask(path, { method: 'DELETE', client: role })
      assert.equal(theirs.status, 403, `${role} must not delete ${kind} of others`)
      const mine = await vault.ask(pathOf(kind, own.id), { method: 'DELETE', client: role })
      // What was never there is not deleted; only what was posted tells.
      if (mine.status === 200 && may.includes('P')) may += 'D'
      const mayAsk = may.includes('G') || may.includes('P')
      assert.equal(head.status, mayAsk ? 200 : 403, `${role} HEAD ${kind}`)
      found.push(may)
    }
    assert.deepEqual(found, expected[role])
  })
}

test('nobody comes in without credentials, with wrong ones or expired', async () => {
  await vault.clients({ name: 'late', role: 'auditor', expiresAt: '2020-01-01T00:00:00Z' })
  for (const userInfo of ['auditor:wrong', 'nobody:wrong', 'auditor:', ':', 'auditor']) {
    const refused = await vault.ask('/acme/config', { userInfo })
    assert.equal(refused.status, 401, userInfo)
    assert.match(String(refused.headers['www-authenticate']), /Basic/)
  }
  assert.equal((await vault.ask('/acme/config')).status, 401)
  assert.equal((await vault.ask('/acme/config', { client: 'late' })).status, 403)
  assert.equal((await vault.ask('/acme/config', { client: 'auditor' })).status, 200)
})

test('a client that is removed or gets another role is treated so at once', async () => {
  await vault.clients({ name: 'changing', role: 'writer' })
  assert.equal((await vault.ask('/acme/data/', { client: 'changing' })).status, 403)
  await vault.clients({ name: 'changing', role: 'auditor' })
  assert.equal((await vault.ask('/acme/data/', { client: 'changing' })).status, 200)
  await vault.clients({ name: 'changing', role: 'auditor', tenants: ['other'] })
  assert.equal((await vault.ask('/acme/data/', { client: 'changing' })).status, 403)
})

test('many wrong passwords from one place have to wait, known clients do not', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 14; at += 1)
    statuses.push((await vault.ask('/acme/config', { userInfo: 'auditor:guess' })).status)
  assert.ok(statuses.includes(429), statuses.join())
  assert.equal((await vault.ask('/acme/config', { client: 'auditor' })).status, 200)
  await vault.running.upkeep()
  assert.ok(vault.journal().some(({ verb, code }) => verb === 'ALARM' && code === 'authenticationFailures'))
})

async function post(client: string, kind: Kind, object: ReturnType<TestObject>): Promise<number> {
  const { status } = await vault.ask(pathOf(kind, object.id), { method: 'POST', client, body: object.body })
  return status
}

type TestObject = typeof someObject

function pathOf(kind: Kind, id: string): string {
  return kind === 'config' ? '/acme/config' : `/acme/${kind}/${id}`
}

/** An object that `seed` or the provisioner wrote. */
async function someSeedPath(kind: Kind): Promise<string> {
  if (kind === 'config') return '/acme/config'
  const line = vault
    .journal()
    .find(({ verb, type, status }) => verb === 'POST' && type === kind && status === 200)
  return pathOf(kind, String(line?.['id']))
}
