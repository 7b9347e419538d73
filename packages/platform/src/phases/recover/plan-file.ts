import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

import { AnlaufError } from '../../core/failure.ts'
import { parsePlan } from './parse-plan.ts'
import type { RecoveryPlan } from './plan.ts'
import { writeFailure } from './write-failure.ts'

/** A line takes about 500 bytes, so a million files; JavaScript holds no text of more than 536 million units. */
const maxBytes = 500_000_000

/**
 * Writes a plan as JSON with one line per item, readable by the owner only: its paths tell about customers.
 * Throws `unsafe-target` when the file exists, `plan-invalid` when the plan is larger than a plan file may be.
 */
export function writePlanFile(file: string, plan: RecoveryPlan): void {
  const handle = openNew(file)
  try {
    let bytes = 0
    for (const piece of planPieces(plan)) {
      // Unlike writeSync this writes everything, however little the system takes at once.
      writeFileSync(handle, piece)
      bytes += Buffer.byteLength(piece)
      if (bytes > maxBytes) throw tooLarge(file, 'Plan fewer units at once with --unit.')
    }
    fsyncSync(handle)
  } catch (error) {
    rmSync(file, { force: true })
    throw writeFailure(error, file)
  } finally {
    closeSync(handle)
  }
}

/** Reads a plan file as `parsePlan` does. Throws `not-found`, `plan-invalid`. */
export function readPlanFile(file: string): RecoveryPlan {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (cause) {
    throw new AnlaufError('not-found', `The plan ${file} cannot be opened.`, {
      hint: 'Check the path; a plan is made with "anlauf recover plan".',
      cause,
    })
  }
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile() || stat.size > maxBytes) {
      throw tooLarge(
        file,
        'Make the plan again with "anlauf recover plan --unit …", for fewer units at once.',
      )
    }
    return parsePlan(readFileSync(handle, 'utf8'))
  } finally {
    closeSync(handle)
  }
}

function* planPieces({ kind, version, repository, units }: RecoveryPlan): Generator<string> {
  yield `{"kind":${JSON.stringify(kind)},"version":${version},"repository":${JSON.stringify(repository)},"units":[`
  for (const [at, { unit, items, leftOut, decisions }] of units.entries()) {
    yield `${at === 0 ? '' : ','}\n{"unit":${JSON.stringify(unit)},"items":[`
    yield* lines(items)
    yield '],"leftOut":['
    yield* lines(leftOut)
    yield decisions === undefined ? ']}' : `],"decisions":${JSON.stringify(decisions)}}`
  }
  yield '\n]}\n'
}

/** Some thousand lines a write instead of one. */
const linesPerPiece = 4096

function* lines(list: readonly unknown[]): Generator<string> {
  for (let at = 0; at < list.length; at += linesPerPiece) {
    const piece = list.slice(at, at + linesPerPiece).map((one) => `\n${JSON.stringify(one)}`)
    yield (at === 0 ? '' : ',') + piece.join(',')
  }
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw writeFailure(error, file)
    }
    throw new AnlaufError('unsafe-target', `${file} exists already.`, {
      hint: 'Name a new file, or move this one away; a plan that somebody may have approved is not overwritten.',
    })
  }
}

function tooLarge(file: string, hint: string): AnlaufError {
  return new AnlaufError('plan-invalid', `${file} is no plan file of at most 500 MB.`, { hint })
}
