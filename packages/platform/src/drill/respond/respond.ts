import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { openCase } from '../../core/case/index.ts'
import { declaredGroupOf, type Estate, restoreRank, tenantOf } from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import { followTellings } from '../../core/response/index.ts'
import { type DeskSession, openDesk } from '../../core/updates/index.ts'
import { detectHistory, type HistoryReport, type Thresholds } from '../../phases/detect/index.ts'
import {
  planRecovery,
  type RecoveryPlan,
  runRecovery,
  type Scanner,
  unitFacts,
  type UnitOutcome,
  type VerdictCache,
  verifyCleanRoom,
} from '../../phases/recover/index.ts'
import { releaseUnit } from '../../phases/release/index.ts'
import { isolateEstate } from '../contain/isolate.ts'
import type { DatabaseResponders } from '../databases/index.ts'
import type { PlayedEdition } from '../../doors/cli/index.ts'
import type { EstateFolder } from '../estate-folder.ts'
import { type Stopwatch } from '../stopwatch.ts'
import type { Word } from '../word/index.ts'
import { adoptReadyPlan, signIsolation } from './follow-plan.ts'
import {
  appointApprovers,
  approveUnit,
  type Clock,
  declareCase,
  everybody,
  publish,
  record,
  recordIsolation,
  recordPlan,
  type Responder,
} from './incident.ts'

export interface ResponseOptions {
  readonly repository: Repository
  readonly estate: Estate
  readonly folder: EstateFolder
  /** Folder of this drill. */
  readonly work: string
  readonly caseId: string
  readonly log: EvidenceLog
  readonly verdicts: VerdictCache
  readonly scanner: Scanner
  readonly thresholds?: Partial<Thresholds>
  readonly clock: Clock
  readonly watch: Stopwatch
  readonly signal: AbortSignal
  readonly onProgress: (figures: {
    phase: string
    done: number
    total?: number
    bytesDone?: number
    bytesTotal?: number
  }) => void
  readonly say: (text: string) => void
  /** What comes into the units from databases, before anybody approves. */
  readonly recoverDatabases: (responders: DatabaseResponders) => Promise<void>
  /** What is said to customers and the public meanwhile. */
  readonly word: (desk: DeskSession, people: readonly Responder[]) => Word
  /** The next signed edition of the public site. */
  readonly writeSite: () => Promise<PlayedEdition>
}

export interface Response {
  readonly report: HistoryReport
  readonly units: readonly UnitOutcome[]
  readonly bytesRecovered: number
  /** Folder with one folder per released unit. */
  readonly released: string
  /** The last one. */
  readonly edition: PlayedEdition
}

/**
 * What the responders do, with nothing but the repository, the estate file and their tools: detect, declare,
 * cut off, plan, restore with scanning, verify, approve, release, inform. They never see the truth.
 */
export async function respond(options: ResponseOptions): Promise<Response> {
  const { repository, estate, work, clock, watch, signal, onProgress, say } = options
  const place = (host: string, path: string) => tenantOf(estate, { host, path })
  const session = await openCase(options.log, options.caseId)
  const approvers = appointApprovers()
  const desk = await openDesk(options.log, options.caseId, estate, followTellings(options.caseId))
  const voice = { desk, clock, speakers: approvers.speakers }
  const word = options.word(desk, everybody(approvers))

  const report = await watch.time('detect', () =>
    detectHistory(repository, {
      place,
      signal,
      ...(options.thresholds === undefined ? {} : { thresholds: options.thresholds }),
      onProgress: ({ done, total, bytesDone }) => onProgress({ phase: 'detect', done, total, bytesDone }),
    }),
  )
  say(describeOnsets(report))
  await declareCase(session, voice, estate, report, approvers)
  const response = await adoptReadyPlan(options, clock)

  const isolation = await watch.time('contain', () =>
    Promise.resolve(isolateEstate(options.folder, join(work, 'isolated'))),
  )
  await recordIsolation(session, voice, [...new Set(estate.datasets.map(({ on }) => on))], isolation)
  await signIsolation(response, clock, approvers)
  await watch.time('word', () => word.contained())
  await watch.time('site', options.writeSite)
  say(`Contained: ${isolation.probes} places probed from a second process, none can be reached.`)

  const plan = await watch.time('plan', () =>
    planRecovery(repository, report, {
      place,
      groups: (host, path) => declaredGroupOf(estate, { host, path }),
      order: restoreRank(estate),
      signal,
    }),
  )
  writeFileSync(join(work, 'plan.json'), JSON.stringify(plan))
  await recordPlan(session, voice, plan)
  say(describePlan(plan))

  const cleanRoom = join(work, 'clean-room')
  const recovery = await watch.time('recover', () =>
    runRecovery({
      repository,
      plan,
      cleanRoom,
      quarantine: join(work, 'quarantine'),
      scanner: options.scanner,
      verdicts: options.verdicts,
      units: [...session.state.units.keys()].filter((unit) => plan.units.some((one) => one.unit === unit)),
      signal,
      onProgress: (figures) => onProgress({ phase: 'recover', ...figures }),
    }),
  )
  for (const outcome of recovery.units) {
    const verification = await watch.time('verify', () => verifyCleanRoom(cleanRoom, outcome, { signal }))
    if (verification.problems.length > 0) throw notVerified(outcome.unit, verification.problems)
    const manifest = readFileSync(outcome.manifestFile, 'utf8')
    await record(session, clock, unitFacts(outcome, manifest, options.scanner.describe(), verification))
    say(describeUnit(outcome))
  }

  await watch.time('word', () => word.recovered())
  await watch.time('site', options.writeSite)
  await options.recoverDatabases({ ...options, session, cleanRoom, quarantine: join(work, 'quarantine') })

  const released = join(work, 'released')
  for (const { unit, manifestFile } of recovery.units) {
    await approveUnit(session, clock, unit, approvers)
    await watch.time('release', () =>
      releaseUnit({
        session,
        unit,
        cleanRoom,
        manifestFile,
        ruleSetDigest: options.scanner.describe().ruleSetDigest,
        target: released,
        by: { actor: 'anlauf drill', at: clock.now().toISOString() },
        signal,
        onProgress: (figures) => onProgress({ phase: 'release', ...figures }),
      }),
    )
  }
  const done = [...session.state.units.values()].filter((unit) => unit.released !== undefined).length
  await publish(voice, 'reopened', (texts) => texts.reopened(done, session.state.units.size))
  await watch.time('word', () => word.released())
  const edition = await watch.time('site', options.writeSite)
  const bytesRecovered = recovery.units.reduce((sum, unit) => sum + unit.bytes, 0)
  return { report, units: recovery.units, bytesRecovered, released, edition }
}

function describeOnsets(report: HistoryReport): string {
  const lines = report.tenants.map(({ tenant, onset, filesHit }) =>
    onset === null
      ? `  ${tenant}: ${filesHit} files hit`
      : `  ${tenant}: ${filesHit} files hit, encryption began between ${onset.from} and ${onset.to}`,
  )
  return ['Detected:', ...lines].join('\n')
}

function describePlan(plan: RecoveryPlan): string {
  const items = plan.units.flatMap((unit) => [...unit.items, ...unit.leftOut])
  const reasons = Map.groupBy(items, ({ reason }) => reason)
  return [
    'Planned:',
    ...[...reasons].map(([reason, list]) => `  ${String(list.length).padStart(7)} ${reason}`),
  ].join('\n')
}

function describeUnit({ unit, files, quarantined, caseReview }: UnitOutcome): string {
  return `  ${unit}: ${files} files restored, verified and clean; ${quarantined.length} in quarantine, ${caseReview.length} for a person`
}

function notVerified(unit: string, problems: readonly string[]): AnlaufError {
  return new AnlaufError(
    'evidence-broken',
    `The clean room of ${unit} is not what was restored: ${problems.slice(0, 3).join('; ')}`,
    {
      hint: 'Restore the unit again; nothing of it was released.',
    },
  )
}
