import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'

import { localStorage, openRepository, walkTree } from '@anlauf/repository'

import { approve, by, caseId, declaredCase, memoryLog, recordRun } from '../../recover/case.fixture.ts'
import {
  ground,
  memory,
  planAll,
  recover,
  snapshot,
  wordScanner,
  write,
} from '../../recover/recovery.fixture.ts'
import { handBack, releaseUnit } from '../index.ts'

test('a tenant on several machines, oddly named, gets one snapshot of each with the paths as they were', async (t) => {
  const place = await ground(t, memory)
  const hosts = ['files1', 'mäil ../2', 'x-66']
  for (const host of hosts) {
    write(place, {
      'srv/mail/inbox': `inbox of ${host}`,
      'srv/other': undefined,
      [`srv/${host.length}`]: host,
    })
    await snapshot(place, { hostname: host })
    write(place, { [`srv/${host.length}`]: undefined })
  }
  const plan = await planAll(place, () => ({ tenant: 'nordwind' }))
  const scanner = wordScanner()
  const { cleanRoom, folder } = place
  const outcome = await recover(place, { plan, scanner })
  const log = memoryLog()
  const session = await declaredCase(log, ['nordwind'])
  await recordRun(session, plan, outcome, { cleanRoom, scanner })
  await approve(session, 'nordwind')
  const [unit, released] = ['nordwind', join(folder, 'released')]
  const manifestFile = outcome.units[0]?.manifestFile ?? ''
  await releaseUnit({
    session,
    unit,
    cleanRoom,
    manifestFile,
    ruleSetDigest: 'rules-1',
    target: released,
    by,
  })
  const { receipt } = await handBack({
    session,
    log,
    unit,
    manifestFile,
    plan: plan.units[0] ?? assert.fail(),
    times: new Map(),
    released,
    target: join(folder, 'handed'),
    form: 'repository',
    repository: { password: 'of the tenant', kdf: { N: 1024, r: 8, p: 1 } },
    parties: { provider: 'P', tenant: 'T', contacts: [], timeZone: 'UTC' },
    signer: () => ({ name: 'anlauf', key: generateKeyPairSync('ed25519').privateKey, origin: caseId }),
    renderLeaflet: async () => Buffer.from('%PDF'),
    by,
  })
  assert.deepEqual(
    receipt?.restorePoints.map(({ at, files }) => [at, files]),
    hosts.map(() => [null, 2]),
  )
  const storage = localStorage(join(folder, 'handed/nordwind/repository'))
  const repository = await openRepository(storage, { password: 'of the tenant' })
  const found = new Map<string, string[]>()
  for (const { hostname = '', tree } of await repository.listSnapshots()) {
    const paths: string[] = []
    for await (const { path, node } of walkTree(repository, tree)) if (node.type === 'file') paths.push(path)
    found.set(hostname, paths)
  }
  assert.deepEqual(
    Object.fromEntries(found),
    Object.fromEntries(hosts.map((host) => [host, [`/srv/${host.length}`, '/srv/mail/inbox']])),
  )
})
