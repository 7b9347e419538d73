import type { IncomingMessage } from 'node:http'

import { refuse, RefusedError } from './answer.ts'
import type { Limits } from './limits.ts'

const slow = refuse(408, 'slow', 'The body came too slowly')
const short = refuse(400, 'shortBody', 'The body ended before its announced length')

/**
 * The body of a request, chunk by chunk, as long as it keeps coming. Only the time spent waiting for the client
 * counts, not the time the disk takes. Throws `RefusedError`.
 */
export async function* watchedBody(
  request: IncomingMessage,
  expected: number,
  limits: Pick<Limits, 'idleMs' | 'graceMs' | 'minBytesPerSecond'>,
): AsyncGenerator<Buffer> {
  // A consumer that stops early must not cut the connection: the client still has to read why.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  let received = 0
  let waitedMs = 0
  try {
    for (;;) {
      const started = performance.now()
      const next = await withinIdle(chunks, request, limits.idleMs)
      waitedMs += performance.now() - started
      if (next.done === true) break
      received += next.value.length
      const isSlow = waitedMs > limits.graceMs && (received / waitedMs) * 1000 < limits.minBytesPerSecond
      if (isSlow) throw new RefusedError(slow)
      yield next.value
    }
  } finally {
    await chunks.return?.()
  }
  if (received !== expected) throw new RefusedError(short)
}

async function withinIdle(
  chunks: AsyncIterator<Buffer>,
  request: IncomingMessage,
  idleMs: number,
): Promise<IteratorResult<Buffer, unknown>> {
  let isIdle = false
  const timer = setTimeout(() => {
    isIdle = true
    request.destroy()
  }, idleMs)
  try {
    return await chunks.next()
  } catch {
    throw new RefusedError(isIdle ? slow : short)
  } finally {
    clearTimeout(timer)
  }
}

/** What a refused client may still send before the connection is cut: enough for it to read the answer. */
const maxDrain = 32 * 1024 * 1024
const drainMs = 5_000

/** Takes in what is left of a refused body, within bounds, so that the client sees the answer and no reset. */
export function drainBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  let drained = 0
  const timer = setTimeout(() => request.destroy(), drainMs)
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length
    if (drained > maxDrain) request.destroy()
  })
  request.once('close', () => clearTimeout(timer))
  request.once('error', () => undefined)
  request.resume()
}
