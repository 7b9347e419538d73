import { type ClientConfig, Pool, type PoolClient, type QueryResultRow } from 'pg'
import { AnlaufError } from '../../core/failure.ts'
import { databaseFailure, isConnectionLost } from './failure.ts'
import { listen } from './listen.ts'
import { migrate } from './migrate.ts'
import { openEmbeddedServer } from './server/embedded-server.ts'
import type { DatabaseLocation, Session, Database } from './database.ts'

/**
 * Opens the database and brings its tables up to date. Dispose of it to leave the server, which then ends if
 * nobody else uses it. Throws `database-failed` with what to do.
 *
 * @example
 * await using database = await openDatabase({ home: '/var/lib/anlauf' })
 * const entries = await evidenceLog(database).append('case-1', drafts)
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if ('url' in location) return ready(connect({ connectionString: location.url }, { url: location.url }))
  const server = await openEmbeddedServer(location.home).catch((error: unknown) => {
    throw databaseFailure(error)
  })
  return ready(
    connect(server.connection, {
      url: socketUrl(server.connection),
      home: location.home,
      revive: () => server.revive(),
      close: async () => server[Symbol.asyncDispose](),
    }),
  )
}

/** Names the socket where a URL names the host. */
function socketUrl({ host = '', port = 5432, user = '', database = '' }: ClientConfig): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

interface Hosting {
  readonly url: string
  readonly home?: string
  readonly revive?: () => Promise<void>
  readonly close?: () => Promise<void>
}

async function ready(database: Database): Promise<Database> {
  try {
    await requireSuitableServer(database)
    await migrate(database)
    return database
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

function connect(config: ClientConfig, { url, home, revive, close }: Hosting): Database {
  const pool = new Pool({
    ...config,
    max: 8,
    application_name: 'anlauf',
    connectionTimeoutMillis: 15_000,
    idle_in_transaction_session_timeout: 60_000,
    allowExitOnIdle: true,
  })
  // A broken connection fails the statement on it and is then replaced; the event itself, which without a
  // listener would end the process, says nothing more.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  const checkOut = async () => {
    try {
      return await pool.connect()
    } catch (error) {
      if (revive === undefined || !isConnectionLost(error)) throw error
      await revive()
      return pool.connect()
    }
  }

  const use = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    let broken: Error | undefined
    let client: PoolClient | undefined
    try {
      client = await checkOut()
      return await work(client)
    } catch (error) {
      if (isConnectionLost(error)) broken = error as Error
      throw databaseFailure(error)
    } finally {
      client?.release(broken)
    }
  }

  return {
    home,
    url,
    query: (sql, values) => use((client) => sessionOf(client).query(sql, values)),
    transaction: (work) => use((client) => inTransaction(client, work)),
    listen: (channel, heard) =>
      listen(config, { channel, heard, revive }).catch((error: unknown) => {
        throw databaseFailure(error)
      }),
    async [Symbol.asyncDispose]() {
      await pool.end()
      await close?.()
    },
  }
}

function sessionOf(client: PoolClient): Session {
  return {
    async query<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) {
      return (await client.query<Row>(sql, [...values])).rows
    },
  }
}

async function inTransaction<T>(client: PoolClient, work: (session: Session) => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work(sessionOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    // A rollback that fails means a lost connection, by which the server has rolled back itself.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function requireSuitableServer(database: Database): Promise<void> {
  const [server] = await database.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  if (server !== undefined && server.version >= 150_000 && server.encoding === 'UTF8') return
  throw new AnlaufError('database-failed', 'the server of DATABASE_URL is not suitable', {
    hint: 'It has to be PostgreSQL 15 or later with encoding UTF8.',
    context: { ...server },
  })
}
