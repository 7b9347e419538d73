/** Counters and gauges in Prometheus' text format, version 0.0.4. */
export interface Metrics {
  count(name: CounterName, labels: Readonly<Record<string, string>>, by?: number): void
  /** The page; gauges are asked for when it is written. */
  page(gauges: readonly Gauge[]): string
}

export interface Gauge {
  readonly name: GaugeName
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

const counters = {
  anlauf_vault_requests_total: 'Requests by verb, kind of file and status.',
  anlauf_vault_refusals_total: 'Refused requests by reason.',
  anlauf_vault_received_bytes_total: 'Bytes of objects that were accepted, by kind.',
  anlauf_vault_sent_bytes_total: 'Bytes of objects that were sent, by kind.',
  anlauf_vault_alarms_total: 'Alarms by code.',
  anlauf_vault_connections_refused_total: 'Connections closed at once because their address had too many.',
  anlauf_vault_authentication_failures_total: 'Requests with wrong or without credentials.',
} as const

const gauges = {
  anlauf_vault_stored_bytes: 'Bytes of the objects of a repository, by the journal.',
  anlauf_vault_journal_lines: 'Lines in the journal of a tenant.',
  anlauf_vault_free_bytes: 'Free space of the disk that holds the vault.',
  anlauf_vault_clock_trusted: '1 while the wall clock moves as the monotonic clock does.',
  anlauf_vault_clock_skew_seconds: 'Wall clock minus the time of the vault.',
  anlauf_vault_hold: '1 while nothing may be deleted.',
  anlauf_vault_requests_running: 'Requests that are being answered.',
  anlauf_vault_clients: 'Clients that may come in.',
} as const

export type CounterName = keyof typeof counters
export type GaugeName = keyof typeof gauges

export function createMetrics(): Metrics {
  const values = new Map<CounterName, Map<string, number>>()
  return {
    count(name, labels, by = 1) {
      const series = values.get(name) ?? new Map<string, number>()
      values.set(name, series)
      const key = labelText(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    page(measured) {
      const lines: string[] = []
      for (const [name, help] of Object.entries(counters)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`)
        for (const [labels, value] of values.get(name as CounterName) ?? [])
          lines.push(`${name}${labels} ${value}`)
      }
      for (const [name, help] of Object.entries(gauges)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`)
        for (const gauge of measured.filter((one) => one.name === name))
          lines.push(`${name}${labelText(gauge.labels ?? {})} ${gauge.value}`)
      }
      return `${lines.join('\n')}\n`
    },
  }
}

/** Label values: backslash, quote and line break are escaped, as the format demands. */
function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
