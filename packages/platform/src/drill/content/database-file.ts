import { DatabaseSync } from 'node:sqlite'

import type { Random } from '../random.ts'
import { sentence } from './words.ts'

/** Makes a SQLite database of customers and contracts at `path`. */
export function createDatabaseFile(path: string, random: Random): void {
  const database = new DatabaseSync(path)
  try {
    database.exec('CREATE TABLE contract (id INTEGER PRIMARY KEY, customer TEXT, amount REAL, note TEXT)')
    database.exec('CREATE INDEX contract_customer ON contract (customer)')
    insertContracts(database, random, 200 + random.below(2000))
  } finally {
    database.close()
  }
}

/** A day's work on a database: new rows, changed rows, sometimes a VACUUM. */
export function workOnDatabaseFile(path: string, random: Random): void {
  const database = new DatabaseSync(path)
  try {
    insertContracts(database, random, 5 + random.below(60))
    database.exec(`UPDATE contract SET amount = amount * 1.02 WHERE id % 17 = ${random.below(17)}`)
    if (random.chance(0.3)) {
      database.exec(`DELETE FROM contract WHERE id % 23 = ${random.below(23)}`)
      database.exec('VACUUM')
    }
  } finally {
    database.close()
  }
}

function insertContracts(database: DatabaseSync, random: Random, count: number): void {
  const insert = database.prepare('INSERT INTO contract (customer, amount, note) VALUES (?, ?, ?)')
  database.exec('BEGIN')
  for (let row = 0; row < count; row += 1) {
    insert.run(`customer ${random.below(500)}`, Math.round(random.next() * 1e6) / 100, sentence(random))
  }
  database.exec('COMMIT')
}
