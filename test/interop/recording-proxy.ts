import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What went through: method, path, range and status. */
export interface Passed {
  readonly method: string
  readonly path: string
  readonly range: string | undefined
  readonly status: number
}

/** Passes every request on to `target` and remembers it: shows which calls a client really makes. */
export async function recordingProxy(
  target: string,
): Promise<AsyncDisposable & { readonly url: string; readonly passed: Passed[] }> {
  const passed: Passed[] = []
  const { hostname, port } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      passed.push({ method, path: url, range: headers.range, status: answer.statusCode ?? 0 })
      outgoing.writeHead(answer.statusCode ?? 0, answer.statusMessage, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
