import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog } from '../../src/adapters/database/index.ts'
import { sessionOf } from '../../src/doors/cli/up/up.fixture.ts'
import { largeCase } from './large-case.ts'
import type { BenchServer } from './server/start-server.ts'

const perSecond = 50

/**
 * How long an entry takes from the call that appends it, in another process than the server, to each of many open
 * streams. Fails when a stream misses one or gets one twice.
 */
export async function eventToScreen(
  { url }: BenchServer,
  database: Database,
  { streams, seconds }: { readonly streams: number; readonly seconds: number },
): Promise<Record<string, number>> {
  const stopping = new AbortController()
  const delays: number[] = []
  const counts = Array.from({ length: streams }, () => 0)
  const open = Array.from({ length: streams }, async (_, stream) => {
    // A person has twelve streams at most: fifty operators are fifty people.
    const headers = await sessionOf(database, { name: `operator-${stream}`, roles: ['it'] })
    const answer = await fetch(`${url}/api/cases/${largeCase}/events`, { headers, signal: stopping.signal })
    if (answer.status !== 200 || answer.body === null)
      throw new Error(`${answer.status} ${await answer.text()}`)
    return follow(answer.body, (sentAt) => {
      counts[stream] = (counts[stream] ?? 0) + 1
      delays.push(now() - sentAt)
    })
  })
  await sleep(2_000)
  const log = evidenceLog(database)
  const total = perSecond * seconds
  for (let sent = 0; sent < total; sent += 1) {
    const at = new Date().toISOString()
    void log.append(largeCase, [
      { at, actor: 'engine', action: 'derive', kind: 'bench.event', data: { number: sent, sentAt: now() } },
    ])
    await sleep(1000 / perSecond)
  }
  for (let waited = 0; waited < 100 && delays.length < total * streams; waited += 1) await sleep(100)
  stopping.abort()
  await Promise.allSettled(open)
  const wrong = counts.filter((count) => count !== total).length
  if (wrong > 0)
    throw new Error(
      `${wrong} of ${streams} streams did not get each of ${total} entries once: ${counts.join(' ')}`,
    )
  delays.sort((a, b) => a - b)
  const share = (part: number): number => delays[Math.floor(part * (delays.length - 1))] ?? Number.NaN
  return { eventToScreenMsP50: share(0.5), eventToScreenMsP95: share(0.95), eventToScreenMsMax: share(1) }
}

/** Whole milliseconds: evidence holds no fractions. */
function now(): number {
  return Math.round(performance.timeOrigin + performance.now())
}

async function follow(body: AsyncIterable<Uint8Array>, heard: (sentAt: number) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of body) {
    const events = (rest + decoder.decode(part, { stream: true })).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1]
      if (data === undefined) continue
      const entry = JSON.parse(data) as { kind?: string; data?: { sentAt?: number } }
      if (entry.kind === 'bench.event') heard(entry.data?.sentAt ?? Number.NaN)
    }
  }
}
