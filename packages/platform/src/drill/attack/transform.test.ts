import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import { writeMarker } from '../estate-folder.ts'
import { geometries } from './geometry.ts'
import { lockFileOf } from './player.ts'
import { lock, unlock } from './transform.ts'

test('every geometry is reversible and stays inside the file', () => {
  fc.assert(
    fc.property(fc.constantFrom(...geometries), fc.uint8Array({ maxLength: 4000 }), (geometry, bytes) => {
      for (const { offset, length } of geometry.ranges(bytes.length)) {
        assert.ok(offset >= 0 && length > 0 && offset + length <= bytes.length)
      }
      const locked = lock(geometry, bytes, 'a/b')
      assert.deepEqual(unlock(geometry, locked, 'a/b'), Buffer.from(bytes))
    }),
  )
})

test('large files are reversible too', () => {
  const bytes = Buffer.alloc(3_000_000, 'some text ')
  for (const geometry of geometries) {
    const locked = lock(geometry, bytes, 'x')
    assert.ok(!locked.equals(bytes), geometry.name)
    assert.ok(unlock(geometry, locked, 'x').equals(bytes), geometry.name)
  }
})

test('the player refuses unmarked folders, foreign paths and links', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-player-'))
  try {
    const [geometry] = geometries
    assert.ok(geometry !== undefined)
    const how = { geometry, shape: 'in-place', at: new Date() } as const
    const estate = join(folder, 'estate')
    mkdirSync(estate)
    const inside = join(estate, 'letter.txt')
    const outside = join(folder, 'outside.txt')
    writeFileSync(inside, 'letter')
    writeFileSync(outside, 'outside')
    const refused = { code: 'drill-marker-missing' }
    assert.throws(() => lockFileOf(estate, inside, how), refused, 'no marker')
    writeMarker(estate, 1)
    assert.throws(() => lockFileOf(estate, outside, how), refused, 'outside')
    symlinkSync(outside, join(estate, 'link.txt'))
    assert.throws(() => lockFileOf(estate, join(estate, 'link.txt'), how), refused, 'link')
    lockFileOf(estate, inside, how)
    assert.notEqual(readFileSync(inside, 'utf8'), 'letter')
    assert.equal(readFileSync(outside, 'utf8'), 'outside')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
