import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  type Database,
  endMailboxTurn,
  mailboxStates,
  takeMailboxTurn,
} from '../../../adapters/database/index.ts'
import { fetchMailbox } from '../../../adapters/mailbox/index.ts'
import { maxMailBytes } from '../../../core/inquiries/index.ts'
import type { MailboxPlace } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readPasswordFile } from '../access/password-file.ts'
import type { AnlaufContext } from '../context.ts'
import { counted } from '../terminal/output.ts'
import { isUnfitMail, takeMaildir } from './maildir.ts'
import { type MailEntrance, takeMail } from './take-mail.ts'

/** Somebody who wrote expects nothing within half a minute. */
const everyMs = 30_000
/** A server that is away is asked less and less often, at last four times an hour. */
const longestPauseMs = 15 * 60_000
/** Who says nothing of its turn for so long is dead. A living one says so three times as often, however long it takes. */
const defaultLeaseMs = 2 * 60_000

/**
 * Looks into the mailbox of the desk, from now on until disposed of. Of servers side by side one looks; how it goes
 * stands in the database for lists and screens. What fails is said once, tried again after 1, 2, 4, 8, 15 min.
 */
export function startMailbox(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly mailbox: MailboxPlace
    readonly entrance: () => Promise<MailEntrance>
    readonly writeLog: (line: object) => unknown
    readonly pauseMs?: number
    readonly leaseMs?: number
  },
): AsyncDisposable {
  const { database, mailbox, writeLog, pauseMs = everyMs, leaseMs = defaultLeaseMs } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const owner = randomBytes(8).toString('hex')
  const name = mailboxName(mailbox)
  const refusedBefore = new Set<string>()
  let said = ''

  function say(problem: string | undefined): void {
    if (problem !== undefined && problem !== said) {
      writeLog({ at: context.now().toISOString(), level: 'error', mailbox: problem })
    } else if (problem === undefined && said !== '') {
      writeLog({ at: context.now().toISOString(), level: 'info', mailbox: 'works again' })
    }
    said = problem ?? ''
  }

  function takeTurn(): Promise<boolean> {
    const now = context.now()
    return takeMailboxTurn(database, { mailbox: name, owner, now, until: new Date(now.getTime() + leaseMs) })
  }

  /** Until disposed of the turn stays ours; a turn that somebody else took meanwhile ends the work. */
  function keepTurn(work: AbortController): AsyncDisposable {
    const over = new AbortController()
    async function keep(): Promise<void> {
      for (;;) {
        await sleep(leaseMs / 3, undefined, { signal: over.signal, ref: false })
        // A database that is away for a moment takes no turn from anybody.
        if (!(await takeTurn().catch(() => true))) work.abort(lostTurn())
      }
    }
    const keeping = keep().catch(() => undefined)
    return { [Symbol.asyncDispose]: () => (over.abort(), keeping) }
  }

  async function look(): Promise<void> {
    if (!(await takeTurn())) return
    const work = new AbortController()
    const ended = AbortSignal.any([signal, work.signal])
    let taken = 0
    let problem: string | undefined
    let failed = false
    try {
      await using _turn = keepTurn(work)
      const entrance = await options.entrance()
      const looked = await takeFrom(mailbox, entrance, { signal: ended, refusedBefore })
      taken = looked.taken
      if (looked.refused > 0)
        problem = `Not taken in, left where they lie: ${counted(looked.refused, 'mail')}.`
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      failed = true
    }
    if (signal.aborted) [problem, failed] = [undefined, false]
    // A mail that stays is shown; it must not make everybody else's wait, or one that is too large would do it for ever.
    await endMailboxTurn(database, { mailbox: name, owner, at: context.now(), taken, problem, failed })
    say(problem)
  }

  async function lookForEver(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
      const failures = await failuresOf(database, name).catch(() => 1)
      const pause = Math.min(pauseMs * 2 ** Math.min(failures, 10), Math.max(longestPauseMs, pauseMs))
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const looking = lookForEver()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await looking
    },
  }
}

/** As it is shown: no user, no password. */
export function mailboxName(mailbox: MailboxPlace): string {
  return 'maildir' in mailbox ? mailbox.maildir : `imap ${mailbox.host}:${mailbox.port} ${mailbox.folder}`
}

function lostTurn(): AnlaufError {
  return new AnlaufError(
    'aborted',
    'Another server took the turn at the mailbox: this one did not answer for too long.',
    {
      hint: 'Nothing is lost and nothing taken in twice: the other one goes on.',
      retry: 'later',
    },
  )
}

async function failuresOf(database: Database, name: string): Promise<number> {
  return (await mailboxStates(database)).find(({ mailbox }) => mailbox === name)?.failures ?? 0
}

async function takeFrom(
  mailbox: MailboxPlace,
  entrance: MailEntrance,
  { signal, refusedBefore }: { readonly signal: AbortSignal; readonly refusedBefore: Set<string> },
): Promise<{ readonly taken: number; readonly refused: number }> {
  if ('maildir' in mailbox) {
    const { taken, known, refused } = await takeMaildir(mailbox.maildir, entrance, { signal })
    return { taken: taken + known, refused: refused.length }
  }
  const { passwordFile, ...place } = mailbox
  const password = await readPasswordFile(passwordFile)
  let taken = 0
  for (;;) {
    const looked = await fetchMailbox(
      { ...place, password },
      {
        maxMailBytes,
        signal,
        refusedBefore,
        async take(raw) {
          try {
            await takeMail(entrance, raw)
            return true
          } catch (error) {
            if (error instanceof AnlaufError && isUnfitMail(error)) return false
            throw error
          }
        },
      },
    )
    taken += looked.taken
    if (!looked.more) return { taken, refused: looked.refused }
  }
}
