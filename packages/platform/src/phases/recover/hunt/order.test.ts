import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Node } from '@anlauf/repository'

import { ground, memory, sha256, snapshot, wordScanner, write } from '../recovery.fixture.ts'
import { memoryVerdictCache } from '../verdict-cache.ts'
import { dangerOf, dangers } from './danger.ts'
import { huntHistory } from './hunt-history.ts'
import { memoryKnownHashes } from './known-hashes.ts'

const nodeOf = (mode = 0o644): Node => ({ mode }) as Node
const of = (path: string, mode?: number, head?: string) =>
  dangerOf({ path, node: nodeOf(mode), ...(head !== undefined && { head: Buffer.from(head, 'latin1') }) })

test('programs are what starts, is started or opens a door, by place, name, rights or beginning', () => {
  for (const path of [
    '/a/Setup.EXE',
    '/a/run.ps1',
    '/etc/cron.d/job',
    '/home/x/.ssh/authorized_keys',
    '/srv/a.docm',
  ])
    assert.equal(of(path), 'program', path)
  assert.equal(of('/srv/tool'), 'other')
  assert.equal(of('/srv/tool', 0o755), 'program')
  assert.equal(of('/srv/invoice.txt', 0o644, '\x7fELF\x02\x01\x01'), 'program', 'the record knows better')
  assert.equal(of('/srv/letter', 0o644, '#!/bin/sh\n'), 'program')
})

test('containers are what may hold one', () => {
  for (const path of [
    '/a/b.zip',
    '/a/letter.docx',
    '/m/cur/1700000000.M1P2.host:2,S',
    '/a/page.HTML',
    '/a/b.tar.gz',
  ])
    assert.equal(of(path), 'container', path)
  assert.equal(of('/a/nothing-to-see', 0o644, 'PK\x03\x04'), 'container')
  assert.equal(of('/a/film.mp4'), 'other')
})

test('property: every content once, dangerous ones first, and of equal danger the newest first', async (t) => {
  const names = ['tool.exe', 'run', 'letter.docx', 'mail.eml', 'note.txt', 'film']
  const night = fc.dictionary(fc.constantFrom(...names, ...names.map((name) => `deep/${name}`)), fc.nat(7), {
    maxKeys: 8,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(night, { minLength: 1, maxLength: 5 }), async (nights) => {
      const place = await ground(t, memory)
      /** By content: the most dangerous name it ever had, and the newest night in which it had one of that kind. */
      const best = new Map<string, { danger: number; night: number }>()
      for (const [night, files] of nights.entries()) {
        write(place, { srv: undefined })
        write(place, { 'srv/always.txt': 'always' })
        for (const [name, number] of [['always.txt', -1], ...Object.entries(files)] as [string, number][]) {
          const text = number < 0 ? 'always' : `content ${number}`
          if (number >= 0) write(place, { [`srv/${name}`]: text })
          const isRun = name.endsWith('run')
          if (isRun) chmodSync(join(place.machine, 'srv', name), 0o755)
          const danger = dangers.indexOf(of(`/srv/${name}`, isRun ? 0o755 : 0o644))
          const known = best.get(sha256(text))
          if (known === undefined || danger <= known.danger) best.set(sha256(text), { danger, night })
        }
        await snapshot(place)
      }
      const scanner = wordScanner()
      const report = await huntHistory(place.repository, {
        engine: { scanner, verdicts: memoryVerdictCache() },
        known: memoryKnownHashes(),
        staging: join(place.folder, 'hunt'),
      })
      assert.deepEqual(scanner.shown.toSorted(), [...best.keys()].sort(), 'each once')
      assert.equal(report.counters.contents, best.size)
      const order = scanner.shown.map((key) => best.get(key) ?? { danger: -1, night: -1 })
      for (const [at, one] of order.entries()) {
        const next = order[at + 1] ?? one
        const isRight = one.danger < next.danger || (one.danger === next.danger && one.night >= next.night)
        assert.ok(isRight, JSON.stringify(order))
      }
    }),
    { numRuns: 25 },
  )
})
