/** `node evidence.bench.ts [ENTRIES]`: the two figures of the evidence log, alone; a million entries take minutes to fill. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openDatabase } from '../../../src/adapters/database/index.ts'
import { appendPerSecond } from './append-rate.ts'
import { fillLog, verifySeconds } from './verify-time.ts'

const entries = Number(process.argv[2] ?? 1_000_000)
const home = await mkdtemp(join(tmpdir(), 'anlauf-bench-'))
await chmod(home, 0o711)
try {
  await using database = await openDatabase({ home })
  const figures: Record<string, number> = { appendPerSecond: await appendPerSecond(database) }
  await fillLog(database, entries)
  figures['verifySeconds'] = await verifySeconds(database, entries)
  process.stdout.write(`${JSON.stringify({ entries, ...figures })}\n`)
} finally {
  await rm(home, { recursive: true, force: true })
}
