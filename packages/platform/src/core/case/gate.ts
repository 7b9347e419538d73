import { unitContentHash } from './approval.ts'
import { missingInQueue } from './queue.ts'
import { type CaseState, hasQuorum, type UnitState } from './state.ts'

/** What lies ready to be released, as the caller just measured it. */
export interface Ready {
  readonly manifestDigest: string
  readonly ruleSetDigest: string
  readonly files: number
}

/**
 * The release gate: everything that is missing for a unit, empty when it may open. Default deny: a condition
 * that cannot be shown to hold is missing.
 */
export function missingForRelease(state: CaseState, unit: UnitState, ready: Ready): string[] {
  const { restored, verified, scanned } = unit
  const contentHash = unitContentHash(state.id, unit)
  const approvals = unit.approvals.filter((approval) => approval.contentHash === contentHash)
  const conditions: [boolean, string][] = [
    [state.isolation !== undefined, 'proof that the attacked systems are isolated'],
    [restored !== undefined, 'a restore into the clean room'],
    [holdsAll(unit), 'every database that was cut out for it, exactly as it was recorded'],
    [restored?.manifestDigest === ready.manifestDigest, 'files that fit the recorded restore'],
    [restored?.files === ready.files, 'exactly as many files as were restored'],
    [verified?.manifestDigest === ready.manifestDigest, 'a verification of exactly these files'],
    [verified?.files === restored?.files, 'a verification of every file'],
    [scanned?.manifestDigest === ready.manifestDigest, 'a scan of exactly these files'],
    [scanned?.unscanned === 0, 'a verdict for every file'],
    [
      scanned !== undefined && scanned.clean + (scanned.reviewed ?? 0) === restored?.files,
      'the verdict "clean" for every file',
    ],
    [isReviewNamed(scanned), 'the decisions by which files without the verdict "clean" are there'],
    [scanned?.ruleSetDigest === ready.ruleSetDigest, 'a scan with the rules that are in force now'],
    [hasQuorum(approvals), 'approval by two different people with two different keys'],
  ]
  return [
    ...conditions.flatMap(([holds, what]) => (holds ? [] : [what])),
    ...missingInQueue(state.queues.get(unit.unit), unit),
  ]
}

function isReviewNamed(scanned: UnitState['scanned']): boolean {
  return (scanned?.reviewed ?? 0) === 0 || (scanned?.decisions ?? []).length > 0
}

/** Neither a database that people were told of may be left out, nor one come along that nobody recorded. */
function holdsAll({ databases = [], restored }: UnitState): boolean {
  const there = new Set(restored?.databases)
  return there.size === databases.length && databases.every(({ digest }) => there.has(digest))
}
