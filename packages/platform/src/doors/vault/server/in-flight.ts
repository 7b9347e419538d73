/** What is under way at this moment: counts for limits, and turns for what must not overlap. */
export interface InFlight {
  /** Counts a request of a client; undefined when it has too many. */
  enter(client: string, maximum: number): Disposable | undefined
  readonly running: number
  /** Bytes that a client's running uploads will add. */
  bytesOf(client: string): number
  reserve(client: string, bytes: number): Disposable
  /** Bytes that all running uploads will add. */
  readonly bytes: number
  /** Runs one piece of work per key at a time, in the order of asking. */
  inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result>
}

export function createInFlight(): InFlight {
  const requests = new Map<string, number>()
  const bytes = new Map<string, number>()
  const turns = new Map<string, Promise<unknown>>()
  let running = 0
  let total = 0

  function add(to: Map<string, number>, key: string, by: number): void {
    const sum = (to.get(key) ?? 0) + by
    if (sum === 0) to.delete(key)
    else to.set(key, sum)
  }

  return {
    get running() {
      return running
    },
    get bytes() {
      return total
    },
    enter(client, maximum) {
      if ((requests.get(client) ?? 0) >= maximum) return undefined
      running += 1
      add(requests, client, 1)
      return {
        [Symbol.dispose]() {
          running -= 1
          add(requests, client, -1)
        },
      }
    },
    bytesOf: (client) => bytes.get(client) ?? 0,
    reserve(client, size) {
      add(bytes, client, size)
      total += size
      return {
        [Symbol.dispose]() {
          add(bytes, client, -size)
          total -= size
        },
      }
    },
    async inTurn(key, work) {
      const before = turns.get(key)
      const mine = (async () => {
        await before?.catch(() => undefined)
        return work()
      })()
      turns.set(key, mine)
      try {
        return await mine
      } finally {
        if (turns.get(key) === mine) turns.delete(key)
      }
    },
  }
}
