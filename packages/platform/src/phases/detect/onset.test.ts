import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Snapshot } from '@anlauf/repository'

import { scoreOf } from './alarm/weights.ts'
import { earliestOnset, onsetsOf } from './onset.ts'
import type { ConvictedRole, FileVerdict, JudgedFile } from './report.ts'
import { defaultThresholds } from './thresholds.ts'

/** Snapshots `a1 … an` of one series, a day apart, from an hour on. */
function seriesOf(name: string, count: number, hour: number): readonly Snapshot[] {
  return Array.from({ length: count }, (_, day) => ({
    id: `${name}${day + 1}`,
    time: `2026-03-${String(day + 1).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.5Z`,
    tree: '',
    paths: ['/srv'],
    hostname: name,
  })) as unknown as readonly Snapshot[]
}

function file(
  path: string,
  tenant: string,
  versions: readonly [string, FileVerdict][],
  role: ConvictedRole = 'victim',
): JudgedFile {
  return {
    host: 'h',
    path,
    tenant,
    role,
    versions: versions.map(([snapshot, verdict]) => ({
      snapshot,
      verdict,
      reasons: [],
      score: scoreOf({ verdict, reasons: [] }),
    })),
    newestClean: null,
  }
}

const series = new Map([
  ['a', seriesOf('a', 9, 2)],
  ['b', seriesOf('b', 9, 3)],
])
const onsets = (...files: readonly JudgedFile[]) => onsetsOf(files, series, defaultThresholds)

test('the interval lies between the first convicted snapshot and the one before it in its own series', () => {
  const [tenant] = onsets(
    file('/x', 't', [['b4', 'convicted']]),
    file('/y', 't', [
      ['a3', 'clean'],
      ['a6', 'convicted'],
    ]),
  )
  assert.partialDeepStrictEqual(tenant, {
    tenant: 't',
    filesHit: 2,
    onset: { after: 'b3', before: 'b4', from: '2026-03-03T03:00:00.5Z', to: '2026-03-04T03:00:00.5Z' },
  })
})

test('in the very first snapshot nothing lies before', () => {
  const [tenant] = onsets(file('/x', 't', [['a1', 'convicted']]), file('/y', 't', [['a1', 'convicted']]))
  assert.deepEqual(tenant?.onset, {
    after: null,
    before: 'a1',
    from: '2026-03-01T02:00:00.5Z',
    to: '2026-03-01T02:00:00.5Z',
  })
})

test('one file is one file: with its successor, in many nights, with one note in many folders it is two things', () => {
  const victim = file('/x', 't', [
    ['a2', 'convicted'],
    ['a3', 'convicted'],
    ['a4', 'convicted'],
  ])
  const successor = { ...file('/x.lock', 't', [['a2', 'convicted']], 'successor'), original: '/x' }
  const note = (folder: string) => file(`/${folder}/note.txt`, 't', [['a2', 'convicted']], 'note')
  assert.deepEqual(
    onsets(victim, successor).map(({ onset }) => onset),
    [null],
  )
  assert.deepEqual(
    onsets(note('a'), note('b'), note('c')).map(({ onset, filesHit }) => [onset, filesHit]),
    [],
  )
  assert.notEqual(onsets(victim, note('a'))[0]?.onset, null)
})

test('suspicious and unknown versions alone make no onset, and tenants do not share their hits', () => {
  assert.deepEqual(onsets(file('/x', 't', [['a2', 'suspicious']]), file('/y', 't', [['a2', 'unknown']])), [])
  const apart = onsets(file('/x', 's', [['a2', 'convicted']]), file('/y', 't', [['a2', 'convicted']]))
  assert.deepEqual(
    apart.map(({ tenant, onset, filesHit }) => [tenant, onset, filesHit]),
    [
      ['s', null, 1],
      ['t', null, 1],
    ],
  )
})

test('the order of files does not matter, and earlier convictions never make a later onset', () => {
  const verdicts = fc.constantFrom<FileVerdict>('clean', 'convicted', 'suspicious', 'unknown')
  const files = fc.array(
    fc.record({
      name: fc.nat(30),
      tenant: fc.constantFrom('s', 't'),
      version: fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 9 }), verdicts),
    }),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(files, (records) => {
      const judged = records.map(({ name, tenant, version: [host, day, verdict] }) =>
        file(`/${name}`, tenant, [[`${host}${day}`, verdict]]),
      )
      const found = onsets(...judged)
      assert.deepEqual(onsets(...judged.toReversed()), found)
      for (const { onset } of found) {
        if (onset === null) continue
        assert.ok(onset.from <= onset.to)
        assert.ok((earliestOnset(found)?.to ?? '') <= onset.to)
      }
    }),
  )
})

test('times in other zones are compared as moments', () => {
  const early = {
    after: null,
    before: 'x',
    from: '2026-03-01T01:00:00+02:00',
    to: '2026-03-01T01:00:00+02:00',
  }
  const scores = { sum: 0, stock: 0 }
  const late = { after: null, before: 'y', from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }
  assert.equal(
    earliestOnset([
      { tenant: 'a', onset: late, filesHit: 2, scores },
      { tenant: 'b', onset: early, filesHit: 2, scores },
    ]),
    early,
  )
  assert.equal(earliestOnset([]), null)
})
