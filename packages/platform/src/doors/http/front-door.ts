import type { IncomingMessage, ServerResponse } from 'node:http'

import { callerKey } from './caller-address.ts'

/**
 * Stands before all routes. Refuses what is too much before any work is done for it, and lets one caller's requests
 * into work a few at a time, so that nobody waits for another's pile. Kept in memory and bounded; a restart forgets it.
 */
export interface FrontDoor {
  /** Answers with 429, or hands the request on, perhaps after earlier ones of the same caller. */
  pass(request: IncomingMessage, answer: ServerResponse, handle: () => void): void
  /** What a request brought was valid: its caller has a place of its own from now on. */
  welcome(credential: string): void
  /** A known caller used up its limit: the next ones are refused here, until a second has passed. */
  shut(credential: string): void
  /** How many were refused here. */
  readonly refused: number
}

/** What a browser or a program shows of itself; it is compared and never written anywhere. */
export function credentialOf(headers: {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
}): string | undefined {
  return headers.authorization ?? headers.cookie
}

/** Callers that are remembered; beyond it the one that was quiet longest is forgotten. */
const maxCallers = 20_000
/** A caller that used up its limit is looked at again after this. */
const shutMs = 1_000
/** Requests of one caller that are worked on until their answer begins; the rest wait their turn. */
const maxInWork = 4
/** A browser sends six at once, through a proxy some more. */
const maxWaiting = 28
/** Answers of a large case have megabytes: so many at once, then so many a second. One answer counts 16 MB at most. */
const bytes = { atOnce: 64_000_000, perSecond: 4_000_000, ofOne: 16_000_000 }
/** Requests from one address by callers that are not known: each costs a look into the database. */
const strangers = { atOnce: 600, perSecond: 300 }

interface Caller {
  inWork: number
  readonly waiting: (() => void)[]
  bytesLeft: number
  atMs: number
  shutUntilMs: number
}

/** `now` is the server's clock, `addressOf` where a request comes from. */
export function frontDoor({
  now,
  addressOf,
}: {
  readonly now: () => Date
  readonly addressOf: (request: IncomingMessage) => string
}): FrontDoor {
  const known = new Map<string, Caller>()
  const unknown = new Map<string, { left: number; atMs: number }>()
  const written = new WeakMap<object, number>()
  let refused = 0

  function isTooMuch(caller: Caller | undefined, request: IncomingMessage): boolean {
    const atMs = now().getTime()
    if (caller === undefined) return !mayStrangerEnter(callerKey(addressOf(request)), atMs)
    caller.bytesLeft = refilled(caller.bytesLeft, caller.atMs, atMs, bytes)
    caller.atMs = atMs
    // A clock that is set back keeps nobody out.
    if (caller.shutUntilMs > atMs && caller.shutUntilMs <= atMs + shutMs) return true
    return caller.bytesLeft <= 0 || caller.waiting.length >= maxWaiting
  }

  function mayStrangerEnter(address: string, atMs: number): boolean {
    const bucket = unknown.get(address) ?? { left: strangers.atOnce, atMs }
    const left = refilled(bucket.left, bucket.atMs, atMs, strangers)
    remember(unknown, address, { left: Math.max(0, left - 1), atMs })
    return left >= 1
  }

  /** The place is free again when the answer begins: downloads and live connections keep none. */
  function work(caller: Caller, answer: ServerResponse, handle: () => void): void {
    caller.inWork += 1
    let isWorking = true
    const leave = (): void => {
      if (!isWorking) return
      isWorking = false
      caller.inWork -= 1
      caller.waiting.shift()?.()
    }
    const writeHead = answer.writeHead.bind(answer)
    answer.writeHead = (...head: readonly unknown[]) => {
      // Whoever waits begins after this answer is on its way.
      setImmediate(leave)
      return (writeHead as (...all: readonly unknown[]) => ServerResponse)(...head)
    }
    answer.once('close', leave)
    handle()
  }

  /** Answers on one connection follow each other, so what was written since the last one is this one's. */
  function count(caller: Caller, request: IncomingMessage, answer: ServerResponse): void {
    answer.once('close', () => {
      const { socket } = request
      const total = socket.bytesWritten
      caller.bytesLeft -= Math.min(total - (written.get(socket) ?? 0), bytes.ofOne)
      written.set(socket, total)
    })
  }

  return {
    get refused() {
      return refused
    },
    pass(request, answer, handle) {
      const credential = credentialOf(request.headers)
      const caller = credential === undefined ? undefined : known.get(credential)
      if (isTooMuch(caller, request)) {
        refused += 1
        // A body is not read: nothing else can come over its connection.
        const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
        answer.writeHead(429, hasBody ? { ...headers, Connection: 'close' } : headers).end(body)
        return
      }
      if (caller === undefined) return handle()
      count(caller, request, answer)
      if (caller.inWork < maxInWork) return work(caller, answer, handle)
      caller.waiting.push(() => {
        // Who went away while waiting costs nothing; the next one has the place.
        if (answer.destroyed) caller.waiting.shift()?.()
        else work(caller, answer, handle)
      })
    },
    welcome(credential) {
      const caller = known.get(credential) ?? {
        inWork: 0,
        waiting: [],
        bytesLeft: bytes.atOnce,
        atMs: now().getTime(),
        shutUntilMs: 0,
      }
      remember(known, credential, caller)
    },
    shut(credential) {
      const caller = known.get(credential)
      if (caller !== undefined) caller.shutUntilMs = now().getTime() + shutMs
    },
  }
}

function refilled(
  left: number,
  beforeMs: number,
  atMs: number,
  { atOnce, perSecond }: { readonly atOnce: number; readonly perSecond: number },
): number {
  return Math.min(atOnce, left + (Math.max(0, atMs - beforeMs) / 1000) * perSecond)
}

/** The newest stands last. */
function remember<Value>(callers: Map<string, Value>, key: string, value: Value): void {
  callers.delete(key)
  callers.set(key, value)
  const [quietest] = callers.keys()
  if (callers.size > maxCallers && quietest !== undefined) callers.delete(quietest)
}

const body = JSON.stringify({
  type: '/errors/too-many-requests',
  title: 'too many requests',
  status: 429,
  detail: 'Too many requests came from here.',
  code: 'too-many-requests',
  hint: 'Wait a second, then repeat it.',
  retry: 'later',
  context: { retryAfterSeconds: 1 },
})

const headers = {
  'Content-Type': 'application/problem+json',
  'Content-Length': String(Buffer.byteLength(body)),
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Retry-After': '1',
}
