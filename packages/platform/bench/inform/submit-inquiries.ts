import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { openDatabase } from '../../src/adapters/database/index.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const estate = fileURLToPath(new URL('../../../../examples/estate.yaml', import.meta.url))
const connections = 16
const tickMs = 5

export interface Submitted {
  /** Sent at a steady rate, whether answers keep up or not. */
  readonly offeredPerSecond: number
  /** Acknowledged with a number, after they were on disk. */
  readonly inquiriesPerSecond: number
  /** From the moment an inquiry was due to be sent to its acknowledgement. */
  readonly inquiryMsP95: number
}

/**
 * Strangers write at a steady rate, each from an address of its own, to a server in a process of its own. Fails when an
 * inquiry that was acknowledged is not in the table, or its entry not in the evidence.
 */
export async function submitInquiries(
  home: string,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Submitted> {
  const server = spawn(
    process.execPath,
    [
      main,
      'outside',
      'serve',
      '--estate',
      estate,
      '--listen',
      '127.0.0.1:0',
      '--url',
      'https://bench.example',
      '--json',
    ],
    { env: { ...process.env, ANLAUF_HOME: home, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  try {
    const [said] = (await once(server.stdout, 'data')) as [Buffer]
    const { port } = JSON.parse(said.toString()) as { port: number }
    const form = await (await fetch(`http://127.0.0.1:${port}/inquiry?lang=en`)).text()
    const shownAt = /name="shownAt" value="([^"]+)"/.exec(form)?.[1] ?? ''
    await sleep(2100)
    await offer(port, shownAt, { perSecond: 100, seconds: 1, from: 0 })
    const result = await offer(port, shownAt, { perSecond, seconds, from: 1_000 })
    await requireAll(home, result.references)
    return {
      offeredPerSecond: perSecond,
      inquiriesPerSecond: result.references.length / result.tookSeconds,
      inquiryMsP95:
        result.waits.toSorted((a, b) => a - b)[Math.floor(0.95 * (result.waits.length - 1))] ?? Number.NaN,
    }
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
}

interface Offered {
  readonly references: string[]
  readonly waits: number[]
  tookSeconds: number
}

async function offer(
  port: number,
  shownAt: string,
  {
    perSecond,
    seconds,
    from,
  }: { readonly perSecond: number; readonly seconds: number; readonly from: number },
): Promise<Offered> {
  const result: Offered = { references: [], waits: [], tookSeconds: 0 }
  const total = perSecond * seconds
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port, result)))
  const began = performance.now()
  let sent = 0
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond))
    for (; sent < due; sent += 1)
      lines[sent % connections]?.send(
        requestOf(port, shownAt, from + sent),
        began + (sent / perSecond) * 1000,
      )
    await sleep(tickMs)
  }
  const giveUpAt = performance.now() + 30_000
  while (lines.some(({ waiting }) => waiting.length > 0) && performance.now() < giveUpAt) await sleep(5)
  result.tookSeconds = (performance.now() - began) / 1000
  for (const { socket } of lines) socket.destroy()
  return result
}

/** A connection on which answers come in the order of the requests. */
async function openLine(port: number, result: Offered) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  const waiting: number[] = []
  let rest = ''
  socket.on('error', () => undefined)
  socket.on('data', (part: Buffer) => {
    rest += part.toString('latin1')
    for (let end = answerEnd(rest); end > 0; end = answerEnd(rest)) {
      const answer = rest.slice(0, end)
      rest = rest.slice(end)
      const due = waiting.shift() ?? 0
      const token = /\r\nlocation: \/inquiry\/status\/(\w{9})\./i.exec(answer)?.[1]
      if (token === undefined) continue
      result.waits.push(performance.now() - due)
      result.references.push(`${token.slice(0, 4)}-${token.slice(4, 8)}-${token.slice(8)}`)
    }
  })
  return {
    socket,
    waiting,
    send(request: string, due: number) {
      waiting.push(due)
      socket.write(request)
    },
  }
}

/** Where the first whole answer ends; 0 while it is not whole. */
function answerEnd(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return 0
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : 0
  if (!/\r\ntransfer-encoding: chunked/i.test(text.slice(0, head))) return head + 4
  const end = text.indexOf('0\r\n\r\n', head + 4)
  return end === -1 ? 0 : end + 5
}

function requestOf(port: number, shownAt: string, number: number): string {
  const body = new URLSearchParams({
    name: `Person ${number}`,
    customer: `K-${number}`,
    phone: `+49 30 ${1_000_000 + number}`,
    service: 'mail',
    topic: 'status',
    message: `When is our mail back? This is question ${number}. ${'We wait and our customers wait. '.repeat(10)}`,
    language: 'en',
    consent: 'yes',
    shownAt,
  }).toString()
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  return `POST /inquiry?lang=en HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-For: ${address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

async function requireAll(home: string, references: readonly string[]): Promise<void> {
  await using database = await openDatabase({ home })
  const [row] = await database.query<{ stored: number; noted: number }>(
    `select (select count(*)::int from anlauf.inquiry where reference = any($1)) as stored,
            (select count(*)::int from anlauf.evidence where case_id = 'anlauf.inquiries' and entry::jsonb->>'object' = any($1)
               and strpos(entry, '"kind":"inquiry.received"') > 0) as noted`,
    [references],
  )
  const { stored = 0, noted = 0 } = row ?? {}
  if (stored !== references.length || noted !== references.length) {
    throw new Error(
      `Of ${references.length} acknowledged inquiries ${stored} are stored and ${noted} in the evidence.`,
    )
  }
}
