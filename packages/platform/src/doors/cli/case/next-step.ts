import { printName } from '@anlauf/repository'

import {
  type CaseState,
  decidedGroups,
  decisionsDigest,
  missingForRelease,
  queueLength,
  stageOf,
  type UnitStage,
  type UnitState,
} from '../../../core/case/index.ts'

/** The stages of a unit in words. */
export const stageWords: Readonly<Record<UnitStage, string>> = {
  waiting: 'waiting',
  restorePointsChosen: 'restore points chosen',
  restored: 'restored',
  verified: 'verified',
  scanned: 'scanned',
  approved: 'approved',
  released: 'released',
  handedBack: 'handed back',
}

/**
 * What a unit lacks by the case alone: supposes that the recorded files lie unchanged and that the recorded rules
 * are still in force. The release itself measures both. Empty for a released unit.
 */
export function missingByCase(state: CaseState, unit: UnitState): readonly string[] {
  if (unit.released !== undefined) return []
  return missingForRelease(state, unit, {
    manifestDigest: unit.restored?.manifestDigest ?? '',
    ruleSetDigest: unit.scanned?.ruleSetDigest ?? '',
    files: unit.restored?.files ?? -1,
  })
}

/** The command that brings a unit further; undefined when it is released. */
export function nextStep(state: CaseState, unit: UnitState): string | undefined {
  const id = state.id
  const stage = stageOf(unit)
  if (stage === 'released' || stage === 'handedBack') return undefined
  if (state.isolation === undefined) return `anlauf case isolated --case ${id} --estate FILE --proof FILE`
  const inQueue = queueStep(state, unit)
  if (inQueue !== undefined) return inQueue
  const lost = stage === 'scanned' || stage === 'approved' ? unfitDatabase(unit) : undefined
  if (lost !== undefined) return sliceAgain(id, unit, lost)
  switch (stage) {
    case 'waiting':
      return `anlauf recover plan --case ${id} --repo FOLDER --estate FILE --out plan.json`
    case 'restorePointsChosen':
    case 'restored':
    case 'verified':
      return runAgain(id, unit)
    case 'scanned':
      return isClean(unit)
        ? `anlauf recover approve --case ${id} --unit ${unit.unit} --person NAME --key FILE`
        : runAgain(id, unit)
    case 'approved':
      return `anlauf recover release --case ${id} --unit ${unit.unit} --clean-room FOLDER --target FOLDER`
  }
}

/** What people began to decide is brought to its end first: the gate stays shut until then. */
function queueStep({ id, queues }: CaseState, { unit, chosen }: UnitState): string | undefined {
  const queue = queues.get(unit)
  const { halfSigned, contested } = queueLength(queue)
  if (halfSigned + contested > 0) {
    return `anlauf recover queue list --queue FILE --case ${id} --unit ${unit}, then the second person: anlauf recover queue decide …`
  }
  if (chosen === undefined || chosen.decisions === decisionsDigest(decidedGroups(queue))) return undefined
  return `anlauf recover plan --case ${id} --unit ${unit} --repo FOLDER --estate FILE --out plan-2.json, then run it`
}

type Piece = NonNullable<UnitState['databases']>[number]

/** A database whose record the last run did not find, or one that was judged by other rules than the files. */
function unfitDatabase({ databases = [], restored, scanned }: UnitState): Piece | undefined {
  const missing = databases.find(({ digest }) => restored?.databases?.includes(digest) !== true)
  // A run judges files by its own rules only: what it left without a verdict came along from elsewhere.
  return missing ?? (scanned?.unscanned === 0 ? undefined : databases[0])
}

function sliceAgain(id: string, { unit }: UnitState, { piece }: Piece): string {
  const [engine = '', , database = ''] = piece.split('/')
  return `anlauf recover ${engine} slice --from FOLDER --database ${printName(database)} --case ${id} --unit ${unit} --clean-room FOLDER --quarantine FOLDER`
}

function runAgain(id: string, { unit }: UnitState): string {
  return `anlauf recover run --case ${id} --unit ${unit} --plan plan.json --repo FOLDER --clean-room FOLDER --quarantine FOLDER`
}

/** Approvals of anything else would be in vain: the gate asks for a verdict "clean" on every file. */
function isClean({ scanned, restored }: UnitState): boolean {
  return scanned?.unscanned === 0 && scanned.clean === restored?.files
}
