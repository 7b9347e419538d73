import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { AnlaufError } from '../../../../core/failure.ts'
import type { CutPiece, DatabasePiece, Examine } from '../piece.ts'
import type { DatabaseValue } from '../values.ts'
import { type FlaggedValue, judgeValues, type ValueTools } from './judge-values.ts'

/** A piece with every value judged clean, not yet part of any unit; or what kept it from being one. */
export type MadePiece =
  | {
      readonly isClean: true
      readonly piece: DatabasePiece
      /** Folder with its files. */
      readonly folder: string
      /** The list that `piece.changes` speaks of. */
      readonly changes: string
    }
  | { readonly isClean: false; readonly flagged: readonly FlaggedValue[] }

/**
 * Has a part of a database cut out by its engine's own code and judges all that it holds. Throws what `cut` throws,
 * `scanner-failed`, `no-space`.
 */
export async function makePiece(
  cut: (examine: Examine) => Promise<CutPiece>,
  tools: ValueTools,
): Promise<MadePiece> {
  const scan = { contents: 0, bytes: 0 }
  const flagged: FlaggedValue[] = []
  const examine: Examine = async (values) => {
    const judged = await judgeValues(values, tools)
    flagged.push(...judged.flagged)
    if (flagged.length > 0) throw notClean()
    scan.contents += judged.contents
    scan.bytes += judged.bytes
  }
  try {
    const found = await cut(examine)
    if (scan.contents === 0) throw unseen()
    // Besides the dump there are texts of ours only; they go out too, so they are looked at too.
    await examine(textsIn(found))
    const { text, ...changes } = changesOf(found)
    const { engine, version, ruleSetDigest } = tools.engine
    const scanned = { engine, engineVersion: version, ruleSetDigest, ...scan }
    const files = await filesIn(found.folder)
    const piece = {
      kind: 'database-piece',
      version: 1,
      ...found.piece,
      files,
      scan: scanned,
      changes,
    } as const
    return { isClean: true, piece, folder: found.folder, changes: text }
  } catch (error) {
    if (flagged.length > 0) return { isClean: false, flagged }
    throw error
  }
}

/** Ends the cutting; what was found says more. */
function notClean(): AnlaufError {
  return new AnlaufError('gate-closed', 'A value of the database is not clean.', {
    hint: 'Nothing was added.',
  })
}

/** An engine's code that shows nothing must not pass for a database in which nothing was found. */
function unseen(): AnlaufError {
  return new AnlaufError('scanner-failed', 'Nothing of the database was shown to the scanner.', {
    hint: 'Nothing was added. Report this with the engine and its version.',
  })
}

function changesOf({ changes }: CutPiece): { count: number | null; digest: string; text: string } {
  const text = `${JSON.stringify(changes ?? null, undefined, 2)}\n`
  return { count: changes?.length ?? null, digest: createHash('sha256').update(text).digest('hex'), text }
}

async function* textsIn({ folder, piece }: CutPiece): AsyncGenerator<DatabaseValue> {
  for (const name of namesIn(folder).filter((one) => one !== piece.dump)) {
    yield { where: name, isBinary: true, bytes: readFileSync(join(folder, name)) }
  }
}

async function filesIn(folder: string): Promise<DatabasePiece['files']> {
  const files: { name: string; size: number; sha256: string }[] = []
  for (const name of namesIn(folder)) {
    const hash = createHash('sha256')
    for await (const bytes of createReadStream(join(folder, name))) hash.update(bytes as Buffer)
    files.push({ name, size: statSync(join(folder, name)).size, sha256: hash.digest('hex') })
  }
  return files
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== '.lock')
    .toSorted()
}
