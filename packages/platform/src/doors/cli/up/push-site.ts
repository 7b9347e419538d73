import {
  endSiteTurn,
  holdSiteTurn,
  inquiryFigures,
  type SiteHostState,
  type SiteState,
  takeSiteTurn,
  type Database,
} from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import { readStatement } from '../../../core/publication/index.ts'
import { openResponse } from '../../../core/response/index.ts'
import { storesIn } from '../access/stores.ts'
import { signature } from '../case/access.ts'
import { readRosterFile } from '../case/people/access.ts'
import type { AnlaufContext } from '../context.ts'
import { makeBundle } from '../site/make-bundle.ts'
import { publicationKey, publicationKeys } from '../site/publication-keys.ts'
import { pushAll, type TargetResult } from '../site/push-all.ts'
import type { SiteTarget } from '../site/targets-file.ts'
import { isDue } from '../site/watch-case.ts'
import type { Estate } from '../../../core/estate/index.ts'

export interface SiteTurnOptions {
  readonly database: Database
  readonly workplace: Workplace
  readonly estate: () => Estate
  readonly writeLog: (line: object) => unknown
  readonly pauseMs?: number
  /** How long a host may fail before people are called, and go on showing what it kept. */
  readonly alarmAfterMs?: number
  readonly patienceMs?: number
}

/** A push takes seconds; a server that stands still for so long loses its turn. */
const leaseMs = 120_000
/** A host that fails is asked again after 15 s, 30 s … and then every ten minutes. */
const firstRetryMs = 15_000
const maxRetryMs = 600_000
/** Long enough for a host to start again, short beside any promise. */
const defaultAlarmAfterMs = 900_000

interface Turn extends SiteTurnOptions {
  readonly caseId: string
  readonly owner: string
}

/**
 * Pushes the site of a case when something asks for it and nobody else does. The answer is a line for the log when a host
 * does not show it; undefined when all do, or nothing was to do.
 */
export async function pushSiteOnce(
  context: AnlaufContext,
  place: NonNullable<Workplace['site']>,
  targets: readonly SiteTarget[],
  turn: Turn,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { database, caseId, owner } = turn
  const before = await takeSiteTurn(database, { caseId, owner, leaseMs })
  if (before === undefined) return undefined
  let after: SiteState | undefined
  const lost = new AbortController()
  const holding = setInterval(() => {
    void holdSiteTurn(database, { caseId, owner, leaseMs }).then(
      (isOurs) => isOurs || lost.abort(),
      () => undefined,
    )
  }, leaseMs / 4)
  try {
    const head = await headOf(turn)
    const { open } = await inquiryFigures(database, context.now(), caseId)
    const isBusy = open > place.busyAbove
    if (!isAsked(before, { head, isBusy, names: targets.map(({ name }) => name), now: context.now() }))
      return lineOf(before)
    refuseOtherHome(context, before)
    const signal = AbortSignal.any([context.signal, lost.signal])
    after = await push({ ...context, signal }, targets, turn, { before, head, isBusy })
    return lineOf(after)
  } finally {
    clearInterval(holding)
    await endSiteTurn(database, { caseId, owner }, after)
  }
}

async function headOf({ database, caseId }: Turn): Promise<number> {
  const [row] = await database.query<{ head: string | null }>(
    'select max(seq) as head from anlauf.evidence where case_id = $1',
    [caseId],
  )
  return Number(row?.head ?? 0)
}

/** New entries and new hosts at once; what failed when it is its time again; what grows old before it is old. */
function isAsked(
  before: SiteState,
  now: {
    readonly head: number
    readonly isBusy: boolean
    readonly names: readonly string[]
    readonly now: Date
  },
): boolean {
  const { pushedAt, validUntil, nextBy, head, isBusy, retryAt, targets, fails } = before
  if (pushedAt === null || validUntil === null || head < now.head || isBusy !== now.isBusy) return true
  if (now.names.some((name) => !targets.some((one) => one.name === name))) return true
  if (fails > 0) return retryAt === null || retryAt <= now.now
  const edition = {
    at: pushedAt.getTime(),
    validUntil: validUntil.toISOString(),
    nextBy: nextBy?.toISOString(),
    isDone: true,
  }
  return isDue(edition, now.now.getTime())
}

async function push(
  context: AnlaufContext,
  targets: readonly SiteTarget[],
  turn: Turn,
  { before, head, isBusy }: { readonly before: SiteState; readonly head: number; readonly isBusy: boolean },
): Promise<SiteState> {
  const { database, workplace, caseId, alarmAfterMs = defaultAlarmAfterMs, patienceMs } = turn
  const made = await makeBundle(context, storesIn(database), {
    caseId,
    estate: turn.estate(),
    // Another server may have made the last one: its numbers are in its home.
    after: before.sequence ?? undefined,
    url: targets.find((one) => one.url !== undefined)?.url,
    outside: withSlash(workplace.outside?.url),
    isBusy,
  })
  const results = await pushAll(made, targets, {
    pinned: made.fingerprint,
    now: context.now,
    isDryRun: false,
    signal: context.signal,
    ...(patienceMs !== undefined && { patienceMs }),
  })
  const now = context.now()
  const failed = results.filter(({ outcome }) => outcome !== 'shown')
  const fails = failed.length === 0 ? 0 : before.fails + 1
  const failingSince = failed.length === 0 ? null : (before.failingSince ?? now)
  const isLong = failingSince !== null && now.getTime() - failingSince.getTime() >= alarmAfterMs
  const alarmed = failed.length > 0 && (before.alarmed || (isLong && (await raise(context, turn, failed))))
  return {
    ...before,
    sequence: made.manifest.sequence,
    signedBy: made.fingerprint,
    head,
    pushedAt: now,
    validUntil: new Date(made.manifest.validUntil),
    nextBy: dateOf(made.desk.published.at(-1)?.nextBy),
    isBusy,
    targets: results.map((result) => stateOf(result, made.manifest.sequence, before)),
    fails,
    retryAt:
      fails === 0 ? null : new Date(now.getTime() + Math.min(firstRetryMs * 2 ** (fails - 1), maxRetryMs)),
    failingSince,
    alarmed,
    isFinal: failed.length === 0 && made.desk.case.status === 'closed',
  }
}

function stateOf(
  { name, outcome, error, checked }: TargetResult,
  sequence: number,
  before: SiteState,
): SiteHostState {
  if (outcome === 'shown') return { name, outcome, shows: sequence, message: null, hint: null }
  const shown = before.targets.find((one) => one.name === name)?.shows ?? null
  const message = error?.message ?? checked?.problems[0]?.message ?? 'It does not show the edition.'
  return { name, outcome: 'failed', shows: shown, message, hint: error?.hint ?? null }
}

/** People are called as the roster says; a case without one, or with an alarm that runs, has to be told by the log. */
async function raise(
  context: AnlaufContext,
  { database, workplace, caseId, writeLog }: Turn,
  failed: readonly TargetResult[],
): Promise<boolean> {
  const by = signature(context)
  const names = failed.map(({ name }) => name).join(', ')
  try {
    const session = await openResponse(storesIn(database).log, caseId)
    if (session.state.force.roster === undefined && workplace.roster !== undefined) {
      const roster = readRosterFile(workplace.roster)
      await session.execute({ command: 'takeRoster', roster, person: by.actor }, by)
    }
    const reason = `The public site cannot be renewed on: ${names}`
    await session.execute({ command: 'raiseAlarm', reason, person: by.actor }, by)
    return true
  } catch (error) {
    if (!(error instanceof AnlaufError)) throw error
    writeLog({ at: by.at, level: 'error', site: `No alarm for ${names}: ${error.message}`, case: caseId })
    return false
  }
}

/** Two homes with two keys would make readers see two sites; only one that the other key handed over to goes on. */
function refuseOtherHome(context: AnlaufContext, { signedBy, sequence }: SiteState): void {
  if (signedBy === null) return
  const own = publicationKey(context).fingerprint
  const known = publicationKeys(context).statements.flatMap(({ bytes }) => {
    const said = readStatement(bytes)
    return said === undefined ? [] : [said.fingerprint, said.signedBy]
  })
  if (own === signedBy || known.includes(signedBy)) return
  throw new AnlaufError(
    'not-permitted',
    `Edition ${sequence} was signed with the key ${signedBy.slice(0, 16)}… of another server; this home has ${own.slice(0, 16)}….`,
    {
      hint: 'Copy the folder "site" of that home into this one, or take "site" out of this workplace file. Nothing was pushed.',
    },
  )
}

/** Said again only when it changes. */
function lineOf({ caseId, targets }: SiteState): Readonly<Record<string, unknown>> | undefined {
  const failed = targets.filter(({ outcome }) => outcome === 'failed')
  if (failed.length === 0) return undefined
  const hosts = failed.map(({ name, message, hint }) => ({ name, message, hint }))
  return {
    level: 'error',
    site: `${failed.length} of ${targets.length} hosts do not show the site`,
    case: caseId,
    hosts,
  }
}

function withSlash(url: string | undefined): string | undefined {
  return url === undefined || url.endsWith('/') ? url : `${url}/`
}

function dateOf(time: string | undefined): Date | null {
  return time === undefined ? null : new Date(time)
}
