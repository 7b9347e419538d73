import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { AnlaufError } from '../../../core/failure.ts'
import { exposition, type Family } from './exposition.ts'

export interface RunningMetrics extends AsyncDisposable {
  readonly url: string
}

/**
 * `/metrics` on a listener of its own: whoever watches needs no way to the cases, and is answered while the API is
 * flooded. It asks nobody who they are, so it listens on loopback only. Throws `input-invalid`, `api-failed`.
 */
export async function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  families: () => Promise<readonly Family[]>,
): Promise<RunningMetrics> {
  if (!/^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)) {
    throw new AnlaufError('input-invalid', `Figures of cases would be open to the network on ${host}.`, {
      hint: 'Listen on 127.0.0.1 and let an agent on this machine collect them.',
    })
  }
  const server = createServer((request, answer) => {
    if (request.url !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return void answer.writeHead(404).end('GET /metrics\n')
    }
    families().then(
      (all) =>
        answer
          .writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
          .end(exposition(all)),
      () => answer.writeHead(500).end(),
    )
  })
  server.maxConnections = 20
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new AnlaufError(
      'api-failed',
      `Nothing can listen on ${host}:${port}: ${(error as Error).message}`,
      {
        hint: 'Choose another port with --metrics.',
        cause: error,
      },
    )
  }
  const { port: listening } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening}/metrics`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
