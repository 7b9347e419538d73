import { unitContentHash } from './approval.ts'
import { missingInQueue } from './queue.ts'
import { holdsAt, type Skippable } from './override.ts'
import { type CaseState, hasQuorum, inTime, type UnitState } from './state.ts'

/** What lies ready to be released, as the caller just measured it. */
export interface Ready {
  readonly manifestDigest: string
  readonly ruleSetDigest: string
  readonly files: number
}

/**
 * The release gate: everything that is missing for a unit, empty when it may open. Default deny: a condition
 * that cannot be shown to hold is missing. Three of them people can take upon themselves, for these facts and for hours;
 * without a moment `at` nothing by hand and every approval in time counts.
 */
export function missingForRelease(state: CaseState, unit: UnitState, ready: Ready, at = ''): string[] {
  const { restored, verified, scanned } = unit
  const skips = skippedAt(state, unit, at)
  const conditions: [boolean, string][] = [
    [state.isolation !== undefined || skips.has('isolation'), 'proof that the attacked systems are isolated'],
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
    [
      scanned?.ruleSetDigest === ready.ruleSetDigest || skips.has('rules'),
      'a scan with the rules that are in force now',
    ],
    [isApprovedRelease(state, unit, at), 'approval by two different people with two different keys'],
  ]
  return [
    ...conditions.flatMap(([holds, what]) => (holds ? [] : [what])),
    ...missingInQueue(state.queues.get(unit.unit), unit),
  ]
}

/** Two people approved exactly these facts in time; or those who hold the gate open by hand did so for that as well. */
export function isApprovedRelease(state: CaseState, unit: UnitState, at: string): boolean {
  const facts = unitContentHash(state.id, unit)
  const approvals = inTime(unit.approvals, at).filter(({ contentHash }) => contentHash === facts)
  return hasQuorum(approvals) || skippedAt(state, unit, at).has('secondPerson')
}

function skippedAt(state: CaseState, { override, ...unit }: UnitState, at: string): ReadonlySet<Skippable> {
  if (!holdsAt(override, unitContentHash(state.id, unit), at)) return new Set()
  return new Set(override.skips as readonly Skippable[])
}

function isReviewNamed(scanned: UnitState['scanned']): boolean {
  return (scanned?.reviewed ?? 0) === 0 || (scanned?.decisions ?? []).length > 0
}

/** Neither a database that people were told of may be left out, nor one come along that nobody recorded. */
function holdsAll({ databases = [], restored }: UnitState): boolean {
  const there = new Set(restored?.databases)
  return there.size === databases.length && databases.every(({ digest }) => there.has(digest))
}
