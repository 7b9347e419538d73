import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  type Database,
  isExerciseCase,
  openCases,
  type SiteState,
  siteStates,
} from '../../../adapters/database/index.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readTargets } from '../site/targets-file.ts'
import { pushSiteOnce, type SiteTurnOptions } from './push-site.ts'

/** As often as `site push --watch` would be told to look: a page is behind the log by seconds, not by minutes. */
const everyMs = 15_000

/**
 * Pushes the site of the newest open case, and of the newest open exercise beside it, to their hosts whenever it has to be, until
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

  async function turn(exercise: boolean): Promise<void> {
    const targets = readTargets(context, place.targets).filter((target) => target.exercise === exercise)
    const caseId = targets.length === 0 ? undefined : await caseToPush(database, exercise)
    if (caseId === undefined) return
    try {
      say(caseId, await pushSiteOnce({ ...context, signal }, place, targets, { ...options, caseId, owner }))
    } catch (error) {
      say(caseId, { level: 'error', site: saidOf(error), case: caseId })
    }
  }

  async function turns(exercise: boolean): Promise<void> {
    while (!signal.aborted) {
      try {
        await turn(exercise)
        say('', undefined)
      } catch (error) {
        say('', { level: 'error', site: saidOf(error) })
      }
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  // Each by itself: a host of an exercise that does not answer must not hold up the site of an incident.
  const working = Promise.all([turns(false), turns(true)])
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await working
    },
  }
}

/**
 * The one case of a kind that the hosts show: the newest open one, for readers take an older one for an old copy. Where
 * none is open, the one that they show already, to its end: what it followed never comes back in its place.
 */
async function caseToPush(database: Database, exercise: boolean): Promise<string | undefined> {
  const open = await openCases(database)
  const newest = open.find((one) => one.exercise === exercise)
  if (newest !== undefined) return newest.id
  const isOpen = new Set(open.map(({ id }) => id))
  const ended = (await siteStates(database)).filter(({ caseId }) => !isOpen.has(caseId))
  if (ended.every(({ isFinal }) => isFinal)) return undefined
  const timeOf = ({ pushedAt }: SiteState): number => pushedAt?.getTime() ?? 0
  for (const { caseId, isFinal } of ended.toSorted((a, b) => timeOf(b) - timeOf(a))) {
    if ((await isExerciseCase(database, caseId)) === exercise) return isFinal ? undefined : caseId
  }
  return undefined
}

function saidOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'hint' in error ? `${error.message} ${String(error.hint)}` : error.message
}
