import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import type { FactCommand, UnitState } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../protect/index.ts'
import { contentFacts, type HeldFact, planFact } from '../../case-facts.ts'
import { openCleanRoom } from '../../clean-room.ts'
import { manifestDigest, type ManifestLine, manifestText, parseManifest } from '../../manifest.ts'
import { manifestPlace, writeManifest } from '../../manifest-file.ts'
import { publishFile } from '../../publish.ts'
import type { EngineDescription } from '../../scanner.ts'
import { unitFolder } from '../../unit-folder.ts'
import { verifyCleanRoom } from '../../verify-clean-room.ts'
import { databaseFact, type DatabasePiece, pieceName, pieceText } from '../piece.ts'
import { keptPieces, pieceLines, recordFolder } from './kept-pieces.ts'

export interface AddPieceOptions {
  readonly cleanRoom: string
  /** As the case knows the unit now. */
  readonly state: UnitState
  /** What of the unit waits for people since its last restore, as the log holds it. */
  readonly held: readonly HeldFact[]
  readonly piece: DatabasePiece
  /** Folder in which the piece's files lie. */
  readonly from: string
  /** The list that `piece.changes` speaks of, as text. */
  readonly changes: string
  readonly engine: EngineDescription
  readonly signal?: AbortSignal
}

/**
 * Puts a judged piece into its unit's clean room: files as `recover release` expects them, the record, the manifest
 * of everything the unit has now, read back. Returns the facts to record, in one go: until the case holds them the
 * gate is closed for the unit. A unit without files gets an empty plan.
 * Throws `gate-closed` for files that are not the judged ones, `plan-invalid`, `unsafe-target`, `no-space`.
 */
export async function addPiece(options: AddPieceOptions): Promise<readonly FactCommand[]> {
  const { cleanRoom, state, piece, engine, signal } = options
  const { unit } = state
  using _room = openCleanRoom(cleanRoom)
  const folder = unitFolder(cleanRoom, unit)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  using _unit = lockFolder(folder)
  const files = fileLines(folder, state)
  const digests = new Set((state.databases ?? []).map(({ digest }) => digest))
  const others = keptPieces(folder, digests).filter((one) => pieceName(one) !== pieceName(piece))
  await publishPiece(folder, options)
  const added = databaseFact(unit, piece)
  const plan = state.chosen === undefined ? [planFact(emptyPlan(unit))] : []
  // Files that were chosen and not restored come with the run that restores them; it knows the piece then.
  if (files === undefined) return [added]
  const lines = [...files, ...[...others, piece].flatMap(pieceLines)]
  const text = manifestText(lines)
  writeManifest(folder, text)
  const written = { unit, manifestFile: manifestPlace(folder), manifestDigest: manifestDigest(text) }
  const verification = await verifyCleanRoom(cleanRoom, written, signal === undefined ? {} : { signal })
  const [problem] = verification.problems
  if (problem !== undefined) throw notThere(unit, problem)
  const restored = {
    unit,
    manifestDigest: written.manifestDigest,
    files: lines.length,
    bytes: lines.reduce((sum, { size }) => sum + size, 0),
  }
  const parts = { manifest: text, engine, verification, held: options.held }
  return [...plan, added, ...contentFacts(restored, parts)]
}

/** A unit that has nothing but databases: nothing was chosen, and nothing left out. */
export function emptyPlan(unit: string): { unit: string; items: []; leftOut: [] } {
  return { unit, items: [], leftOut: [] }
}

/** Lines of the unit's files, as they were recorded; undefined when they are still to be restored. */
function fileLines(
  folder: string,
  { unit, chosen, restored }: UnitState,
): readonly ManifestLine[] | undefined {
  if (chosen === undefined || chosen.planDigest === emptyPlanDigest(unit)) return []
  if (restored === undefined) return undefined
  const file = manifestPlace(folder)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (manifestDigest(text) === restored.manifestDigest) {
    return parseManifest(text).filter(({ database }) => database === undefined)
  }
  throw new AnlaufError('plan-invalid', `The manifest of ${unit} is not the one that the case holds.`, {
    hint: 'A command before this one was stopped, or it is another clean room. Start "anlauf recover run" for the unit again, then this command.',
  })
}

function emptyPlanDigest(unit: string): string {
  const fact = planFact(emptyPlan(unit))
  return fact.type === 'unit.restorePointsChosen' ? fact.planDigest : ''
}

async function publishPiece(folder: string, { piece, from, changes }: AddPieceOptions): Promise<void> {
  for (const line of pieceLines(piece)) {
    const name = line.path.slice(line.path.lastIndexOf('/') + 1)
    const source = openSync(join(from, name), constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const published = await publishFile(folder, line, source, line.sha256)
      if (!published.isPublished) throw notThere(name, published.detail)
    } finally {
      closeSync(source)
    }
  }
  const record = recordFolder(folder, piece)
  rmSync(record, { recursive: true, force: true })
  mkdirSync(record, { recursive: true, mode: 0o700 })
  writeFileSync(join(record, 'changes.json'), changes, { mode: 0o600, flush: true })
  writeFileSync(join(record, 'piece.json'), pieceText(piece), { mode: 0o600, flush: true })
}

function notThere(what: string, problem: string): AnlaufError {
  return new AnlaufError('gate-closed', `${what} is not in the clean room what was judged: ${problem}`, {
    hint: 'Somebody or something writes to the clean room or to the slice. Find out who, then start the same command again; nothing was recorded.',
  })
}
