import assert from 'node:assert/strict'
import { test } from 'node:test'

import { emptyOutcome } from '../measure/outcome.ts'
import { count } from '../statistics/cube.ts'
import { figuresOf, goals, together } from './figures.ts'

test('figures are shares of what was measured, wipers apart, small cells left out', () => {
  const outcome = emptyOutcome()
  count(outcome.benign, ['a', 'binary', 'png', 'clean'], 99)
  count(outcome.benign, ['b', 'binary', 'gz', 'convicted'], 1)
  count(outcome.benign, ['b', 'text', 'txt', 'unknown'], 300)
  const attack = (mode: string, group: string, size: string, verdict: string, times: number): void =>
    count(outcome.attacks, ['alone', mode, group, 'png', size, verdict], times)
  attack('akira-50', 'intermittent', 'large', 'convicted', 90)
  attack('hive-6', 'header-kept', 'large', 'convicted', 8)
  attack('hive-6', 'header-kept', 'large', 'suspicious', 2)
  attack('rare', 'full', 'large', 'clean', 1)
  attack('wipe-zeros', 'destroyed', 'small', 'clean', 50)
  const figures = figuresOf({
    outcome,
    changes: new Map(),
    judged: new Map(),
    commits: { all: 1, atLeast100: 0, atLeast200: 0 },
    bases: 7,
  })
  assert.equal(figures['falseAlarmRate'], 1 / 400)
  assert.equal(figures['binaryFalseAlarmRate'], 1 / 100)
  assert.equal(figures['attackedVersions'], 101)
  assert.equal(figures['recall'], 98 / 101)
  assert.equal(figures['worstModeRecall'], 0.8, 'one version of a mode is no rate')
  assert.equal(figures['worstCellRecall'], 0.8)
  assert.equal(figures['headerKeptRecall'], 0.8)
  assert.equal(figures['encryptedCalledClean'], 1)
  assert.equal(figures['destroyedCalledClean'], 50)
  assert.ok(!('midFileRecall' in figures), 'what was not measured is no figure')
})

test('mistakes of several parts add up, and every goal has a direction', () => {
  const all = together([{ encryptedCalledClean: 1, recall: 0.9 }, { encryptedCalledClean: 2 }])
  assert.deepEqual(all, { encryptedCalledClean: 3, recall: 0.9 })
  assert.equal(goals['encryptedCalledClean'], 0)
  assert.equal(goals['falseAlarmUpper95'], 1e-4)
})
