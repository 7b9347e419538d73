import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { after, test } from 'node:test'

import { type BlobId, contentKey, decodeName, type Node } from '@anlauf/repository'
import fc from 'fast-check'

import { AnlaufError } from '../../core/failure.ts'
import {
  parsePlan,
  type PlanItem,
  readPlanFile,
  type RecoveryPlan,
  summarisePlan,
  writePlanFile,
} from './index.ts'
import { placeOf, unitFolder } from './unit-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-plan-'))
after(() => rmSync(folder, { recursive: true }))

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
/** Names as they come from disks: any bytes but NUL and slash. */
const name = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .map((bytes) => decodeName(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x41 : byte))))
  .filter((text) => text !== '.' && text !== '..')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`)

const item = fc
  .record({
    host: name,
    path,
    type: fc.constantFrom('file' as const, 'symlink' as const),
    snapshot: hex,
    reason: fc.constantFrom('newestClean' as const, 'olderBecauseEncrypted' as const),
    size: fc.nat(),
    mode: fc.nat(0o7777),
    mtime: fc.constantFrom('2026-03-02T02:00:00Z', '2026-03-02T02:00:00.123456789+01:00'),
    content: fc.array(hex, { maxLength: 3 }),
    linkTarget: fc.option(name, { nil: undefined }),
    rejected: fc.array(fc.record({ snapshot: hex, reason: fc.string() }), { maxLength: 2 }),
  })
  .map(({ host, content, linkTarget, rejected, path, ...rest }): PlanItem => {
    const blobs = content as BlobId[]
    const key = contentKey({ content: blobs } as Partial<Node> as Node)
    const target = linkTarget === undefined ? {} : { linkTarget }
    return { host, path, ...rest, content: blobs, contentKey: key, ...target, rejected }
  })

const plan = fc
  .record({
    repository: hex,
    units: fc.uniqueArray(
      fc.record({
        unit: name,
        items: fc.uniqueArray(item, { selector: placeKey, maxLength: 5 }),
        leftOut: fc.array(
          fc.record({ host: name, path, reason: fc.constant('noCleanVersion' as const), why: fc.string() }),
          { maxLength: 2 },
        ),
      }),
      { selector: ({ unit }) => unitFolder('', unit), maxLength: 3 },
    ),
  })
  .map((parts): RecoveryPlan => ({ kind: 'recovery-plan', version: 1, ...parts }))

function placeKey(one: { host: string; path: string }): string {
  return placeOf('', one).toString('latin1')
}

test('a plan survives its file, names of stray bytes included, with the digests that people approve', () => {
  let number = 0
  fc.assert(
    fc.property(plan, (written) => {
      number += 1
      const file = join(folder, `plan-${number}.json`)
      writePlanFile(file, written)
      const read = readPlanFile(file)
      assert.deepEqual(read, JSON.parse(JSON.stringify(written)))
      assert.deepEqual(read.units.map(summarisePlan), written.units.map(summarisePlan))
      // Another layout of the same plan is the same plan.
      assert.deepEqual(parsePlan(JSON.stringify(read, undefined, 3)), read)
    }),
    { numRuns: 60 },
  )
})

test('whatever is changed by hand, nothing crashes and nothing leaves its folder', () => {
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('..', '/../x', '/a/../../x', '/a//b', '../../x', '\u0000', '\ud800', '', -1, 0.5, 1e300),
  )
  let refused = 0
  fc.assert(
    fc.property(plan, fc.nat(), junk, (written, pick, value) => {
      const changed = JSON.parse(JSON.stringify(written)) as unknown
      const places = leavesOf(changed)
      places[pick % places.length]?.(value)
      try {
        for (const { unit, items } of parsePlan(JSON.stringify(changed)).units) {
          const root = join('/clean', unitFolder('', unit))
          assert.ok(root.startsWith('/clean/'))
          for (const one of items) {
            const place = placeOf(root, one).toString('latin1')
            assert.ok(posix.normalize(place) === place && place.startsWith(`${root}/files/`), place)
            // The key names a staging file.
            assert.match(one.contentKey, /^[0-9a-f]{64}$/)
          }
        }
      } catch (error) {
        if (!(error instanceof AnlaufError)) throw error
        assert.equal(error.code, 'plan-invalid')
        refused += 1
      }
    }),
    { numRuns: 600 },
  )
  assert.ok(refused > 100, `only ${refused} changes were refused`)
})

/** Setters for every value in a document. */
function leavesOf(value: unknown): ((to: unknown) => void)[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [
    (to: unknown) => void (holder[key] = to),
    ...leavesOf(holder[key]),
  ])
}

const good: PlanItem = {
  host: 'files1',
  path: '/srv/a',
  type: 'file',
  snapshot: 'a'.repeat(64),
  reason: 'newestClean',
  size: 3,
  mode: 0o644,
  mtime: '2026-03-02T02:00:00Z',
  content: ['b'.repeat(64) as BlobId],
  contentKey: 'b'.repeat(64),
  rejected: [],
}

function planWith(items: readonly unknown[]): string {
  const units = [{ unit: 't1', items, leftOut: [] }]
  return JSON.stringify({ kind: 'recovery-plan', version: 1, repository: 'c'.repeat(64), units })
}

const edits: [string, Partial<Record<keyof PlanItem | 'note', unknown>>, RegExp][] = [
  ['a path that climbs', { path: '/srv/../../etc/passwd' }, /items\[0\]\.path is no path/],
  ['a relative path', { path: 'srv/a' }, /path is no path/],
  ['a key of other content', { contentKey: 'd'.repeat(64) }, /contentKey is not the key/],
  ['a key that names a file elsewhere', { contentKey: '../../../tmp/x' }, /contentKey/],
  ['a blob that is none', { content: ['zz'] }, /no list of blob ids/],
  ['a negative size', { size: -1 }, /size is no number of bytes/],
  ['a device', { type: 'chardev' }, /neither file nor symlink/],
  ['a reason that nobody gave', { reason: 'becauseISaySo' }, /no known reason/],
  ['an inherited reason', { reason: 'toString' }, /no known reason/],
  ['a time that is none', { mtime: 'yesterday' }, /mtime is no time/],
  ['a host with NUL', { host: 'a\u0000b' }, /host is no host/],
  ['a field that nobody knows', { note: 'hello' }, /unknown field "note"/],
]

for (const [what, change, message] of edits) {
  test(`refused: ${what}`, () => {
    assert.doesNotThrow(() => parsePlan(planWith([good])))
    assert.throws(() => parsePlan(planWith([{ ...good, ...change }])), { code: 'plan-invalid', message })
  })
}

test('refused: two items in one place, a cut file, an older kind, a folder, a missing file', () => {
  assert.throws(() => parsePlan(planWith([good, good])), { code: 'plan-invalid', message: /items\[1\]/ })
  assert.throws(() => parsePlan(planWith([good]).slice(0, -4)), {
    code: 'plan-invalid',
    message: /cut short/,
  })
  assert.throws(() => parsePlan('{"kind":"recovery-plan","version":2,"repository":"","units":[]}'), {
    code: 'plan-invalid',
  })
  assert.throws(() => readPlanFile(folder), { code: 'plan-invalid' })
  assert.throws(() => readPlanFile(join(folder, 'missing')), { code: 'not-found' })
})

test('a plan file is private and never overwritten', () => {
  const file = join(folder, 'kept.json')
  writeFileSync(file, 'approved')
  assert.throws(() => writePlanFile(file, parsePlan(planWith([good]))), { code: 'unsafe-target' })
  assert.equal(readFileSync(file, 'utf8'), 'approved')
  const fresh = join(folder, 'fresh.json')
  writePlanFile(fresh, parsePlan(planWith([good])))
  assert.equal(statSync(fresh).mode & 0o777, 0o600)
})
