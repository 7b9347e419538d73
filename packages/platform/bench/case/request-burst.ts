import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog } from '../../src/adapters/database/index.ts'
import { sessionOf } from '../../src/doors/cli/up/up.fixture.ts'
import { largeCase } from './large-case.ts'
import type { BenchServer } from './server/start-server.ts'

const connections = 32
const seconds = 5
/** What the flood offers, whether the server keeps up or not. */
const offeredPerSecond = 12_000
const tickMs = 4
const appended = 500

/**
 * A flood on loopback at a steady rate, half of it with a token that is valid and asks for the heaviest page, half
 * with tokens that are guessed, while other programs append and an operator works with a session of their own.
 * Everything beyond the limits is refused. Fails when one of the appended entries is missing afterwards.
 *
 * requestsPerSecond: answered, refused or not. operatorMsP95: what the operator waited for a small page meanwhile.
 */
export async function requestBurst(server: BenchServer, database: Database): Promise<Record<string, number>> {
  const port = Number(new URL(server.url).port)
  const operator = await sessionOf(database, { name: 'operator', roles: ['it'] })
  // At work before the flood begins: a session that nobody knows yet waits with the strangers of its address.
  await smallPage(server, operator)
  const until = performance.now() + seconds * 1000
  const requests = { heavy: requestOf(server, port), guessed: guessOf(port) }
  const floods = Array.from({ length: connections }, (_, at) => {
    return offered(port, at % 2 === 0 ? requests.heavy : requests.guessed, until)
  })
  const working = operatorWaits(server, operator, until)
  await appendAll(database)
  const answers = await Promise.all(floods)
  const waits = await working
  const sum = (of: (answer: Answers) => number): number =>
    answers.reduce((total, answer) => total + of(answer), 0)
  return {
    floodOfferedPerSecond: sum(({ sent }) => sent) / seconds,
    requestsPerSecond: sum(({ answered }) => answered) / seconds,
    operatorRequests: waits.length,
    operatorMsP95: waits.toSorted((a, b) => a - b)[Math.floor(0.95 * (waits.length - 1))] ?? Number.NaN,
  }
}

interface Answers {
  sent: number
  answered: number
}

function requestOf({ headers }: BenchServer, port: number): () => string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const text = `GET /api/cases/${largeCase} HTTP/1.1\r\nHost: localhost:${port}\r\n${lines.join('')}\r\n`
  return () => text
}

function guessOf(port: number): () => string {
  let guess = 0
  return () =>
    `GET /api/me HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer guess${(guess += 1)}\r\n\r\n`
}

/** Sends at its rate as long as the kernel takes it; the answers are counted as they come. */
async function offered(port: number, request: () => string, until: number): Promise<Answers> {
  const answers: Answers = { sent: 0, answered: 0 }
  const perTick = (offeredPerSecond / connections / 1000) * tickMs
  let socket = await opened(port, answers)
  let owed = 0
  while (performance.now() < until) {
    if (socket.destroyed) socket = await opened(port, answers)
    owed += perTick
    const now = socket.writableLength > 1_000_000 ? 0 : Math.floor(owed)
    owed -= Math.floor(owed)
    if (now > 0) socket.write(Array.from({ length: now }, request).join(''))
    answers.sent += now
    await sleep(tickMs)
  }
  await sleep(500)
  socket.destroy()
  return answers
}

async function opened(port: number, answers: Answers): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let last = ''
  socket.on('error', () => undefined)
  socket.on('data', (part: Buffer) => {
    const text = last + part.toString('latin1')
    const count = text.split('HTTP/1.1 ').length - 1
    // What may be the beginning of the next answer's first line counts with the next part.
    last = text.slice(count === 0 ? -8 : Math.max(text.length - 8, text.lastIndexOf('HTTP/1.1 ') + 9))
    answers.answered += count
  })
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
  return socket
}

/** Looks at a small page ten times a second. Fails when it is refused. */
async function operatorWaits(
  server: BenchServer,
  headers: Readonly<Record<string, string>>,
  until: number,
): Promise<number[]> {
  const waits: number[] = []
  while (performance.now() < until) {
    waits.push(await smallPage(server, headers))
    await sleep(100)
  }
  return waits
}

/** Milliseconds that the answer took. */
async function smallPage({ url }: BenchServer, headers: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now()
  const answer = await fetch(`${url}/api/cases?limit=1`, { headers })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`The operator was answered ${answer.status}.`)
  return performance.now() - began
}

async function appendAll(database: Database): Promise<void> {
  const log = evidenceLog(database)
  const seqs: number[] = []
  for (let sent = 0; sent < appended; sent += 1) {
    const at = new Date().toISOString()
    const draft = { at, actor: 'engine', action: 'derive', kind: 'bench.flood', data: { sent } } as const
    for (const { seq } of await log.append(largeCase, [draft])) seqs.push(seq)
    await sleep(1)
  }
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from anlauf.evidence where case_id = $1 and seq = any($2)`,
    [largeCase, seqs],
  )
  if (row?.count !== appended)
    throw new Error(`Of ${appended} entries ${row?.count} are there after the flood.`)
}
