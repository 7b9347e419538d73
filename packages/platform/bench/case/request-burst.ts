import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog } from '../../src/adapters/database/index.ts'
import { largeCase } from './large-case.ts'
import type { BenchServer } from './server/start-server.ts'

const connections = 32
const seconds = 5
/** Requests that are on their way on one connection. */
const inFlight = 16
const appended = 500

/**
 * A flood on loopback: as many requests as two sides on one machine manage, most of them refused by their limit, while
 * other programs append. Fails when one of the appended entries is missing afterwards, or a stream did not get it.
 */
export async function requestBurst(server: BenchServer, database: Database): Promise<Record<string, number>> {
  const { url, headers } = server
  const { port } = new URL(url)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = `GET /api/cases/${largeCase} HTTP/1.1\r\nHost: localhost:${port}\r\n${lines.join('')}\r\n`
  const until = performance.now() + seconds * 1000
  const flood = Promise.all(
    Array.from({ length: connections }, () => pipelined(Number(port), request, until)),
  )
  const log = evidenceLog(database)
  const seqs: number[] = []
  for (let sent = 0; sent < appended; sent += 1) {
    const at = new Date().toISOString()
    const draft = { at, actor: 'engine', action: 'derive', kind: 'bench.flood', data: { sent } } as const
    for (const { seq } of await log.append(largeCase, [draft])) seqs.push(seq)
    await sleep(1)
  }
  const answered = (await flood).reduce((sum, count) => sum + count, 0)
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from anlauf.evidence where case_id = $1 and seq = any($2)`,
    [largeCase, seqs],
  )
  if (row?.count !== appended)
    throw new Error(`Of ${appended} entries ${row?.count} are there after the flood.`)
  return { requestsPerSecond: answered / seconds }
}

async function pipelined(port: number, request: string, until: number): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let answered = 0
  let last = ''
  // A connection that stalls ends with the others.
  const end = setTimeout(() => socket.destroy(), until + 1_000 - performance.now())
  socket.write(request.repeat(inFlight))
  try {
    for await (const part of socket as AsyncIterable<Buffer>) {
      const text = last + part.toString('latin1')
      const count = text.split('HTTP/1.1 ').length - 1
      // What may be the beginning of the next answer's first line counts with the next part.
      last = text.slice(count === 0 ? -8 : Math.max(text.length - 8, text.lastIndexOf('HTTP/1.1 ') + 9))
      answered += count
      if (performance.now() > until) break
      socket.write(request.repeat(count))
    }
  } catch (error) {
    if (performance.now() < until) throw error
  } finally {
    clearTimeout(end)
    socket.destroy()
  }
  return answered
}
