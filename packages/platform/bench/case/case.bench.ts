/**
 * How fast is the case where it is large: 10,000 tenants, 30 services, a million entries. `npm run bench:case`.
 * The server is a process of its own, started anew for each figure from cold; figures are what a client waits.
 *
 *     --quick        100,000 entries instead of a million: some minutes instead of a quarter of an hour
 *     --json FILE    figures, goals, and the machine they are of
 *     --work DIR     where the database lies (default: the system's temporary folder)
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openDatabase } from '../../src/adapters/database/index.ts'
import { consoleBytes } from './console-size.ts'
import { appendPerSecond } from './evidence/append-rate.ts'
import { fillLog, verifySeconds } from './evidence/verify-time.ts'
import { goalLines } from '../goal-lines.ts'
import { atLeast, goals } from './goals.ts'
import { fillLargeCase } from './large-case.ts'
import { requestBurst } from './request-burst.ts'
import { startServer, timed } from './server/start-server.ts'
import { eventToScreen } from './streams.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    work: { type: 'string', default: tmpdir() },
  },
})
const home = mkdtempSync(join(values.work, 'anlauf-bench-case-'))
// The database may run under an account of its own.
chmodSync(home, 0o711)
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const size = { tenants: 10_000, services: 30, entries: values.quick ? 100_000 : 1_000_000 }
const figures: Record<string, number> = {}
console.log(
  `${size.tenants} tenants, ${size.services} services, ${size.entries} entries, ${availableParallelism()} cores`,
)

{
  await using database = await openDatabase({ home })
  const began = performance.now()
  await fillLargeCase(database, size)
  console.log(`filled in ${Math.round((performance.now() - began) / 1000)} s`)
  // The first server reads the whole log once and keeps what it knows.
  await fromCold('firstRead', '/first-hour')
  await fromCold('firstHour', '/first-hour')
  await fromCold('matrix', '/matrix?limit=10000')
  await using server = await startServer(home, size)
  for (const path of [
    '/first-hour',
    '/matrix?limit=10000',
    '/timeline?kinds=unit.released',
    '/restart-plan',
  ]) {
    await timed(server, path)
    const name = `${path.slice(1).replace(/\W.*/, '')}WarmMs`
    add({ [name]: await timed(server, path) })
  }
  add(await eventToScreen(server, database, { streams: 50, seconds: values.quick ? 10 : 30 }))
  add(await requestBurst(server, database))
  add({ appendPerSecond: await appendPerSecond(database) })
  const entries = values.quick ? 100_000 : 1_000_000
  await fillLog(database, entries)
  add({ verifySeconds: await verifySeconds(database, entries) })
}
add({ consoleKB: (await consoleBytes()) / 1000 })
console.log(goalLines({ goals, atLeast }, figures).join('\n'))
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version }
  writeFileSync(values.json, `${JSON.stringify({ machine, size, figures, goals }, null, 2)}\n`)
}

/** The first request to a server that was just started: what a client waits, and what CPU of it the server used. */
async function fromCold(name: string, path: string): Promise<void> {
  await using server = await startServer(home, size)
  const before = server.cpuMs()
  const ms = await timed(server, path)
  add({ [`${name}Ms`]: ms, [`${name}CpuMs`]: server.cpuMs() - before })
}

/** Printed as soon as they are known: a run takes minutes. */
function add(more: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(more)) {
    figures[name] = Number(value.toPrecision(4))
    console.log(`  ${name.padEnd(24)} ${String(figures[name]).padStart(10)}`)
  }
}
