import type { Pool } from 'pg'

/** The rows by which workers know of each other; all times are the server's. */
export interface Leases {
  /** Says that this worker works; called again and again. */
  renew(): Promise<void>
  /** Says that it has ended: its work can be taken over at once. */
  release(): Promise<void>
  /** Does something unless another worker does the same at this moment; false when one does. */
  alone(work: () => Promise<void>): Promise<boolean>
  /** All workers whose lease holds. */
  living(): Promise<ReadonlySet<string>>
}

/** A worker that was not heard of for so long has lost its jobs. */
export const defaultLeaseMs = 60_000

interface Holder {
  readonly worker: string
  readonly host: string
  readonly queues: readonly string[]
  readonly leaseMs: number
}

/** Any number that nobody else locks by: "anwork". */
const rescueLock = '0x616e776f726b'

export function leases(pool: Pool, { worker, host, queues, leaseMs }: Holder): Leases {
  return {
    async renew() {
      await pool.query(
        `insert into anlauf.worker_lease (worker, host, queues) values ($1, $2, $3)
             on conflict (worker) do update set renewed_at = now()`,
        [worker, host, queues],
      )
    },
    async release() {
      await pool.query('delete from anlauf.worker_lease where worker = $1', [worker])
    },
    async alone(work) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const { rows } = await client.query<{ got: boolean }>(
          `select pg_try_advisory_xact_lock(${rescueLock}::bigint) as got`,
        )
        const got = rows[0]?.got === true
        if (got) {
          // Rows of the long dead say nothing any more.
          await client.query(`delete from anlauf.worker_lease where renewed_at < now() - interval '7 days'`)
          await work()
        }
        await client.query('commit')
        client.release()
        return got
      } catch (error) {
        client.release(error instanceof Error ? error : true)
        throw error
      }
    },
    living: async () => new Set((await livingWorkers(pool, leaseMs)).map(({ worker }) => worker)),
  }
}

export interface LivingWorker {
  readonly worker: string
  readonly host: string
  readonly queues: readonly string[]
}

/** Who renewed its lease within the time. */
export async function livingWorkers(pool: Pool, leaseMs: number): Promise<readonly LivingWorker[]> {
  const { rows } = await pool.query<LivingWorker>(
    `select worker, host, queues from anlauf.worker_lease
      where renewed_at > clock_timestamp() - make_interval(secs => $1) order by worker`,
    [leaseMs / 1_000],
  )
  return rows
}
