import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'

import { AnlaufError } from '../../core/failure.ts'
import { type Account, bareEnvironment, cannotRun, programFailure } from '../programs/index.ts'
import { mariadb } from './product.ts'

/** How to reach one server. */
export interface Reach {
  /** The client program. */
  readonly client: string
  /** Its first argument: an option file, ours alone. */
  readonly optionFile: string
  readonly account?: Account | undefined
  readonly cwd?: string
  readonly signal?: AbortSignal | undefined
}

/** A connection that stays: locks, snapshots and settings live as long as it does. */
export interface Session extends AsyncDisposable {
  /** Runs one statement; each line of the answer as the client prints it. */
  lines(sql: string): Promise<readonly string[]>
  /** Runs one statement of which every row is one JSON list. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
}

/** What a dump may be loaded with, and every other session of ours: no file leaves for a server that asks for it. */
export const clientOptions = [
  '--sandbox',
  '--local-infile=0',
  '--no-auto-rehash',
  '--default-character-set=utf8mb4',
]

/** Whatever the server has as its defaults: equal values have to print equally. */
const settings = `set session sql_mode = '', time_zone = '+00:00', lock_wait_timeout = 30, wait_timeout = 86400,
  max_statement_time = 0, net_write_timeout = 3600, sql_quote_show_create = 1`

/**
 * Opens a session through the server's own client. An error of a statement ends it.
 * Throws `mariadb-failed` in the client's words, `aborted`.
 */
export async function openSession(reach: Reach): Promise<Session> {
  const options = ['--batch', '--raw', '--skip-column-names', '--unbuffered', '--quick', '--skip-reconnect']
  const child = spawn(
    reach.client,
    [`--defaults-file=${reach.optionFile}`, ...clientOptions, ...options, '--connect-timeout=20'],
    {
      ...reach.account,
      ...(reach.cwd !== undefined && { cwd: reach.cwd }),
      ...(reach.signal && { signal: reach.signal }),
      env: bareEnvironment,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-8000)))
  child.stdin.on('error', () => undefined)
  const failed: { cause?: unknown } = {}
  const ended = Promise.withResolvers<void>()
  child.on('error', (error) => (failed.cause = error))
  child.on('close', () => ended.resolve())
  const answers = linesOf(child.stdout)

  async function ask(sql: string): Promise<readonly string[]> {
    const end = `anlauf-${randomUUID()}`
    child.stdin.write(`${sql};\nselect '${end}';\n`)
    const found: string[] = []
    for (;;) {
      const next = await answers.next()
      if (next.done === true) throw await broken()
      if (next.value === end) return found
      found.push(next.value)
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: answers come in the order of the statements. */
  function lines(sql: string): Promise<readonly string[]> {
    const answer = last.then(() => ask(sql))
    last = answer.catch(() => undefined)
    return answer
  }
  async function broken(): Promise<AnlaufError> {
    await ended.promise
    if (failed.cause !== undefined || reach.signal?.aborted === true)
      return cannotRun(mariadb, { program: reach.client, cause: failed.cause, signal: reach.signal })
    return programFailure(mariadb, { what: 'The server refused', stderr, hint: refusedHint })
  }
  const session: Session = {
    lines,
    rows: async (sql) => (await lines(sql)).map(parseRow),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended.promise
    },
  }
  await lines(settings)
  return session
}

/** Only a line feed ends a line: names and texts may hold every other character that ends one elsewhere. */
async function* linesOf(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const piece of output) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

const refusedHint =
  'Check host, user and password in the option file. A backup account needs: SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD, PROCESS, LOCK TABLES ON *.*'

function parseRow(line: string): readonly unknown[] {
  try {
    const row: unknown = JSON.parse(line)
    if (Array.isArray(row)) return row
  } catch {
    // It is no row of ours either way.
  }
  throw new AnlaufError('mariadb-failed', 'The server gave an answer that is no JSON.', {
    hint: 'Report this with the version of the server.',
    context: { answer: line.slice(0, 400) },
  })
}
