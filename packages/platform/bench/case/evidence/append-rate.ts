import { generateKeyPairSync } from 'node:crypto'

import { type Database, evidenceLines, evidenceLog } from '../../../src/adapters/database/index.ts'
import { merkleProver, signCheckpoint } from '../../../src/core/evidence/index.ts'
import { scanned } from './scanned.ts'

/**
 * Events a second that fifty people and engines append to one case, one event a call, each durable before its call
 * returns; the time of a signed checkpoint over all of them is part of it.
 */
export async function appendPerSecond(database: Database, events = 20_000): Promise<number> {
  const log = evidenceLog(database)
  const key = generateKeyPairSync('ed25519').privateKey
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (next < events) await log.append('append', [scanned(next++)])
    }),
  )
  const prover = merkleProver()
  for await (const line of evidenceLines(database, 'append')) prover.add(line)
  signCheckpoint({ origin: 'bench', size: prover.size, root: prover.root() }, { name: 'bench', key })
  if (prover.size !== events) throw new Error(`${events} were appended, ${prover.size} are there`)
  return Math.round(events / ((performance.now() - start) / 1000))
}
