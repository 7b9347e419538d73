import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { initRepository, localStorage } from '@anlauf/repository'

import { openCase } from '../core/case/index.ts'
import { declaredGroupOf, type Estate, parseEstate } from '../core/estate/index.ts'
import { entryLine, type EvidenceLog, verifyEntries } from '../core/evidence/index.ts'
import { AnlaufError } from '../core/failure.ts'
import {
  formatBytes,
  formatCount,
  type ProgressFigures,
  type Stores,
  writePlayedEdition,
} from '../doors/cli/index.ts'
import { openResponse } from '../core/response/index.ts'
import type { Thresholds } from '../phases/detect/index.ts'
import type { Scanner } from '../phases/recover/index.ts'
import { type DatabaseScore, openDatabaseDrill } from './databases/index.ts'
import { scoreGroups } from './groups/score-groups.ts'
import { trueGroups } from './groups/true-groups.ts'
import { readReleasedUids, scoreMail } from './mail/score-mail.ts'
import { type Nights, playNights } from './nights.ts'
import { layOutEstate } from './provider.ts'
import { seededRandom } from './random.ts'
import { readReleased } from './released-files.ts'
import { respond, type Response } from './respond/respond.ts'
import { type Score, scoreDrill, scoreFact, scorePlan } from './score/index.ts'
import { startStopwatch, type Stopwatch } from './stopwatch.ts'
import { openWord, type WordScore } from './word/index.ts'

export interface DrillOptions {
  readonly seed: number
  /** Bytes that copied files may take. */
  readonly bytes: number
  /** Folders whose files fill the estate; default: what the installed dependencies bring. */
  readonly sources?: readonly string[]
  /** Empty or new folder to play in; default: a new one below the system's temporary folder. */
  readonly work?: string
  readonly estateFile?: string
  /** Weaker detection, to prove that the score notices. */
  readonly thresholds?: Partial<Thresholds>
}

/** The outside world of a drill. */
export interface DrillWorld {
  readonly openStores: (home: string) => Promise<Stores>
  readonly startScanner: (options: { rules: readonly string[] }) => Promise<Scanner>
  readonly rules: readonly string[]
  readonly signal: AbortSignal
  readonly onProgress: (figures: ProgressFigures) => void
  readonly say: (text: string) => void
  /** The database is open and the attack is over: from here on the case can be watched. */
  readonly onCase?: (place: CasePlace) => Promise<void>
}

/** Where the case of a drill lives, and its clock. */
export interface CasePlace {
  /** Home of a program that shows it. */
  readonly home: string
  /** Simulated: starts on the morning after the attack. */
  readonly now: () => Date
}

const exampleEstate = fileURLToPath(new URL('../../../../examples/estate.yaml', import.meta.url))
const installed = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
export const drillCase = 'night-drill'

/** With it "anlauf up" in the drill's home shows the estate, the backups and what was restored from them. */
const workplaceText = `apiVersion: workplace/v1
estate: estate.yaml
folder: ../workplace
repositories:
  - id: backups
    location: ../repository
    passwordFile: ../repository-password
`

/**
 * Plays the whole story in one folder: builds, attacks, detects, restores, releases, informs, scores.
 * The folder keeps everything (repository, plan, clean room, released folders, site, evidence) for looking.
 * Throws `drill-failed` for a folder that is in use, `estate-invalid`, and whatever the phases throw.
 */
export async function runDrill(options: DrillOptions, world: DrillWorld): Promise<Score> {
  const estateFile = options.estateFile ?? exampleEstate
  const estate = readEstate(estateFile)
  const work = workFolder(options.work)
  world.say(`The drill plays in ${work}.`)
  const watch = startStopwatch()
  const { folder, datasets } = layOutEstate(estate, join(work, 'estate'))
  const password = newPassword(work)
  const repository = await initRepository(localStorage(join(work, 'repository')), { password })
  const nights = await playNights({
    estate: folder,
    datasets,
    repository,
    random: seededRandom(options.seed),
    seed: options.seed,
    bytes: options.bytes,
    sources: options.sources ?? [installed],
    watch,
    signal: world.signal,
    onProgress: world.onProgress,
  })
  const databases = await openDatabaseDrill({
    ...world,
    estate: folder,
    work,
    password,
    random: seededRandom(options.seed),
    seed: options.seed,
    watch,
  })
  await databases.play()
  world.say(
    `Built ${formatCount(nights.files)} files, ${formatBytes(nights.bytes)}; backed up ${nights.snapshots.length} times; attacked in the night of ${nights.morning.toISOString().slice(0, 10)}.`,
  )

  const home = join(work, 'home')
  await using stores = await world.openStores(home)
  const clock = clockFrom(nights.morning)
  copyFileSync(estateFile, join(home, 'estate.yaml'))
  writeFileSync(join(home, 'anlauf.yaml'), workplaceText)
  await world.onCase?.({ home, now: () => clock.now() })
  await using word = await openWord({ stores, home, caseId: drillCase, estate, clock })
  const scanner = await world.startScanner({ rules: world.rules })
  try {
    const response = await respond({
      repository,
      estate,
      folder,
      work,
      caseId: drillCase,
      log: stores.log,
      verdicts: stores.verdicts,
      scanner,
      ...(options.thresholds === undefined ? {} : { thresholds: options.thresholds }),
      clock,
      watch,
      signal: world.signal,
      onProgress: world.onProgress,
      say: world.say,
      recoverDatabases: (responders) => databases.recover(responders),
      word: word.open,
      writeSite: () =>
        writePlayedEdition({ home, now: () => clock.now() }, stores, {
          caseId: drillCase,
          estate,
          folder: join(work, 'site'),
        }),
    })
    const database = await databases.judge(response.released)
    const score = await judge({
      database,
      seed: options.seed,
      estate,
      nights,
      response,
      log: stores.log,
      word: await word.score(nights.morning),
      watch,
    })
    await recordScore(stores.log, score, clock.now())
    return score
  } finally {
    await scanner.close()
  }
}

interface Played {
  readonly seed: number
  readonly estate: Estate
  readonly nights: Nights
  readonly response: Response
  readonly log: EvidenceLog
  readonly watch: Stopwatch
  readonly database: DatabaseScore
  readonly word: WordScore
}

async function judge({ database, word, seed, estate, nights, response, log, watch }: Played): Promise<Score> {
  const released = await watch.time('score', () => readReleased(response.released, response.units))
  const evidence = await watch.time('score', () => verifyLog(log))
  const followed = await openResponse(log, drillCase)
  const uids = { truth: nights.mailTruth, found: readReleasedUids(response.released, response.units) }
  const hostOf = new Map(estate.datasets.map(({ id, on }) => [id, on]))
  const groups = trueGroups(nights.ledger, (dataset, path) =>
    declaredGroupOf(estate, { host: hostOf.get(dataset) ?? '', path }),
  )
  const { seconds } = watch
  const rate = (bytes: number, phase: string): number =>
    Math.round(bytes / Math.max(seconds[phase] ?? 0, 0.001))
  return scoreDrill({
    seed,
    ledger: nights.ledger,
    snapshots: nights.snapshots,
    report: response.report,
    released,
    trueGroups: groups,
    groups: scoreGroups(groups, released),
    mail: scoreMail(nights.ledger, released, uids),
    database,
    plan: scorePlan(followed.state, followed.state.at),
    word,
    evidence,
    seconds,
    bytesPerSecond: {
      backup: rate(nights.bytesBackedUp, 'backup'),
      detect: rate(nights.bytesBackedUp, 'detect'),
      recover: rate(response.bytesRecovered, 'recover'),
    },
    bytes: nights.bytes,
    site: response.edition.folder,
    edition: response.edition,
  })
}

/** The score belongs to the case: whoever looks at the exercise later sees what it was worth. */
async function recordScore(log: EvidenceLog, score: Score, at: Date): Promise<void> {
  const session = await openCase(log, drillCase)
  const by = { actor: 'anlauf drill', at: at.toISOString() }
  await session.execute({ command: 'record', facts: [scoreFact(score)] }, by)
}

async function verifyLog(log: EvidenceLog): Promise<Score['evidence']> {
  async function* lines(): AsyncGenerator<string> {
    for await (const entry of log.read(drillCase)) yield entryLine(entry)
  }
  const { entries, problems } = await verifyEntries(lines())
  return { entries, verified: entries > 0 && problems.length === 0 }
}

function readEstate(file: string): Estate {
  const parsed = parseEstate(readFileSync(file, 'utf8'), file)
  if ('estate' in parsed) return parsed.estate
  const [first] = parsed.problems
  throw new AnlaufError('estate-invalid', `${file}:${first?.line ?? 1}: ${first?.message ?? 'unreadable'}`, {
    hint: first?.hint ?? 'See examples/estate.yaml.',
  })
}

function workFolder(named: string | undefined): string {
  if (named === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'anlauf-drill-'))
    // To be passed, not to be listed: PostgreSQL runs under an account of its own below it.
    chmodSync(made, 0o711)
    return made
  }
  if (existsSync(named) && readdirSync(named).length > 0) {
    throw new AnlaufError('drill-failed', `${named} is not empty.`, {
      hint: 'A drill plays in a folder of its own: name a new or empty one.',
    })
  }
  mkdirSync(named, { recursive: true })
  return named
}

/** The repository's password lies in the drill's folder, so that stock restic can look at it afterwards. */
function newPassword(work: string): string {
  const password = randomBytes(16).toString('hex')
  writeFileSync(join(work, 'repository-password'), `${password}\n`, { mode: 0o600 })
  return password
}

/** The incident's clock: starts on the simulated morning and runs as fast as the real one. */
function clockFrom(morning: Date): { now(): Date } {
  const startedAt = performance.now()
  return { now: () => new Date(morning.getTime() + Math.round(performance.now() - startedAt)) }
}
