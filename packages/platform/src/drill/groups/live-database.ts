import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { sentence } from '../content/words.ts'
import type { Random } from '../random.ts'

/** A database that is in use when the backup comes: its newest rows stand in the log beside it. */
export const liveDatabase = 'orders.sqlite'

/** Pages of the log after which they go into the database: some days do, most do not. */
const checkpointPages = 60

/** Makes the database with its log in a folder, as an application leaves them that is still running. */
export function createLiveDatabase(folder: string, random: Random, at: Date): void {
  mkdirSync(folder, { recursive: true })
  inUse(folder, at, (database) => {
    database.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, day INTEGER, customer TEXT, note TEXT)')
    database.exec('CREATE TABLE totals (customer TEXT PRIMARY KEY, orders INTEGER NOT NULL)')
    takeOrders(database, random, { day: 0, count: 400 })
  })
}

/** A day's orders. A database that the attacker took is out of order, and nobody works with it any more. */
export function workOnLiveDatabase(
  folder: string,
  random: Random,
  { day, at }: { day: number; at: Date },
): void {
  const bytes = readFileSync(join(folder, liveDatabase))
  if (!bytes.subarray(0, 16).equals(Buffer.from('SQLite format 3\0'))) return
  inUse(folder, at, (database) => takeOrders(database, random, { day, count: 10 + random.below(30) }))
}

/** Every order is counted in another table in the same transaction: half of a day would show. */
function takeOrders(
  database: DatabaseSync,
  random: Random,
  { day, count }: { day: number; count: number },
): void {
  const order = database.prepare('INSERT INTO orders (day, customer, note) VALUES (?, ?, ?)')
  const total = database.prepare(
    'INSERT INTO totals VALUES (?, 1) ON CONFLICT (customer) DO UPDATE SET orders = orders + 1',
  )
  for (let taken = 0; taken < count; taken += 1) {
    const customer = `customer ${random.below(90)}`
    database.exec('BEGIN')
    order.run(day, customer, sentence(random))
    total.run(customer)
    database.exec('COMMIT')
  }
}

/** Works on a copy and takes database and log back while it is open: closing would empty the log. */
function inUse(folder: string, at: Date, work: (database: DatabaseSync) => void): void {
  const scratch = mkdtempSync(join(tmpdir(), 'anlauf-drill-orders-'))
  const names = [liveDatabase, `${liveDatabase}-wal`]
  try {
    for (const name of names) {
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(scratch, name))
    }
    const database = new DatabaseSync(join(scratch, liveDatabase))
    try {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${checkpointPages}`)
      work(database)
      for (const name of names) {
        copyFileSync(join(scratch, name), join(folder, name))
        utimesSync(join(folder, name), at, at)
      }
    } finally {
      database.close()
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
