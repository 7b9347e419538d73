import { statfsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'

import { readHold } from '../deletion/index.ts'
import type { VaultContext } from './context.ts'
import type { Gauge } from './metrics.ts'

/** Serves `/metrics`, and nothing else; it belongs on the loopback address, because it asks for no password. */
export function createMetricsDoor(context: VaultContext): Server {
  return createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(context.metrics.page([...gaugesOf(context)]))
  })
}

function* gaugesOf(context: VaultContext): Generator<Gauge> {
  for (const tenant of context.tenants.all()) {
    const labels = { tenant: tenant.name }
    const { at, wall, isTrusted } = tenant.clock.now()
    yield { name: 'anlauf_vault_journal_lines', labels, value: tenant.journal.state().size }
    yield { name: 'anlauf_vault_clock_trusted', labels, value: isTrusted ? 1 : 0 }
    yield { name: 'anlauf_vault_clock_skew_seconds', labels, value: Math.round((wall - at) / 1000) }
    for (const repository of tenant.ledger.repositories()) {
      const value = tenant.ledger.storedBytes(repository)
      yield { name: 'anlauf_vault_stored_bytes', labels: { repository }, value }
    }
  }
  const { bavail, bsize } = statfsSync(context.vault)
  yield { name: 'anlauf_vault_free_bytes', value: bavail * bsize }
  yield { name: 'anlauf_vault_hold', value: readHold(context.vault) === undefined ? 0 : 1 }
  yield { name: 'anlauf_vault_requests_running', value: context.inFlight.running }
  yield { name: 'anlauf_vault_clients', value: context.clients.current().size }
}
