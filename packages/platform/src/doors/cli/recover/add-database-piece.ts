import { rmSync } from 'node:fs'
import { resolve } from 'node:path'

import { printName } from '@anlauf/repository'

import type { CaseSession, UnitState } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  addPiece,
  type CutPiece,
  type DatabasePiece,
  type EngineDescription,
  type Examine,
  type FlaggedValue,
  heldFacts,
  makePiece,
  pieceName,
} from '../../../phases/recover/index.ts'
import { openDeclaredCase, signature, unitOf } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { type EngineFlags, engineOptions } from './engine-flags.ts'
import { nextStep } from '../case/next-step.ts'
import { counted } from '../terminal/output.ts'
import { openStores, type Stores } from '../access/stores.ts'

/** Where a tenant's part of a database goes when it goes into a case. */
export interface UnitFlags extends EngineFlags {
  readonly case: string
  readonly unit: string
  readonly cleanRoom: string
  readonly quarantine: string
}

export interface AddedPiece {
  readonly case: string
  readonly unit: string
  readonly piece: DatabasePiece
  readonly next: string | undefined
}

type Cut = (tools: { readonly session: CaseSession; readonly examine: Examine }) => Promise<CutPiece>

/**
 * Has a part of a database cut out, every value of it scanned with the rules in force, and makes it part of its unit
 * in the case. The same for every engine. Throws `gate-closed` when a value is not clean: it is sealed, the case
 * knows, and nothing is added.
 */
export async function addDatabasePiece(
  context: AnlaufContext,
  flags: UnitFlags,
  cut: Cut,
): Promise<AddedPiece> {
  await using stores = await openStores(context)
  const before = await openDeclaredCase(context, stores, flags.case)
  const { verdicts } = stores
  const scanner = await context.startScanner({ ...engineOptions(context, flags), verdicts })
  await using _scanner = { [Symbol.asyncDispose]: () => scanner.close() }
  const engine = scanner.describe()
  requireSameRules(unitOf(before, flags.unit), engine)
  const { unit, quarantine } = flags
  const tools = { scanner, engine, verdicts, unit, quarantine: resolve(quarantine), signal: context.signal }
  const made = await makePiece((examine) => cut({ session: before, examine }), tools)
  if (!made.isClean) throw await refused(context, stores, flags, made.flagged)
  const { piece, folder } = made
  // Cutting takes hours: the case is read again.
  const session = await openDeclaredCase(context, stores, flags.case)
  const state = unitOf(session, unit)
  requireSameRules(state, engine)
  const facts = await addPiece({
    cleanRoom: resolve(flags.cleanRoom),
    state,
    held: heldFacts(await Array.fromAsync(stores.log.read(flags.case)), unit),
    piece,
    from: folder,
    changes: made.changes,
    engine,
    signal: context.signal,
  })
  await session.execute({ command: 'record', facts }, signature(context))
  rmSync(folder, { recursive: true, force: true })
  return { case: flags.case, unit, piece, next: nextStep(session.state, unitOf(session, unit)) }
}

/** One manifest, one set of rules: a file beside it that was judged by others would close the gate. */
function requireSameRules({ unit, scanned }: UnitState, { engine, ruleSetDigest }: EngineDescription): void {
  if (scanned === undefined || scanned.ruleSetDigest === ruleSetDigest) return
  throw new AnlaufError(
    'input-invalid',
    `The files of ${unit} were judged by other rules (${scanned.ruleSetDigest.slice(0, 16)}) than ${engine} has now (${ruleSetDigest.slice(0, 16)}).`,
    {
      hint: 'Name the same --rules, --clamd and lists as "anlauf recover run" did, or run that again with these first.',
    },
  )
}

async function refused(
  context: AnlaufContext,
  stores: Stores,
  flags: UnitFlags,
  flagged: readonly FlaggedValue[],
): Promise<AnlaufError> {
  const infected = flagged.filter(({ verdict }) => verdict.verdict === 'infected').length
  const fact = {
    type: 'unit.databaseRefused' as const,
    unit: flags.unit,
    values: flagged.length,
    infected,
    rules: [...new Set(flagged.flatMap(({ verdict }) => verdict.matches))].toSorted().slice(0, 50),
  }
  const session = await openDeclaredCase(context, stores, flags.case)
  await session.execute({ command: 'record', facts: [fact] }, signature(context))
  const [first] = flagged
  const what = first?.verdict.matches.join(', ') || first?.verdict.cause || first?.verdict.verdict
  return new AnlaufError(
    'gate-closed',
    `${counted(flagged.length, 'value')} of the database ${flagged.length === 1 ? 'is' : 'are'} not clean, ${infected} infected; the first is in ${first?.where}: ${what}.`,
    {
      hint: `They are sealed in ${flags.quarantine}; nothing was added to ${flags.unit}. Find the rows by the SHA-256 of the value, decide with the tenant, and slice again.`,
      context: {
        flagged: flagged.slice(0, 100).map(({ where, sha256, verdict }) => ({
          where,
          sha256,
          verdict: verdict.verdict,
          matches: verdict.matches,
          cause: verdict.cause,
        })),
      },
    },
  )
}

/** For people, after what the engine's own command says. */
export function addedLines({ case: caseId, unit, piece, next }: AddedPiece): string[] {
  const { changes, scan } = piece
  return [
    `It belongs to ${unit} in the case ${caseId} as ${printName(pieceName(piece))}: ${counted(scan.contents, 'content')} scanned clean.`,
    changes.count === null
      ? `There was no clean state to compare roles and code with: nobody knows what was planted. Approving takes --changes ${changes.digest.slice(0, 16)}.`
      : changes.count === 0
        ? 'Roles, functions, triggers and rights are as in the clean state.'
        : `${counted(changes.count, 'change')} of roles, functions, triggers or rights to look at; approving takes --changes ${changes.digest.slice(0, 16)}.`,
    ...(next === undefined ? [] : ['Next:', `  ${next}`]),
  ]
}
