import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Matrix } from '../../api/shapes.ts'
import { cellOf, fittingRows } from './cell.ts'

const row = (tenant: string, uses: readonly number[] | null): Matrix['rows'][number] => ({
  tenant,
  name: null,
  wave: null,
  stage: 'verified',
  seq: 12,
  at: '',
  uses,
  quarantined: 0,
  caseReview: 0,
})
const service = (hit: boolean): Matrix['services'][number] => ({
  id: 'mail',
  name: null,
  tier: null,
  hit,
  open: hit ? 1 : null,
  published: null,
})

test('a cell shows the stage with its proof only where the tenant uses a service that was hit', () => {
  assert.deepEqual(cellOf(row('a', [0]), service(true), 0, 1), {
    kind: 'stage',
    stage: 'verified',
    seq: 12,
    isUseKnown: true,
  })
  assert.deepEqual(cellOf(row('a', [0]), service(false), 0, 1), { kind: 'spared', seq: 1 })
  assert.deepEqual(cellOf(row('a', [1]), service(true), 0, 1), { kind: 'unused' })
})

test('without an estate nothing is said about who uses what', () => {
  const cell = cellOf(row('a', null), service(true), 0, 1)
  assert.ok(cell.kind === 'stage' && !cell.isUseKnown)
})

test('a filter looks at ids, names and waves, whatever the case of the letters', () => {
  const rows = [row('nordwind', null), { ...row('b', null), name: 'Nordlicht GmbH' }, row('c', null)]
  const found = fittingRows(rows, { stage: undefined, text: ' NORD ' })
  assert.deepEqual(
    found.map(({ tenant }) => tenant),
    ['nordwind', 'b'],
  )
  assert.deepEqual(fittingRows(rows, { stage: 'released', text: '' }), [])
})
