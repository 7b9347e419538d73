import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import {
  type Ground,
  ground,
  memory,
  newRoom,
  placedPaths,
  planAll,
  recover,
  snapshot,
  wordScanner,
  write,
} from './recovery.fixture.ts'
import { heldFiles } from './queue/held-files.ts'
import type { RecoveryPlan } from './plan.ts'
import { parseManifest } from './manifest.ts'
import type { Permit } from './settle.ts'

const decision = 'd'.repeat(64)

async function heldGround(t: Parameters<typeof ground>[0]): Promise<{ place: Ground; plan: RecoveryPlan }> {
  const place = await ground(t, memory)
  write(place, {
    'good.txt': 'good',
    'bad.txt': 'very-bad',
    'odd.txt': 'very-odd',
    'copy/odd.txt': 'very-odd',
    'slow.txt': 'very-slow',
  })
  await snapshot(place)
  const plan = await planAll(place)
  const units = plan.units.map((unit) => ({
    ...unit,
    items: unit.items.map((item) => ({ ...item, decision })),
  }))
  return { place, plan: { ...plan, units } }
}

test('whatever is permitted, nothing infected gets out, and nothing that is not permitted', async (t) => {
  const { place, plan } = await heldGround(t)
  await fc.assert(
    fc.asyncProperty(fc.subarray(['/odd.txt', '/copy/odd.txt', '/slow.txt', '/bad.txt']), async (allowed) => {
      const room = newRoom(t, place)
      const isPermitted: Permit = (_unit, named, { path }) => named === decision && allowed.includes(path)
      const outcome = await recover(room, { plan, scanner: wordScanner(), isPermitted })
      const expected = ['/good.txt', ...allowed.filter((path) => path !== '/bad.txt')].toSorted()
      assert.deepEqual(placedPaths(room.cleanRoom, 'files1'), expected)
      const lines = parseManifest(readFileSync(outcome.units[0]?.manifestFile ?? '', 'utf8'))
      for (const { path, verdict, decision: by } of lines) {
        assert.deepEqual([verdict, by], path === '/good.txt' ? ['clean', undefined] : ['reviewed', decision])
      }
      assert.deepEqual(
        outcome.units[0]?.quarantined.map(({ path }) => path),
        ['/bad.txt'],
      )
    }),
    { numRuns: 12 },
  )
})

test('a permit hears exactly what the engine says now, and the sealed copy stays', async (t) => {
  const { place, plan } = await heldGround(t)
  const heard: string[] = []
  const isPermitted: Permit = (_unit, _decision, { path, cause, sha256 }) => {
    heard.push(`${path} ${cause} ${sha256?.length}`)
    return path === '/odd.txt'
  }
  await recover(place, { plan, scanner: wordScanner(), isPermitted })
  assert.deepEqual(heard.toSorted(), [
    '/copy/odd.txt suspicious 64',
    '/odd.txt suspicious 64',
    '/slow.txt timeout 64',
  ])
  const notes = readFileSync(join(place.quarantine, 'items.ndjson'), 'utf8')
  assert.match(notes, /"path":"\/odd\.txt"/)
  const held = heldFiles(place.repository, plan, place.cleanRoom)
  assert.deepEqual(held.map(({ item, held: why }) => `${item.path} ${why?.verdict}`).toSorted(), [
    '/bad.txt infected',
    '/copy/odd.txt suspicious',
    '/slow.txt unknown',
  ])
  assert.throws(
    () =>
      heldFiles(
        place.repository,
        { ...plan, units: plan.units.map((unit) => ({ ...unit, items: unit.items.slice(1) })) },
        place.cleanRoom,
      ),
    { code: 'plan-invalid' },
  )
})

test('stopped anywhere, the second pass goes on and leaves what an unbroken one leaves', async (t) => {
  const { place, plan } = await heldGround(t)
  const isPermitted: Permit = (_unit, _decision, { path }) => path === '/odd.txt'
  const whole = newRoom(t, place)
  const unbroken = await recover(whole, { plan, scanner: wordScanner(), isPermitted })
  // While it is judged, while people are asked, and after some of it was published.
  for (const stopAt of ['scan', '/odd.txt', '/slow.txt']) {
    const room = newRoom(t, place)
    const broken: Permit = (unit, named, review) => {
      if (review.path === stopAt) throw new Error('power cut')
      return isPermitted(unit, named, review)
    }
    const scanner = wordScanner((honest) => {
      if (stopAt === 'scan') throw new Error('power cut')
      return honest
    })
    await assert.rejects(recover(room, { plan, scanner, isPermitted: broken }), /power cut/)
    const resumed = await recover(room, { plan, scanner: wordScanner(), isPermitted })
    assert.equal(resumed.units[0]?.manifestDigest, unbroken.units[0]?.manifestDigest)
    assert.deepEqual(placedPaths(room.cleanRoom, 'files1'), ['/good.txt', '/odd.txt'])
  }
  // A run without the permit held it back; the decision is followed by the next one all the same.
  const room = newRoom(t, place)
  await recover(room, { plan, scanner: wordScanner() })
  const later = await recover(room, { plan, scanner: wordScanner(), isPermitted })
  assert.equal(later.units[0]?.manifestDigest, unbroken.units[0]?.manifestDigest)
})
