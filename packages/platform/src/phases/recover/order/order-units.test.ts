import assert from 'node:assert/strict'
import { test } from 'node:test'

import { planRecovery } from '../index.ts'
import { ground, memory, planAll, reportOf, snapshot, write } from '../recovery.fixture.ts'

test('a plan lists units and files in the order given, and otherwise holds the same', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'etc/fstab': '1', 'srv/a/x': '2', 'srv/b/y': '3', 'srv/shared': '4', 'a-first': '5' })
  await snapshot(place)
  const tenantAt = (_host: string, path: string) => {
    const tenant = /^\/srv\/([ab])\//.exec(path)?.[1]
    return tenant === undefined ? undefined : { tenant }
  }
  const order = {
    ofPlace: ({ path }: { path: string }) => (path.startsWith('/etc/') ? 0 : 1),
    ofUnit: (unit: string) => ['unassigned', 'b', 'a'].indexOf(unit),
  }
  const unsorted = await planAll(place, tenantAt)
  const plan = await planRecovery(place.repository, await reportOf(place), { place: tenantAt, order })
  assert.deepEqual(
    plan.units.map(({ items }) => items.map(({ path }) => path)),
    [['/etc/fstab', '/a-first', '/srv/shared'], ['/srv/b/y'], ['/srv/a/x']],
  )
  const all = (units: typeof plan.units) => units.flatMap(({ items }) => items.map((item) => JSON.stringify(item))).sort() // prettier-ignore
  assert.deepEqual(all(plan.units), all(unsorted.units))
})
