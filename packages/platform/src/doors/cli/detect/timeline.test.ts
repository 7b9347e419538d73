import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { FileVerdict, HistoryReport, JudgedFile } from '../../../phases/detect/index.ts'
import { timelineLines } from './timeline.ts'

const idOf = (night: number): string => `${String(night).padStart(4, '0')}${'e'.repeat(60)}`
const timeOf = (night: number): string => new Date(Date.UTC(2026, 0, 1 + night, 2)).toISOString()

function report(
  nights: number,
  files: readonly JudgedFile[],
  onset: HistoryReport['onset'] = null,
): HistoryReport {
  const counters = { snapshots: nights, treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 }
  const snapshots = Array.from({ length: nights }, (_, night) => ({
    id: idOf(night),
    time: timeOf(night),
    host: 'files1',
    paths: ['/srv'],
  }))
  const tenants =
    onset === null ? [] : [{ tenant: 't1', onset, filesHit: files.length, scores: { sum: 0, stock: 0 } }]
  return { snapshots, files, onset, tenants, counters }
}

function file(name: string, night: number, verdict: FileVerdict): JudgedFile {
  const versions = [{ snapshot: idOf(night), verdict, reasons: [`reason of ${name}`], score: 0 }]
  return { host: 'files1', path: `/srv/${name}`, tenant: 't1', role: 'victim', versions, newestClean: null }
}

test('quiet nights of a long history are folded, each night that matters is shown', () => {
  const files = [file('a', 100, 'clean'), file('b', 150, 'unknown'), file('c', 199, 'convicted')]
  const onset = { after: idOf(198), before: idOf(199), from: timeOf(198), to: timeOf(199) }
  const lines = timelineLines(report(200, files, onset), {})
  const nights = lines.slice(1, lines.indexOf(''))
  assert.deepEqual(
    nights.map((line) => line.slice(0, 4).trim()),
    ['0000', '...', '0150', '...', '0199'],
  )
  assert.match(nights[0] ?? '', /baseline$/)
  assert.match(nights[1] ?? '', /149 snapshots with ordinary changes only/)
  assert.match(nights[4] ?? '', / 1 +1 +0 +0 +<- encryption began before this one$/)
})

test('a short history is shown whole', () => {
  assert.equal(timelineLines(report(40, []), {}).indexOf(''), 41)
})

test('what to do depends on what was found, and nothing found is no promise', () => {
  const text = (one: HistoryReport): string => timelineLines(one, { repo: '/backup' }).join('\n')
  const onset = { after: null, before: idOf(0), from: timeOf(0), to: timeOf(0) }
  assert.match(text(report(3, [file('a', 0, 'convicted')], onset)), /recover plan --case ID --repo \/backup/)
  assert.match(
    text(report(3, [file('a', 2, 'unknown')])),
    /1 file could not be called clean, but this is no proof/,
  )
  assert.match(text(report(3, [])), /says nothing about what happened before it/)
  assert.match(text(report(0, [])), /holds no snapshot/)
})

test('only the first convicted files are listed, in the order of nights, with stray bytes made visible', () => {
  const files = Array.from({ length: 30 }, (_, at) => file(`f${at}\u001b[2J`, 29 - at, 'convicted'))
  const lines = timelineLines(report(30, files), {})
  const listed = lines.filter((line) => line.includes('files1:/srv/'))
  assert.equal(listed.length, 8)
  assert.match(listed[0] ?? '', /f29\\x1b\[2J {2}in 0000eeee, no clean version/)
  assert.ok(lines.some((line) => line.includes('and 22 more; --json names them all')))
})
