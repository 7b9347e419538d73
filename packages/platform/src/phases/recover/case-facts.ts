import { createHash } from 'node:crypto'

import { encodeName } from '@anlauf/repository'

import type { EventOf, FactCommand } from '../../core/case/index.ts'
import { type ManifestLine, parseManifest } from './manifest.ts'
import { summarisePlan, type UnitPlan } from './plan.ts'
import type { UnitOutcome } from './open-unit.ts'
import type { EngineDescription } from './scanner.ts'
import type { Verification } from './verify-clean-room.ts'

/** A file that is not handed back before somebody decided. */
export type HeldFact = EventOf<'item.quarantined' | 'item.sentToReview'>

/** What a case records of a unit's plan: counts, reasons and the digest that covers every line. */
export function planFact(plan: UnitPlan): FactCommand {
  const { unit, digest: planDigest, files, bytes, leftOut, reasons } = summarisePlan(plan)
  const followed = plan.decisions === undefined ? {} : { decisions: plan.decisions }
  return { type: 'unit.restorePointsChosen', unit, planDigest, files, bytes, leftOut, reasons, ...followed }
}

/**
 * What a case records of a unit's run: restored, each item held back, verified, scanned. `manifest` is the text
 * of the unit's manifest; lines without the verdict of exactly this engine and these rules count as unscanned.
 */
export function unitFacts(
  outcome: UnitOutcome,
  manifest: string,
  engine: EngineDescription,
  verification: Verification,
): readonly FactCommand[] {
  const { unit, quarantined, caseReview } = outcome
  const held = [
    ...quarantined.map((item) => ({
      type: 'item.quarantined' as const,
      unit,
      item: itemId(item),
      sha256: item.sha256,
      rules: item.verdict.matches,
    })),
    ...caseReview.map((item) => ({
      type: 'item.sentToReview' as const,
      unit,
      item: itemId(item),
      cause: item.cause,
    })),
  ]
  return contentFacts(outcome, { manifest, engine, verification, held })
}

/** Facts about exactly what a manifest names, whatever made it; `held` is what of the unit waits for people. */
export function contentFacts(
  { unit, manifestDigest, files, bytes }: Pick<UnitOutcome, 'unit' | 'manifestDigest' | 'files' | 'bytes'>,
  parts: {
    readonly manifest: string
    readonly engine: EngineDescription
    readonly verification: Verification
    readonly held: readonly HeldFact[]
  },
): readonly FactCommand[] {
  const { manifest, engine, verification, held } = parts
  const count = (type: HeldFact['type']): number => held.filter((fact) => fact.type === type).length
  const lines = parseManifest(manifest)
  const reviewed = lines.filter(({ verdict }) => verdict === 'reviewed')
  const databases = [...new Set(lines.flatMap(({ database = [] }) => database))].toSorted()
  return [
    {
      type: 'unit.restored',
      unit,
      manifestDigest,
      files,
      bytes,
      ...(databases.length > 0 && { databases }),
    },
    ...held,
    {
      type: 'unit.verified',
      unit,
      manifestDigest: verification.manifestDigest,
      files: verification.files,
      bytes: verification.bytes,
    },
    {
      type: 'unit.scanned',
      unit,
      manifestDigest,
      engine: engine.engine,
      engineVersion: engine.version,
      ruleSetDigest: engine.ruleSetDigest,
      clean: files - reviewed.length,
      quarantined: count('item.quarantined'),
      caseReview: count('item.sentToReview'),
      unscanned: lines.filter((line) => !isScanned(line, engine)).length,
      ...(reviewed.length > 0 && {
        reviewed: reviewed.length,
        decisions: [...new Set(reviewed.flatMap(({ decision }) => decision ?? []))].toSorted(),
      }),
    },
  ]
}

/** Names a file in the evidence without saying its name: SHA-256 over host, NUL, path bytes, in hex. */
export function itemId({ host, path }: { host: string; path: string }): string {
  return createHash('sha256').update(encodeName(host)).update('\0').update(encodeName(path)).digest('hex')
}

/** Judged by exactly this engine and these rules; what is not clean, by people too. */
function isScanned(line: ManifestLine, { engine, ruleSetDigest }: EngineDescription): boolean {
  const isDecided = line.verdict === 'clean' || (line.verdict === 'reviewed' && line.decision !== undefined)
  return isDecided && line.engine === engine && line.ruleSetDigest === ruleSetDigest
}
