import { readFileSync } from 'node:fs'

import { draftOf } from '../../packages/platform/src/core/case/index.ts'
import { parseEstate } from '../../packages/platform/src/core/estate/index.ts'
import { emptyChain, sealEntries } from '../../packages/platform/src/core/evidence/index.ts'
import type { Job } from '../../packages/platform/src/core/jobs/index.ts'
import {
  boardAfter,
  emptyBoard,
  type RestartPlan,
  restartPlanOf,
  type Throughput,
  throughputOf,
} from '../../packages/platform/src/core/overview/index.ts'
import { estate as estateFile } from './running-console.ts'

const startedAt = Date.parse('2026-03-11T06:00:00.000Z')
const at = (minute: number): string => new Date(startedAt + minute * 60_000).toISOString()
const asked = { case: 'night-1', attempt: 1, options: {}, askedBy: 'clara', tries: 1, revision: 1 }
const bytes = {
  directory: 40e9,
  dns: 2e9,
  mail: 2.4e12,
  share: 5.1e12,
  'document-service': 900e9,
  consult: 300e9,
}

/**
 * Half of a night in which terabytes come back, as the server's own read models tell it: a restore of kilobytes, which
 * is all that a test has time for, is over before its speed was measured.
 */
export function measuredNight(): { readonly plan: RestartPlan; readonly throughput: Throughput } {
  const parsed = parseEstate(readFileSync(estateFile, 'utf8'), estateFile)
  if (!('estate' in parsed)) throw new Error('the estate of the handbook has mistakes')
  const { estate } = parsed
  const tenants = estate.tenants.map(({ id }) => id)
  const declared = { title: 'Night', exercise: true, tenants, services: Object.keys(bytes) }
  const events = [
    draftOf({ type: 'case.declared', ...declared }, { actor: 'clara', at: at(0) }),
    ...tenants.map((unit) =>
      draftOf(
        {
          type: 'unit.restorePointsChosen',
          unit,
          planDigest: 'a'.repeat(64),
          files: 2_000_000,
          bytes: 2.1e12,
          leftOut: 0,
          reasons: {},
        },
        { actor: 'clara', at: at(5) },
      ),
    ),
  ]
  const board = boardAfter(emptyBoard('night-1'), sealEntries('night-1', emptyChain, events).entries)
  const plan: Job = {
    ...asked,
    id: 'plan-1',
    kind: 'plan',
    askedAt: at(4),
    state: 'done',
    result: Object.fromEntries(Object.entries(bytes).map(([id, all]) => [`bytesOf.${id}`, all])),
  }
  const samples = Array.from({ length: 240 }, (_, minute) => ({
    job: 'run-1',
    at: at(10 + minute),
    phase: 'recover',
    bytesPerSecond: Math.round(180e6 + 90e6 * Math.sin(minute / 17) - (minute % 40 === 7 ? 150e6 : 0)),
    done: minute * 9_000,
    bytesDone: minute * 11e9,
  }))
  const run: Job = {
    ...asked,
    id: 'run-1',
    kind: 'run',
    unit: tenants[0] ?? '',
    askedAt: at(9),
    state: 'running',
    counters: { phase: 'recover', done: 2_160_000, total: 8_000_000, bytesDone: 2.64e12, bytesTotal: 8.4e12, bytesPerSecond: 212e6, secondsLeft: 27_000 }, // prettier-ignore
  }
  const work = { jobs: [run, plan], samples }
  return { plan: restartPlanOf(board, estate, work), throughput: throughputOf(board, work) }
}
