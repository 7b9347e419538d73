import { Socket } from 'node:net'

import { Client, type ClientConfig } from 'pg'

/** One process's place among the users of a server. */
export interface Membership {
  /** False once the connection is lost: the server died or threw us out. */
  isAlive(): boolean
  /** Gives the place up; true if nobody else uses the server. Call only while holding the start lock. */
  leave(): Promise<boolean>
}

/** Key of the advisory lock that every user of an embedded server holds as long as it lives ("anlauf" in hex). */
const usersLock = '0x616e6c617566::bigint'

/**
 * Takes a place: a session that holds a shared advisory lock. The server itself counts its users that way, and
 * forgets one that is killed. The session does not keep the process alive.
 */
export async function joinUsers(connection: ClientConfig): Promise<Membership> {
  const socket = new Socket()
  const session = new Client({
    ...connection,
    stream: () => socket,
    application_name: 'anlauf member',
    connectionTimeoutMillis: 10_000,
  })
  let alive = true
  session.on('error', () => (alive = false))
  session.on('end', () => (alive = false))
  await session.connect()
  await session.query(`select pg_advisory_lock_shared(${usersLock})`)
  socket.unref()
  return {
    isAlive: () => alive,
    async leave() {
      if (!alive) return false
      socket.ref()
      try {
        await session.query(`select pg_advisory_unlock_shared(${usersLock})`)
        const { rows } = await session.query<{ last: boolean }>(
          `select pg_try_advisory_lock(${usersLock}) as last`,
        )
        return rows[0]?.last === true
      } catch (error) {
        if (alive) throw error
        return false
      } finally {
        await session.end()
      }
    },
  }
}
