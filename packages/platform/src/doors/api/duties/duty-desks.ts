import { setImmediate } from 'node:timers/promises'

import { dutyDrafts } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type FactBase, type FactSession, openFacts } from '../../../core/facts/index.ts'
import { type FilingSession, openFilings } from '../../../core/filings/index.ts'
import { type FilingDesk, type OverviewRow, overviewSteps } from '../../../phases/comply/index.ts'
import type { ApiParts } from '../api-parts.ts'

/** The facts and documents of a case as they are now. */
export interface DutyDesk extends FilingDesk {
  readonly base: FactBase
  readonly facts: FactSession
  /** Undefined where the server was told of none, or cannot read it: what needs names asks `requireNames`. */
  readonly estate: Estate | undefined
  readonly isEstateBroken: boolean
}

interface Kept {
  readonly facts: FactSession
  readonly filings: FilingSession
}

/** Cases that are kept open; a look at them reads only what is new. */
const keptCases = 16
/** An overview is good for so long, if nothing new is in the log. */
const recentMs = 30_000

export type DutyDesks = ReturnType<typeof dutyDesks>

const opened = new WeakMap<ApiParts, DutyDesks>()

/** The desks of a server: those who show documents and those who let them be signed share what was read. */
export function dutyDesksOf(parts: ApiParts): DutyDesks {
  const known = opened.get(parts) ?? dutyDesks(parts)
  opened.set(parts, known)
  return known
}

/**
 * Throws `gate-closed` while the estate file has mistakes: nobody could see that a text names a customer, and what is in
 * the log stays there.
 */
export function requireNames({ isEstateBroken }: Pick<DutyDesk, 'isEstateBroken'>): void {
  if (!isEstateBroken) return
  throw new AnlaufError(
    'gate-closed',
    'The estate file has mistakes; nobody can look for names of customers.',
    {
      hint: 'Mend it ("anlauf estate check" and the Estate screen show what is wrong), then ask again; nothing was recorded.',
    },
  )
}

/** Reads the duties of cases for the screens. */
function dutyDesks({ log, database, deskSources, now }: ApiParts) {
  const known = new Map<string, Promise<Kept>>()
  const overviews = new Map<string, { readonly at: number; readonly rows: Promise<readonly OverviewRow[]> }>()

  async function kept(caseId: string): Promise<Kept> {
    const opening = known.get(caseId) ?? open(caseId)
    known.delete(caseId)
    known.set(caseId, opening)
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - keptCases))) known.delete(oldest)
    try {
      const { facts, filings } = await opening
      await facts.refresh()
      await filings.refresh()
      return { facts, filings }
    } catch (error) {
      known.delete(caseId)
      throw error
    }
  }

  async function open(caseId: string): Promise<Kept> {
    return { facts: await openFacts(log, caseId), filings: await openFilings(log, caseId) }
  }

  async function desk(caseId: string): Promise<DutyDesk> {
    const { facts, filings } = await kept(caseId)
    const reading = await deskSources.estate?.()
    const estate = reading !== undefined && 'estate' in reading ? reading.estate : undefined
    return {
      caseId,
      facts,
      filings,
      estate,
      isEstateBroken: reading !== undefined && estate === undefined,
      land: estate?.legal.land,
      drafts: dutyDrafts(database),
      base: facts.base(now(), estate),
    }
  }

  /** Whoever asks at the same time shares one count; others are answered meanwhile. */
  async function overview(caseId: string, language: 'de' | 'en'): Promise<readonly OverviewRow[]> {
    const { base, filings, facts } = await desk(caseId)
    const key = `${caseId} ${facts.seq} ${language}`
    const last = overviews.get(key)
    const at = now().getTime()
    if (last !== undefined && Math.abs(at - last.at) < recentMs) return last.rows
    const rows = counted(base, filings, language)
    overviews.clear()
    overviews.set(key, { at, rows })
    return rows
  }

  return { desk, overview }
}

async function counted(
  base: FactBase,
  filings: FilingSession,
  language: 'de' | 'en',
): Promise<readonly OverviewRow[]> {
  const steps = overviewSteps(base, filings.log, language)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
