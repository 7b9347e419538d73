/**
 * Simulated tenants, from the first backup to the verdict: how many attacks are noticed, since when, which
 * version of a hit file is still clean, and how many honest months raise an alarm.
 *
 *     plan (seed, number) ─▶ tenant ─▶ days and strikes ─▶ real backups ─▶ detectHistory ─▶ score ─▶ figures
 *
 * Guarantees: equal seeds give equal tenants, days and attacks; the repositories are written by our own
 * backup; every wrong result is a line with the numbers that replay it (`replay.ts`).
 * Non-guarantees: tenants are small (20 to 60 files) and made by generators; inode numbers are the machine's.
 */
import { availableParallelism } from 'node:os'

import { measureTriage } from './measure-triage.ts'
import { playPlans, type Scored } from './play-plans.ts'
import type { Plan } from './simulate.ts'

export interface TenantsOptions {
  readonly seed: number
  /** Attacked tenants; every archetype meets every mode after archetypes × modes of them. */
  readonly runs: number
  /** Honest months of thirty nights. */
  readonly tenantMonths: number
  /** Folder for the tenants and their repositories; everything in it is removed again. */
  readonly work: string
  onProgress(text: string): void
  readonly signal: AbortSignal
}

/** Plays everything and counts. Throws what backup and detection throw. */
export async function measureTenants(
  options: TenantsOptions,
): Promise<{ figures: Record<string, number>; lines: string[] }> {
  const plansOf = (kind: Plan['kind'], count: number): Plan[] =>
    Array.from({ length: count }, (_, number) => ({ kind, seed: options.seed, number }))
  const played = await measurePlans(
    [...plansOf('attack', options.runs), ...plansOf('month', options.tenantMonths)],
    options,
  )
  // A few runs ask for a quick answer.
  const files = options.runs >= fullRuns ? 50_000 : 2_500
  options.onProgress(`triage of ${files * 20} versions`)
  const triage = await measureTriage({ ...options, files, snapshots: 20 })
  return {
    figures: { ...played.figures, ...triage.figures },
    lines: [...triage.lines, ...played.lines],
  }
}

/** From here on the triage is measured on a million versions too. */
const fullRuns = 500

/** The same for chosen tenants. */
export async function measurePlans(
  plans: readonly Plan[],
  options: Pick<TenantsOptions, 'work' | 'onProgress' | 'signal'> & { readonly jobs?: number },
): Promise<{ figures: Record<string, number>; lines: string[] }> {
  const scored: Scored[] = []
  await playPlans(plans, {
    work: options.work,
    signal: options.signal,
    jobs: options.jobs ?? availableParallelism(),
    onScore(one) {
      scored.push(one)
      if (scored.length % 50 === 0) options.onProgress(`${scored.length} of ${plans.length} tenants`)
    },
  })
  scored.sort((a, b) => (a.plan.kind < b.plan.kind ? -1 : 1) || a.plan.number - b.plan.number)
  return { figures: figuresOf(scored), lines: [...groupLines(scored), ...wrongLines(scored)] }
}

function figuresOf(scored: readonly Scored[]): Record<string, number> {
  const attacks = scored.filter(({ score }) => score.kind === 'attack' && score.filesHit > 0)
  const months = scored.filter(({ score }) => score.kind === 'month')
  const hit = sum(attacks, ({ score }) => score.filesHit)
  return {
    attackRuns: attacks.length,
    // One file alone never raises an alarm, by rule: those of them that are not noticed are no mistake of a signal.
    attacksOfOneFile: attacks.filter(({ score }) => score.filesHit === 1).length,
    attacksNoticed: share(attacks.filter(({ score }) => score.noticed).length, attacks.length),
    onsetExact: share(attacks.filter(({ score }) => score.onsetExact).length, attacks.length),
    filesHit: hit,
    newestCleanRight: share(
      sum(attacks, ({ score }) => score.newestCleanRight),
      hit,
    ),
    newestCleanUnknown: sum(attacks, ({ score }) => score.newestCleanUnknown),
    encryptedCalledClean: sum(attacks, ({ score }) => score.encryptedCalledClean),
    tenantMonths: months.length,
    benignMonthAlarms: months.filter(({ score }) => score.noticed).length,
    honestConvicted: sum(scored, ({ score }) => score.honestConvicted),
  }
}

/** One line a mode, worst first. */
function groupLines(scored: readonly Scored[]): string[] {
  const attacks = scored.filter(({ score }) => score.kind === 'attack' && score.filesHit > 0)
  const groups = [
    ...Map.groupBy(attacks, ({ score }) => `mode ${score.mode}`),
    ...Map.groupBy(attacks, ({ score }) => `pace ${score.pace}`),
    ...Map.groupBy(attacks, ({ score }) => `archetype ${score.archetype}`),
  ]
  return groups.map(([name, members]) => {
    const of = (pass: (one: Scored) => boolean): string => `${members.filter(pass).length}/${members.length}`
    const hit = sum(members, ({ score }) => score.filesHit)
    const right = sum(members, ({ score }) => score.newestCleanRight)
    const wrong = sum(members, ({ score }) => score.encryptedCalledClean)
    return `${name.padEnd(32)} noticed ${of(({ score }) => score.noticed)}, onset ${of(({ score }) => score.onsetExact)}, newest clean ${right}/${hit}, called clean ${wrong}`
  })
}

function wrongLines(scored: readonly Scored[]): string[] {
  return scored.flatMap(({ plan, score }) =>
    score.wrong.map((what) => {
      const about = plan.kind === 'attack' ? ` ${score.mode} ${score.pace}` : ''
      return `wrong: replay ${plan.kind} ${plan.number} --seed ${plan.seed} (${score.archetype}${about}): ${what}`
    }),
  )
}

function sum(scored: readonly Scored[], count: (one: Scored) => number): number {
  return scored.reduce((total, one) => total + count(one), 0)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
