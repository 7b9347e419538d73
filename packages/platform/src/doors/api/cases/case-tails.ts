import type { Database, EvidenceSignal } from '../../../adapters/database/index.ts'
import type { EvidenceLog } from '../../../core/evidence/index.ts'
import { entryText, jobText } from './event-text.ts'
import { type ApartPermission, readersOf, withoutWords } from './kept-apart-entry.ts'
import { liveWork } from './live-work.ts'

/** Something new of a case, as it is written to every stream; made once for all of them. */
export interface TailItem {
  /** Place in the tail, from 1 on. */
  readonly place: number
  /** Number of the entry; absent for work, which is not in the log. */
  readonly seq?: number
  readonly text: string
  /** For who lacks the permission to read what stands apart; absent where there is no difference. */
  readonly withheld?: { readonly needed: ApartPermission; readonly text: string }
}

/** The newest of a case, read once for all who follow it. */
export interface CaseTail extends Disposable {
  /** The last place that there is. */
  readonly place: number
  /** What came after a place; undefined when that is too long ago, and the log has to be read. */
  after(place: number): readonly TailItem[] | undefined
  /** Resolves with true when there is something after the place, with false after the time or when the signal fires. */
  waitFor(
    place: number,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<boolean>
}

export interface CaseTails {
  /** Follows a case until disposed of. */
  follow(caseId: string): Promise<CaseTail>
}

/** So many are kept for streams that are a little late: some seconds of a busy case. */
const keptItems = 2_000
/** A notice that got lost costs at most this. */
const lookEveryMs = 15_000

/**
 * Fifty people who follow a case cost one look at the log for each notice, not fifty; a case that nobody follows costs
 * nothing.
 */
export function caseTails(parts: {
  readonly log: EvidenceLog
  readonly database: Database
  readonly evidence: EvidenceSignal
  readonly headOf: (caseId: string) => Promise<number>
}): CaseTails {
  const running = new Map<string, { readonly pump: Promise<Pump>; followers: number }>()
  return {
    async follow(caseId) {
      const one = running.get(caseId) ?? { pump: startPump(caseId, parts), followers: 0 }
      running.set(caseId, one)
      one.followers += 1
      const leave = (): void => {
        one.followers -= 1
        if (one.followers > 0 || running.get(caseId) !== one) return
        running.delete(caseId)
        void one.pump.then((pump) => pump.stop()).catch(() => undefined)
      }
      try {
        return tailOf(await one.pump, leave)
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}

interface Pump {
  head: number
  place: number
  readonly items: TailItem[]
  readonly waiting: Set<() => void>
  /** Why it ended by itself; who follows hears of it. */
  failure?: unknown
  stop(): void
}

async function startPump(
  caseId: string,
  { log, database, evidence, headOf }: Parameters<typeof caseTails>[0],
): Promise<Pump> {
  const stopping = new AbortController()
  // Watched before the head is asked for: what comes between is seen.
  const watch = evidence.watch(caseId)
  const work = await liveWork(database, caseId)
  const pump: Pump = {
    head: await headOf(caseId),
    place: 0,
    items: [],
    waiting: new Set(),
    stop: () => stopping.abort(),
  }
  const add = (item: Omit<TailItem, 'place'>): void => {
    pump.place += 1
    pump.items.push({ place: pump.place, ...item })
    if (pump.items.length > 2 * keptItems) pump.items.splice(0, pump.items.length - keptItems)
  }
  async function look(): Promise<void> {
    for await (const entry of log.read(caseId, pump.head + 1)) {
      const needed = readersOf(entry)
      const withheld = needed && { needed, text: entryText(withoutWords(entry)) }
      add({ seq: entry.seq, text: entryText(entry), ...(withheld && { withheld }) })
      pump.head = entry.seq
    }
    for (const job of await work.news()) add({ text: jobText(job) })
  }
  async function run(): Promise<void> {
    using _watch = watch
    const { signal } = stopping
    while (!signal.aborted) {
      const before = pump.place
      await look()
      if (pump.place > before) for (const wake of pump.waiting) wake()
      await watch.changed({ timeoutMs: lookEveryMs, signal })
    }
  }
  void run().catch((error: unknown) => {
    pump.failure = error
    for (const wake of pump.waiting) wake()
  })
  return pump
}

function tailOf(pump: Pump, leave: () => void): CaseTail {
  return {
    [Symbol.dispose]: leave,
    get place() {
      return pump.place
    },
    after(place) {
      if (pump.failure !== undefined) throw pump.failure
      const [first] = pump.items
      if (place >= pump.place) return []
      if (first === undefined || first.place > place + 1) return undefined
      return pump.items.slice(place - first.place + 1)
    },
    async waitFor(place, { timeoutMs, signal }) {
      if (pump.place > place || pump.failure !== undefined) return true
      if (signal.aborted) return false
      return new Promise<boolean>((resolve) => {
        const end = (isNews: boolean): void => {
          clearTimeout(timer)
          pump.waiting.delete(wake)
          signal.removeEventListener('abort', stop)
          resolve(isNews)
        }
        const wake = (): void => end(true)
        const stop = (): void => end(false)
        const timer = setTimeout(stop, timeoutMs)
        pump.waiting.add(wake)
        signal.addEventListener('abort', stop)
      })
    },
  }
}
