import { problemOf } from '../api/problem.ts'
import type { EntryShape } from '../api/shapes.ts'
import { readStream } from './read-stream.ts'

/** How the screen hangs on the case: what it shows is current, or since when it is not, or why it cannot be. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly since: number; readonly tries: number }
  | { readonly kind: 'signedOut' }
  /** The log ends before what this screen has seen: the database was set back, or it is another one. */
  | { readonly kind: 'rewound' }

interface Follower {
  readonly path: string
  /** The entry behind which to go on, if one is known. */
  readonly seq: number | undefined
  readonly onEntry: (entry: EntryShape) => void
  readonly onConnection: (connection: Connection) => void
  readonly signal: AbortSignal
}

/** The server says something every 15 s; twice that and a bit is silence. */
const silenceMs = 40_000
/** First again at once, then slower, so that a hundred consoles do not stampede a server that just came back. */
const waitsMs = [250, 1000, 2000, 4000, 8000]

/** Follows the entries of a case until the signal ends it; loses and repeats none, whatever the network does. */
export async function followCase(follower: Follower): Promise<void> {
  const { signal, onConnection } = follower
  let seq = follower.seq
  let tries = 0
  let since = 0
  while (!signal.aborted) {
    const end = await followOnce(
      { ...follower, seq },
      {
        onOpen() {
          tries = 0
          since = 0
          onConnection({ kind: 'live' })
        },
        onSeq: (next) => void (seq = next),
      },
    )
    if (signal.aborted) return
    if (end !== 'lost') return onConnection({ kind: end })
    since ||= Date.now()
    tries += 1
    onConnection({ kind: 'lost', since, tries })
    const base = waitsMs[Math.min(tries, waitsMs.length) - 1] ?? 8000
    await pause(base * (0.5 + Math.random() / 2), signal)
  }
}

async function followOnce(
  { path, seq, onEntry, signal }: Follower,
  hear: { onOpen(): void; onSeq(seq: number): void },
): Promise<'lost' | 'signedOut' | 'rewound'> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), silenceMs)
  const lives = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silent.abort(), silenceMs)
  }
  try {
    const answer = await fetch(path, {
      headers: {
        Accept: 'text/event-stream',
        ...(seq === undefined ? {} : { 'Last-Event-ID': String(seq) }),
      },
      signal: AbortSignal.any([signal, silent.signal]),
    })
    if (answer.status === 401) return 'signedOut'
    if (answer.status === 409) return 'rewound'
    if (!answer.ok || answer.body === null) throw await problemOf(answer)
    hear.onOpen()
    for await (const { id, data } of readStream(answer.body, lives)) {
      onEntry(JSON.parse(data) as EntryShape)
      hear.onSeq(Number(id))
    }
  } catch {
    // However it ended: the screen says so, and tries again.
  } finally {
    clearTimeout(timer)
  }
  return 'lost'
}

/** Ends early when the browser says that there is a network again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      globalThis.removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    globalThis.addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
