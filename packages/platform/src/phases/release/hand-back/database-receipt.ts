import { type DatabaseEngine, type DatabasePiece, pieceFolder, pieceName } from '../../recover/index.ts'

/** What a receipt says of a part of a database, and what is needed to open it. */
export interface DatabaseReceipt {
  readonly engine: DatabaseEngine
  readonly engineVersion: string
  readonly name: string
  readonly database: string
  readonly asOf: string | null
  readonly tables: number
  readonly rows: number
  /** Below the folder of its machine. */
  readonly folder: string
  readonly dump: string
  readonly roles: string | null
}

export function databaseReceipt(piece: DatabasePiece): DatabaseReceipt {
  const { engine, engineVersion, database, asOf, tables, rows, dump, roles } = piece
  const named = { name: pieceName(piece), folder: pieceFolder(piece) }
  return { engine, engineVersion, ...named, database, asOf, tables, rows, dump, roles }
}
