import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Snapshot } from '@anlauf/repository'

import { weights } from './alarm/weights.ts'
import { weighAcrossSeries } from './other-series.ts'
import type { JudgedFile, JudgedVersion } from './report.ts'
import { defaultThresholds } from './thresholds.ts'

const snapshot = (id: string, time: string) => ({ id, time, paths: ['/srv'] }) as unknown as Snapshot
const series = new Map([
  ['files', [snapshot('f1', '2026-03-01T02:00:00Z'), snapshot('f2', '2026-03-02T02:00:00Z')]],
  ['databases', [snapshot('d1', '2026-03-01T02:30:00Z'), snapshot('d2', '2026-03-02T02:30:00Z')]],
])

function file(
  path: string,
  at: string,
  verdict: JudgedVersion['verdict'],
  more: Partial<JudgedFile> = {},
): JudgedFile {
  const score = verdict === 'convicted' ? weights.convicted : weights.contradiction
  const versions = [{ snapshot: at, verdict, reasons: ['noise'], score }]
  return { host: 'h', path, tenant: 't', role: 'victim', versions, newestClean: null, ...more }
}

function verdicts(files: readonly JudgedFile[], path: string): string[] {
  const judged = weighAcrossSeries(files, series, defaultThresholds)
  return judged
    .filter((one) => one.path === path)
    .flatMap(({ versions }) => versions.map(({ verdict }) => verdict))
}

const documents = ['a', 'b', 'c', 'd', 'e'].map((name) => file(name, 'f2', 'convicted'))

test('a suspicious database beside five files that were convicted on another machine that night is convicted', () => {
  assert.deepEqual(verdicts([...documents, file('db', 'd2', 'suspicious')], 'db'), ['convicted'])
})

test('four files, another night, another tenant, the same machine, notes and old names do not convict it', () => {
  const suspicious = file('db', 'd2', 'suspicious')
  assert.deepEqual(verdicts([...documents.slice(1), suspicious], 'db'), ['suspicious'])
  assert.deepEqual(verdicts([...documents, file('db', 'd1', 'suspicious')], 'db'), ['suspicious'])
  assert.deepEqual(verdicts([...documents, file('db', 'd2', 'suspicious', { tenant: 'u' })], 'db'), [
    'suspicious',
  ])
  assert.deepEqual(verdicts([...documents, file('db', 'f2', 'suspicious')], 'db'), ['suspicious'])
  const notes = documents.map((one) => ({ ...one, role: 'note' as const }))
  assert.deepEqual(verdicts([...notes, suspicious], 'db'), ['suspicious'])
  const renamed = documents.map((one) => ({ ...one, original: 'a' }))
  assert.deepEqual(verdicts([...renamed, suspicious], 'db'), ['suspicious'])
})

test('unknown and clean versions stay what they are, and so does what is suspicious without noise', () => {
  assert.deepEqual(verdicts([...documents, file('db', 'd2', 'unknown')], 'db'), ['unknown'])
  assert.deepEqual(verdicts([...documents, file('db', 'd2', 'clean')], 'db'), ['clean'])
  const quiet = file('db', 'd2', 'suspicious', {
    versions: [{ snapshot: 'd2', verdict: 'suspicious', reasons: [], score: weights.unknown }],
  })
  assert.deepEqual(verdicts([...documents, quiet], 'db'), ['suspicious'])
})
