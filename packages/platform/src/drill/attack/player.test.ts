import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { writeMarker } from '../estate-folder.ts'
import { attackFile } from './player.ts'
import { full } from './some-modes.fixture.ts'

test('the player refuses unmarked folders, foreign paths and links', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-player-'))
  try {
    const how = { mode: full, campaign: 'test', shape: 'in-place', at: new Date() } as const
    const estate = join(folder, 'estate')
    mkdirSync(estate)
    const inside = join(estate, 'letter.txt')
    const outside = join(folder, 'outside.txt')
    writeFileSync(inside, 'letter')
    writeFileSync(outside, 'outside')
    const refused = { code: 'drill-marker-missing' }
    assert.throws(() => attackFile(estate, inside, how), refused, 'no marker')
    writeMarker(estate, 1)
    assert.throws(() => attackFile(estate, outside, how), refused, 'outside')
    symlinkSync(outside, join(estate, 'link.txt'))
    assert.throws(() => attackFile(estate, join(estate, 'link.txt'), how), refused, 'link')
    attackFile(estate, inside, how)
    assert.notEqual(readFileSync(inside, 'utf8'), 'letter')
    assert.equal(readFileSync(outside, 'utf8'), 'outside')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
