import type { ControlLimits } from './clean-settings.ts'

/** What `pg_controldata` prints, as far as a restore needs it. */
export interface ControlData {
  readonly system: string
  readonly segmentBytes: number
  readonly checksums: boolean
  readonly limits: ControlLimits
}

/** A control file is input: what asks for more than any real server is cut down to this. */
const maxLimit = 10_000

/** Reads the output under `LC_ALL=C`; nothing when it is not that of a whole control file. */
export function parseControlData(text: string): ControlData | undefined {
  const lines = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at), line.slice(at + 1).trim()] as const
    }),
  )
  const figure = (name: string): number => {
    const value = Number(lines.get(name))
    return Number.isSafeInteger(value) && value >= 0 ? Math.min(value, maxLimit) : 0
  }
  const system = lines.get('Database system identifier') ?? ''
  const segmentBytes = Number(lines.get('Bytes per WAL segment'))
  if (!/^\d{1,20}$/.test(system) || !Number.isSafeInteger(segmentBytes) || segmentBytes < 2 ** 20)
    return undefined
  return {
    system,
    segmentBytes,
    checksums: figure('Data page checksum version') > 0,
    limits: {
      maxConnections: Math.max(10, figure('max_connections setting')),
      maxWorkerProcesses: figure('max_worker_processes setting'),
      maxWalSenders: figure('max_wal_senders setting'),
      maxPreparedTransactions: figure('max_prepared_xacts setting'),
      maxLocksPerTransaction: Math.max(10, figure('max_locks_per_xact setting')),
    },
  }
}
