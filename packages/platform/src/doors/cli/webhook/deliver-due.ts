import {
  type Database,
  type DueMessage,
  evidenceLogWithin,
  giveBackMessage,
  lastAttempts,
  settleMessage,
  stageEndpoint,
  takeDueMessages,
  type WebhookAddresses,
  type WebhookKeys,
} from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { postOnce, type PostOptions } from '../../../adapters/webhooks/index.ts'
import {
  afterAttempt,
  type Attempt,
  isToBeHeld,
  keyScopeOf,
  mayLeave,
  signedHeaders,
} from '../../../core/webhooks/index.ts'

export interface DeliverOptions {
  readonly database: Database
  readonly keys: WebhookKeys
  readonly addresses: WebhookAddresses
  readonly now: () => Date
  /** Whether a case is an exercise; a case that nobody declared tells nobody. */
  readonly isExercise: (caseId: string) => Promise<boolean | undefined>
  /** Who acts, for the log. */
  readonly actor: string
  readonly post?: (options: PostOptions) => Promise<Attempt>
  readonly random?: () => number
  /** Hears what of ours is at fault, once everything else went out; without it that is thrown. */
  readonly onProblem?: (problem: unknown) => void
}

export interface Delivered {
  readonly delivered: number
  readonly failed: number
  readonly withheld: number
  readonly stopped: number
}

/** Three times as long as an attempt may take: whose lease ended is dead. */
const leaseMs = 60_000
const atOnce = 16

/**
 * Posts everything that is due, until nothing is. Several processes may do it side by side. One message at a time for
 * each endpoint, in order: one that is slow on purpose holds up nobody else.
 */
export async function deliverDue(options: DeliverOptions): Promise<Delivered> {
  const counts = { delivered: 0, failed: 0, withheld: 0, stopped: 0 }
  const running = new Map<string, Promise<void>>()
  const problems: unknown[] = []
  const stuck: string[] = []
  async function post(message: DueMessage): Promise<void> {
    try {
      counts[await deliver(message, options)] += 1
    } catch (error) {
      // The message is due again when its lease ends, or at once; the others go out first.
      problems.push(error)
      stuck.push(message.endpoint.id)
    } finally {
      running.delete(message.endpoint.id)
    }
  }
  for (;;) {
    const due = await takeDueMessages(options.database, {
      now: options.now(),
      leaseMs,
      limit: atOnce - running.size,
      besides: [...running.keys(), ...stuck],
    })
    for (const message of due) running.set(message.endpoint.id, post(message))
    if (running.size === 0) {
      const { onProblem } = options
      if (problems.length > 0 && onProblem === undefined) throw problems[0]
      for (const problem of problems) onProblem?.(problem)
      return counts
    }
    await Promise.race(running.values())
  }
}

async function deliver(message: DueMessage, options: DeliverOptions): Promise<keyof Delivered> {
  const { database, keys, addresses, now, isExercise, post = postOnce, random = Math.random } = options
  const { endpoint, id, body, count } = message
  const at = now()
  const exercise = await isExercise(endpoint.caseId)
  // The only way out: what may not leave is asked here, for every message and every attempt.
  if (exercise === undefined || !mayLeave(endpoint, exercise)) {
    await settleMessage(database, message, { at, tookMs: 0, failure: 'withheld', outcome: 'withheld' })
    return 'withheld'
  }
  const url = addresses.open(endpoint)
  if (url === undefined) {
    // Another server may hold the key: it takes the message when it looks next.
    await giveBackMessage(database, message, at)
    throw otherKey(endpoint)
  }
  const signers = await keys.signing(keyScopeOf(endpoint), at).catch(async (error: unknown) => {
    // A fault of ours: nothing left the house, so it counts as no attempt.
    await giveBackMessage(database, message, at)
    throw error
  })
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'anlauf-webhook/1',
    ...signedHeaders({ id, body, at }, signers),
  }
  const startedAt = performance.now()
  const attempt = await post({ url, headers, body, isLoopback: endpoint.isLoopback })
  const tookMs = performance.now() - startedAt
  const after = afterAttempt(attempt, { count, now: now(), random: random() })
  const said = 'status' in attempt ? { status: attempt.status } : { failure: attempt.failure }
  return database.transaction(async (session) => {
    const isOver = after.kind !== 'again'
    await settleMessage(session, message, {
      at,
      tookMs,
      ...said,
      ...(after.kind === 'again' && {
        nextAt: after.at,
        ...(after.notBefore && { notBefore: after.notBefore }),
      }),
      ...(isOver && { outcome: after.kind === 'delivered' ? 'delivered' : 'given-up' }),
    })
    if (after.kind === 'delivered') return 'delivered'
    const stop =
      after.kind === 'gone'
        ? ({ stage: 'disabled', why: 'answered 410' } as const)
        : isToBeHeld(await lastAttempts(session, endpoint))
          ? ({ stage: 'held', why: 'failed ten times in a row' } as const)
          : undefined
    if (stop === undefined || !(await stageEndpoint(session, endpoint.id, { ...stop, at: now() })))
      return 'failed'
    await evidenceLogWithin(session).append(endpoint.caseId, [
      {
        actor: options.actor,
        at: now().toISOString(),
        action: 'decide',
        kind: `webhook.${stop.stage}`,
        data: { endpoint: endpoint.id, why: stop.why },
      },
    ])
    return 'stopped'
  })
}

/** Two servers on one database whose homes differ: whoever has the key delivers, the other says what it lacks. */
function otherKey({ id }: DueMessage['endpoint']): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `The address of the webhook "${id}" was sealed with another key than webhook-address.key in this home.`,
    {
      hint: 'All servers of one database need the same file: copy it here from the home in which the webhook was added. When it is lost, remove the webhook and add it anew. Its messages wait.',
    },
  )
}
