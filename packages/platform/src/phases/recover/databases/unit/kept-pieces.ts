import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ManifestLine } from '../../manifest.ts'
import {
  type DatabasePiece,
  databasesHost,
  parsePiece,
  pieceDigest,
  pieceFolder,
  pieceName,
} from '../piece.ts'

/** Reason in the manifest of the files of a piece. */
const pieceReason = 'databasePiece'

/** Where the record of a piece lies, below its unit's folder; one name, one record. */
export function recordFolder(folder: string, piece: DatabasePiece): string {
  const name = createHash('sha256').update(pieceName(piece)).digest('hex').slice(0, 32)
  return join(folder, 'databases', name)
}

/** The pieces of a unit's folder whose records are those that the case holds; anything else there is nobody's. */
export function keptPieces(folder: string, digests: ReadonlySet<string>): readonly DatabasePiece[] {
  if (digests.size === 0) return []
  const records = join(folder, 'databases')
  return namesIn(records).flatMap((name): DatabasePiece[] => {
    const text = textOf(join(records, name, 'piece.json'))
    const digest = createHash('sha256').update(text).digest('hex')
    const piece = digests.has(digest) ? parsePiece(text, digest) : undefined
    return piece === undefined ? [] : [piece]
  })
}

/** What a manifest says of a piece: each file, judged as the piece's values were. */
export function pieceLines(piece: DatabasePiece): readonly ManifestLine[] {
  const { engine, ruleSetDigest } = piece.scan
  const database = pieceDigest(piece)
  return piece.files.map(({ name, size, sha256 }) => ({
    host: databasesHost,
    path: `${pieceFolder(piece)}/${name}`,
    type: 'file',
    size,
    sha256,
    verdict: 'clean',
    engine,
    ruleSetDigest,
    mode: 0o600,
    mtime: piece.asOf ?? '1970-01-01T00:00:00Z',
    snapshot: piece.snapshot,
    reason: pieceReason,
    database,
  }))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
