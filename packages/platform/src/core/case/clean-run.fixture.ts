import type { FactCommand } from './index.ts'

/** What may differ from a run of five files that an engine found clean. */
export interface CleanRun {
  readonly planDigest?: string
  readonly manifestDigest?: string
  readonly ruleSetDigest?: string
  readonly files?: number
  readonly bytes?: number
}

/** What the engine reports of a unit that came back whole and was found clean. */
export function cleanRun(unit: string, run: CleanRun = {}): FactCommand[] {
  const digest = 'a'.repeat(64)
  const { planDigest = digest, manifestDigest = digest, ruleSetDigest = digest, files = 5, bytes = 50 } = run
  const back = { unit, manifestDigest, files, bytes }
  const verdicts = { clean: files, quarantined: 0, caseReview: 0, unscanned: 0 }
  const engine = { engine: 'e', engineVersion: '1', ruleSetDigest }
  return [
    { type: 'unit.restorePointsChosen', unit, planDigest, files, bytes, leftOut: 0, reasons: {} },
    { type: 'unit.restored', ...back },
    { type: 'unit.verified', ...back },
    { type: 'unit.scanned', unit, manifestDigest, ...engine, ...verdicts },
  ]
}
