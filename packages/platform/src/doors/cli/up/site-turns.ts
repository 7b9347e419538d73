import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, openCases, siteStates } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readTargets } from '../site/targets-file.ts'
import { pushSiteOnce } from './push-site.ts'

/** As often as `site push --watch` would be told to look: a page is behind the log by seconds, not by minutes. */
const everyMs = 15_000

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

/**
 * Pushes the site of the newest open case, and of the newest open exercise, to their hosts whenever it has to be, until
 * disposed of; of a case that was closed meanwhile once more, until every host shows its end. Servers that do this side by
 * side push one at a time. What fails is said once, tried again ever more slowly, and raised as an alarm of the case.
 */
export function startSiteTurns(
  context: AnlaufContext,
  place: NonNullable<Workplace['site']>,
  options: SiteTurnOptions,
): AsyncDisposable {
  const { database, writeLog, pauseMs = everyMs } = options
  // A mistake in the file is said before anything is started.
  readTargets(context, place.targets)
  const stopping = new AbortController()
  const { signal } = stopping
  const owner = randomUUID()
  const said = new Map<string, string>()

  function say(about: string, line: Readonly<Record<string, unknown>> | undefined): void {
    const text = line === undefined ? '' : JSON.stringify(line)
    if (signal.aborted || (said.get(about) ?? '') === text) return
    said.set(about, text)
    if (line !== undefined) writeLog({ at: context.now().toISOString(), ...line })
  }

  async function turn(): Promise<void> {
    const targets = readTargets(context, place.targets)
    for (const { caseId, exercise } of await casesToPush(database)) {
      const ofKind = targets.filter((target) => target.exercise === exercise)
      if (ofKind.length === 0) continue
      try {
        const found = await pushSiteOnce({ ...context, signal }, place, ofKind, { ...options, caseId, owner })
        say(caseId, found)
      } catch (error) {
        say(caseId, { level: 'error', site: saidOf(error), case: caseId })
      }
    }
  }

  async function turns(): Promise<void> {
    while (!signal.aborted) {
      try {
        await turn()
        say('', undefined)
      } catch (error) {
        say('', { level: 'error', site: saidOf(error) })
      }
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const working = turns()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await working
    },
  }
}

/**
 * One case of each kind: hosts show one incident, and readers take an older one for an old copy. One that was closed is
 * pushed to its end before nothing is left to do.
 */
async function casesToPush(
  database: Database,
): Promise<readonly { readonly caseId: string; readonly exercise: boolean }[]> {
  const open = await openCases(database)
  const isOpen = new Set(open.map(({ id }) => id))
  const newest = [false, true].flatMap((exercise) => open.find((one) => one.exercise === exercise) ?? [])
  const ending = (await siteStates(database)).filter(({ caseId, isFinal }) => !isFinal && !isOpen.has(caseId))
  const kinds = new Set(newest.map(({ exercise }) => exercise))
  const ended = await Promise.all(ending.map(({ caseId }) => kindOf(database, caseId)))
  return [
    ...newest.map(({ id, exercise }) => ({ caseId: id, exercise })),
    // A new incident has the hosts for itself.
    ...ended.filter(({ exercise }) => !kinds.has(exercise)),
  ]
}

async function kindOf(
  database: Database,
  caseId: string,
): Promise<{ readonly caseId: string; readonly exercise: boolean }> {
  const [row] = await database.query<{ entry: string }>(
    `select entry from anlauf.evidence where case_id = $1 and anlauf.entry_kind(entry) = 'case.declared' order by seq limit 1`,
    [caseId],
  )
  const { data } = JSON.parse(row?.entry ?? '{"data":{}}') as { data: { exercise?: unknown } }
  return { caseId, exercise: data.exercise !== false }
}

function saidOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'hint' in error ? `${error.message} ${String(error.hint)}` : error.message
}
