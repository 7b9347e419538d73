import { setTimeout as sleep } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'

import { isConnectionLost } from './failure.ts'

/** What was notified on a channel; undefined when notices may have been missed because the connection was lost. */
export type Heard = (payload: string | undefined) => void

/** How long until a lost connection is tried again: a restarting server needs about a second. */
const againMs = 1000

/**
 * Listens on a channel with a connection of its own, until disposed of. Resolves when it listens. A lost connection
 * is made again and reported, because whatever was notified meanwhile was not heard.
 */
export async function listen(
  config: ClientConfig,
  { channel, heard, revive }: { channel: string; heard: Heard; revive?: (() => Promise<void>) | undefined },
): Promise<AsyncDisposable> {
  const stopping = new AbortController()
  let current = await open()

  async function open(): Promise<Client> {
    try {
      return await connected()
    } catch (error) {
      if (revive === undefined || !isConnectionLost(error)) throw error
      await revive()
      return connected()
    }
  }

  async function connected(): Promise<Client> {
    const client = new Client({ ...config, application_name: 'anlauf listener', keepAlive: true })
    // The event without a listener would end the process; `end` follows it.
    client.on('error', () => undefined)
    client.on('notification', (notice) => {
      if (notice.channel === channel) heard(notice.payload ?? '')
    })
    await client.connect()
    try {
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    client.once('end', () => void reopen())
    return client
  }

  async function reopen(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(againMs, undefined, { signal: stopping.signal })
        const client = await open()
        if (stopping.signal.aborted) return await client.end()
        current = client
        return heard(undefined)
      } catch {
        // Tried again after the pause, until the listener is not wanted any more.
      }
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await current.end().catch(() => undefined)
    },
  }
}
