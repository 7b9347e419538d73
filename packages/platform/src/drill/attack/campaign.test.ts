import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { after, test } from 'node:test'

import { writeMarker } from '../estate-folder.ts'
import { seededRandom } from '../random.ts'
import { attackModes } from './attack-modes.ts'
import { type Campaign, playCampaign } from './campaign.ts'
import { attackFile, type Hit, writeShapes } from './player.ts'

const work = mkdtempSync(join(tmpdir(), 'anlauf-campaign-'))
after(() => rmSync(work, { recursive: true }))
const at = new Date('2026-03-02T01:00:00Z')

function modeNamed(name: string) {
  const mode = attackModes.find((one) => one.name === name)
  assert.ok(mode !== undefined, name)
  return mode
}

/** Six files in three folders of a marked estate. */
function estate(name: string): { root: string; files: string[] } {
  const root = join(work, name)
  writeMarker(root, 1)
  const files = ['a.txt', 'b.txt', 'one/c.txt', 'one/d.txt', 'one/two/e.txt', 'one/two/f.txt'].map(
    (place, size) => {
      const path = join(root, place)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, `letter ${place}\n`.repeat(20 + 7 * size))
      return path
    },
  )
  return { root, files }
}

function play(root: string, files: string[], campaign: Partial<Campaign>): { hits: Hit[]; notes: string[] } {
  const whole: Campaign = {
    name: 'c',
    modes: [modeNamed('akira-50')],
    shape: 'in-place',
    order: 'as-listed',
    notes: 'none',
    ...campaign,
  }
  const steps = [...playCampaign(root, files, whole, { random: seededRandom(4), at })]
  return {
    hits: steps.flatMap((step) => ('hit' in step ? [step.hit] : [])),
    notes: steps.flatMap((step) => ('note' in step ? [step.note] : [])),
  }
}

test('every way to write leaves the same bytes under the same name, and nothing else', () => {
  for (const shape of writeShapes) {
    for (const keepsNames of [false, true]) {
      const { root, files } = estate(`${shape}-${keepsNames}`)
      const plain = new Map(files.map((path) => [path, readFileSync(path)]))
      const { hits } = play(root, files, {
        shape,
        keepsNames,
        modes: [modeNamed('akira-50'), modeNamed('base64-full')],
      })
      assert.equal(hits.length, files.length)
      for (const { path, lockedPath, geometry } of hits) {
        assert.equal(lockedPath === path, keepsNames || geometry === 'base64-full')
        const attacked = { path: lockedPath, bytes: readFileSync(lockedPath) }
        const back = modeNamed(geometry).decrypt?.(attacked, relative(root, path), 'c')
        assert.deepEqual(back, plain.get(path), `${shape} ${geometry}`)
      }
      const left = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      assert.equal(left.length, files.length + 1, shape)
    }
  }
})

test('in place keeps the inode, a new file has its own', () => {
  for (const shape of writeShapes) {
    const { root, files } = estate(`inode-${shape}`)
    const [file = ''] = files
    const before = statSync(file).ino
    const [hit] = play(root, [file], { shape }).hits
    const isSame = statSync(hit?.lockedPath ?? '').ino === before
    assert.equal(isSame, shape !== 'new-then-delete' && shape !== 'overwrite-twice', shape)
  }
})

test('orders: by depth, by size, at random; each touches every file once', () => {
  const named = (name: string, order: Campaign['order']) => {
    const { root, files } = estate(name)
    return play(root, files, { order })
      .hits.map(({ path }) => basename(path)[0])
      .join('')
  }
  assert.equal(named('listed', 'as-listed'), 'abcdef')
  assert.equal(named('deep', 'deepest-first'), 'efcdab')
  assert.equal(named('small', 'smallest-first'), 'abcdef')
  assert.equal(named('large', 'largest-first'), 'fedcba')
  const shuffled = named('random', 'random')
  assert.notEqual(shuffled, 'abcdef')
  assert.equal(shuffled.split('').sort().join(''), 'abcdef')
})

test('notes lie in every folder, before the files or after them', () => {
  for (const notes of ['before', 'after'] as const) {
    const { root, files } = estate(`notes-${notes}`)
    const steps = [
      ...playCampaign(
        root,
        files,
        { name: 'c', modes: [modeNamed('akira-50')], shape: 'in-place', order: 'as-listed', notes },
        { random: seededRandom(1), at },
      ),
    ]
    assert.equal(steps.filter((step) => 'note' in step).length, 3)
    assert.equal('note' in (steps[0] ?? {}), notes === 'before')
    assert.ok(existsSync(join(root, 'one/two/akira_readme.txt')))
  }
})

test('timestomping sets the modification time back', () => {
  const { root, files } = estate('stomped')
  const before = files.map((path) => statSync(path).mtimeMs)
  const { hits } = play(root, files, { timestomps: true })
  for (const [place, { lockedPath }] of hits.entries()) {
    assert.ok(Math.abs(statSync(lockedPath).mtimeMs - (before[place] ?? 0)) < 1)
  }
})

test('modes are refused where bare geometries are: no marker, outside, through links; taken names are left', () => {
  const { root, files } = estate('refused')
  const how = { mode: modeNamed('akira-50'), campaign: 'c', shape: 'in-place', at } as const
  const refused = { code: 'drill-marker-missing' }
  const outside = join(work, 'outside.txt')
  writeFileSync(outside, 'outside')
  assert.throws(() => attackFile(root, outside, how), refused)
  symlinkSync(outside, join(root, 'link.txt'))
  assert.throws(() => attackFile(root, join(root, 'link.txt'), how), refused)
  assert.throws(
    () => attackFile(join(root, 'one'), files[2] ?? '', how),
    refused,
    'the marker lies higher up',
  )
  writeFileSync(`${files[0]}.akira`, 'somebody else')
  assert.equal(attackFile(root, files[0] ?? '', how), undefined)
  assert.equal(readFileSync(`${files[0]}.akira`, 'utf8'), 'somebody else')
  assert.equal(readFileSync(outside, 'utf8'), 'outside')
})
