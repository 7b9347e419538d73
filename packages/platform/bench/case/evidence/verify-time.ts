import { type Database, evidenceLines, evidenceLog } from '../../../src/adapters/database/index.ts'
import { verifyEntries } from '../../../src/core/evidence/index.ts'
import { scanned } from './scanned.ts'

/** Fills a case with entries; not measured. */
export async function fillLog(database: Database, entries: number): Promise<void> {
  const log = evidenceLog(database)
  for (let at = 0; at < entries; at += 1000) {
    const count = Math.min(1000, entries - at)
    await log.append(
      'verify',
      Array.from({ length: count }, (_, place) => scanned(at + place)),
    )
  }
}

/** Seconds until every entry was read from the database and checked: form, shape, order, chain, tree. */
export async function verifySeconds(database: Database, entries: number): Promise<number> {
  const start = performance.now()
  const report = await verifyEntries(evidenceLines(database, 'verify'))
  const seconds = (performance.now() - start) / 1000
  if (report.entries !== entries || report.problems.length > 0) throw new Error('the log does not verify')
  return Math.round(seconds * 100) / 100
}
