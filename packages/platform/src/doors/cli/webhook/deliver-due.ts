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
      if (problems.length > 0) throw problems[0]
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
  const attempt: Attempt =
    url === undefined
      ? { failure: 'address-unreadable' }
      : await post({ url, headers, body, isLoopback: endpoint.isLoopback })
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
        : url === undefined
          ? ({
              stage: 'held',
              why: 'its address was sealed with another key: remove it and add it anew',
            } as const)
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
