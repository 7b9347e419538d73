import { createHash } from 'node:crypto'

import type { EventOf } from '../../../core/case/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { DatabaseValue } from './values.ts'

/** Whose programs open a piece. */
export type DatabaseEngine = 'postgres' | 'mariadb'

/** One file of a piece, as it is handed over. */
export interface PieceFile {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

/**
 * A tenant's part of a database: cut out of a recovered cluster, loaded and compared, every value scanned. Its record
 * lies in the clean room, its digest in the case; what was recorded under another digest is not part of a unit.
 */
export interface DatabasePiece {
  readonly kind: 'database-piece'
  readonly version: 1
  readonly engine: DatabaseEngine
  /** Of the program that made the dump, and of the oldest that opens it. */
  readonly engineVersion: string
  readonly cluster: string
  readonly database: string
  /** Null for the whole database; otherwise which part, in the words of the command. */
  readonly part: Readonly<Record<string, string | readonly string[]>> | null
  /** The state it has: RFC 3339; null when it is known as a position of the log only. */
  readonly asOf: string | null
  /** Restore point that it begins from. */
  readonly snapshot: string
  /** Name of the file that the engine's programs open, and of the one to run before it. */
  readonly dump: string
  readonly roles: string | null
  readonly tables: number
  readonly rows: number
  /** All of it, by name; the dump among them. */
  readonly files: readonly PieceFile[]
  readonly scan: {
    readonly engine: string
    readonly engineVersion: string
    readonly ruleSetDigest: string
    /** Contents that were judged: values, pools of short values, definitions. */
    readonly contents: number
    readonly bytes: number
  }
  readonly changes: PieceChanges
}

/** What runs code, opens doors or reaches out and is not as in the clean state: a finding for people. */
export interface PieceChanges {
  /** Null when there was nothing to compare with: then nobody knows. */
  readonly count: number | null
  /** SHA-256 of the list, which lies beside the record and never goes out: it speaks of the whole cluster. */
  readonly digest: string
}

/** Looks at everything that a cut-out database holds, as it was loaded; throws when something is not clean. */
export type Examine = (values: AsyncIterable<DatabaseValue>) => Promise<void>

/** What an engine's program cut out: a folder with the dump and what belongs to it, and what is known of it. */
export interface CutPiece {
  readonly folder: string
  readonly piece: Omit<DatabasePiece, 'kind' | 'version' | 'files' | 'scan' | 'changes'>
  /** Changes of roles and code since the clean state; undefined when there was nothing to compare with. */
  readonly changes: readonly object[] | undefined
}

/** Machine under whose name pieces stand in manifests, so that every way out carries them like files. */
export const databasesHost = 'anlauf-databases'

/** The record's bytes; their SHA-256 is what the case holds. */
export function pieceText(piece: DatabasePiece): string {
  return `${canonicalJson(piece as unknown as Json)}\n`
}

export function pieceDigest(piece: DatabasePiece): string {
  return createHash('sha256').update(pieceText(piece)).digest('hex')
}

/** One piece of a unit has one name; another one of that name replaces it. A part is told by its digest alone. */
export function pieceName({ engine, cluster, database, part }: DatabasePiece): string {
  const suffix = part === null ? '' : `/${shortDigest(canonicalJson(part))}`
  return `${engine}/${cluster}/${database}${suffix}`
}

/** Folder of a piece below its machine's: names that any file system holds, different for different pieces. */
export function pieceFolder(piece: DatabasePiece): string {
  const { engine, cluster, database, part } = piece
  const plain = database.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 60)
  const isPlain = part === null && plain === database && /^[A-Za-z0-9]/.test(plain)
  const name = isPlain ? plain : `${plain.replace(/^[^A-Za-z0-9]/, '_')}-${shortDigest(pieceName(piece))}`
  return `/${engine}/${cluster}/${name}`
}

/** Reads a record that has exactly this digest; nothing for anything else. */
export function parsePiece(text: string, digest: string): DatabasePiece | undefined {
  // Whoever wrote other bytes is not asked what they mean.
  if (createHash('sha256').update(text).digest('hex') !== digest) return undefined
  return JSON.parse(text) as DatabasePiece
}

/** What a case records of a piece. */
export function databaseFact(unit: string, piece: DatabasePiece): EventOf<'unit.databaseAdded'> {
  return {
    type: 'unit.databaseAdded',
    unit,
    piece: pieceName(piece),
    digest: pieceDigest(piece),
    files: piece.files.length,
    bytes: piece.files.reduce((sum, { size }) => sum + size, 0),
    tables: piece.tables,
    rows: piece.rows,
    changes: piece.changes.count,
    changesDigest: piece.changes.digest,
  }
}

function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
