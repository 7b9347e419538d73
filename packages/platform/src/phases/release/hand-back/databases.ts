import { printName } from '@anlauf/repository'

import { databasesHost } from '../../recover/index.ts'
import type { LeafletSection } from './leaflet.ts'
import type { Receipt } from './receipt.ts'
import type { Spoken } from './spoken.ts'
import type { HandBackWords } from './words.ts'
import type { DatabaseReceipt } from './database-receipt.ts'

/** A page has an end; the text receipt and the lists hold them all. */
const maxNamed = 3

/** One or two lines for each, below what the tenant got. */
export function databaseLines({ databases = [] }: Receipt, words: HandBackWords, say: Spoken): string[] {
  return databases
    .slice(0, maxNamed)
    .flatMap(({ database, tables, rows, asOf }) => [
      words.database(printName(database), say.count(tables), say.count(rows)),
      ...(asOf === null ? [] : [words.databaseAsOf(say.moment(asOf))]),
    ])
}

/** How to open each, with the engine's own programs. */
export function databaseSections(receipt: Receipt, words: HandBackWords): readonly LeafletSection[] {
  return (receipt.databases ?? []).slice(0, maxNamed).map((piece) => ({
    heading: words.openDatabases,
    lines: [words.openWith[piece.engine](piece.engineVersion)],
    commands: [`cd ${placeOf(receipt, piece)}`, ...openingCommands(piece)],
  }))
}

/** The piece's folder, seen from the folder that was handed back. */
function placeOf({ form }: Receipt, { folder }: DatabaseReceipt): string {
  return form === 'repository' ? `restored${folder}` : `files/${databasesHost}${folder}`
}

/** Every server has them. */
const alreadyThere = new Set(['postgres', 'template0', 'template1', 'mysql', 'sys', 'test'])

/** The name of the new database is the reader's choice: one that needs no quoting. */
function openingCommands({ engine, dump, roles, database }: DatabaseReceipt): string[] {
  const isOwn = /^[a-z][a-z0-9_]{0,50}$/.test(database) && !alreadyThere.has(database)
  const name = isOwn ? database : 'restored'
  switch (engine) {
    case 'postgres':
      return [
        `createdb ${name}`,
        ...(roles === null ? [] : [`psql -d ${name} -f ${roles}`]),
        `pg_restore --no-tablespaces -d ${name} ${dump}`,
      ]
    case 'mariadb':
      return [`mariadb -e "create database ${name}"`, `mariadb ${name} < ${dump}`]
  }
}
