import { throwIfAborted } from '../../error.ts'
import type { Contact } from '../remote/retry.ts'
import { stopped } from './sftp-failure.ts'
import { openSession, type SftpSession } from './sftp-session.ts'
import type { SshTarget } from './ssh-process.ts'

/** Long enough to take back a lock, short enough for somebody who wants to stop. */
const cleanupMs = 10_000

/** One kept connection that is made again after it broke. */
export interface SftpConnection {
  /** Runs work on a live session. After the signal has fired only `cleanup` gets one, of its own. */
  readonly use: <T>(work: (session: SftpSession) => Promise<T>) => Promise<T>
  readonly cleanup: <T>(work: (session: SftpSession) => Promise<T>) => Promise<T>
  close(): void
}

/** Requests of many works share one ssh process: SFTP overlaps them itself. */
export function sftpConnection(
  target: SshTarget,
  options: { silenceMs: number; contact: Contact; signal?: AbortSignal | undefined },
): SftpConnection {
  const { silenceMs, contact, signal } = options
  let current: Promise<SftpSession> | undefined
  let latest: SftpSession | undefined
  const onContact = (): void => {
    contact.reached = true
  }

  function session(): Promise<SftpSession> {
    throwIfAborted(signal)
    // A connection being made and a live one are shared; a broken one is replaced once, by whoever sees it first.
    if (current === undefined || latest?.isOpen === false) {
      latest = undefined
      const made = openSession(target, { silenceMs, onContact })
      current = made
      made.then(
        (open) => {
          latest = open
          if (current !== made) open.end(stopped())
        },
        () => {
          if (current === made) current = undefined
        },
      )
    }
    return current
  }

  signal?.addEventListener('abort', close, { once: true })
  function close(): void {
    current = undefined
    latest?.end(stopped())
  }

  return {
    close,
    async use(work) {
      return work(await session())
    },
    async cleanup(work) {
      if (signal?.aborted !== true) return work(await session())
      const own = await openSession(target, { silenceMs: Math.min(cleanupMs, silenceMs), onContact })
      try {
        return await work(own)
      } finally {
        own.end(stopped())
      }
    },
  }
}
