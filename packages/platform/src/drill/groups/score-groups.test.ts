import assert from 'node:assert/strict'
import { test } from 'node:test'

import { emptyLedger, type TrueVersion } from '../truth/ledger.ts'
import { groupFailures, scoreGroups } from './score-groups.ts'
import { trueGroups } from './true-groups.ts'

const database = '/srv/databases/acme/orders.sqlite'
const log = `${database}-wal`

/** The database is taken on night 6; its log goes on until night 7. */
function night(): ReturnType<typeof emptyLedger> {
  const ledger = emptyLedger()
  const note = (path: string, ...versions: TrueVersion[]) =>
    ledger.files.set(path, { tenant: 'acme', dataset: 'databases', versions })
  note(database, clean(0, 'd0'), clean(5, 'd5'), { night: 6, state: 'encrypted', sha256: 'x' })
  note(log, clean(0, 'l0'), clean(5, 'l5'), clean(6, 'l6'), clean(7, 'l7'))
  note('/srv/databases/acme/other.sqlite', clean(0, 'o0'))
  return ledger
}

function clean(at: number, sha256: string): TrueVersion {
  return { night: at, state: 'clean', sha256 }
}

function released(files: Record<string, string>) {
  return Object.entries(files).map(([path, sha256]) => ({ path, sha256, scanned: true }))
}

test('a group counts as whole only when all members are of its last whole night', () => {
  const groups = trueGroups(night(), () => undefined)
  assert.deepEqual(
    groups.map(({ name, night: at }) => [name, at]),
    [[database, 5]],
  )
  const together = scoreGroups(groups, released({ [database]: 'd5', [log]: 'l5' }))
  assert.deepEqual(together, { groups: 1, whole: 1, movedTogether: 1, torn: [] })
  assert.deepEqual(groupFailures(together), [])
})

test('each file at its newest clean version is torn, and so is half a group', () => {
  const groups = trueGroups(night(), () => undefined)
  for (const files of [{ [database]: 'd5', [log]: 'l7' }, { [database]: 'd5' }, {}]) {
    const score = scoreGroups(groups, released(files))
    assert.deepEqual(score.torn, [database])
    assert.equal(groupFailures(score).length, 2)
  }
})

test('what appeared after the last whole night must not lie beside it', () => {
  const ledger = night()
  ledger.files.set('/srv/share/acme/projects/one/late.txt', {
    tenant: 'acme',
    dataset: 'share',
    versions: [clean(7, 'late')],
  })
  ledger.files.set('/srv/share/acme/projects/one/plan.txt', {
    tenant: 'acme',
    dataset: 'share',
    versions: [clean(0, 'p0'), { night: 4, state: 'encrypted', sha256: 'x' }],
  })
  const groups = trueGroups(ledger, (_, path) => /^(.*\/projects\/[^/]+)\//.exec(path)?.[1])
  const files = { '/srv/share/acme/projects/one/plan.txt': 'p0', [database]: 'd5', [log]: 'l5' }
  assert.equal(scoreGroups(groups, released(files)).whole, 2)
  const beside = { ...files, '/srv/share/acme/projects/one/late.txt': 'late' }
  assert.deepEqual(scoreGroups(groups, released(beside)).torn, ['/srv/share/acme/projects/one'])
})
