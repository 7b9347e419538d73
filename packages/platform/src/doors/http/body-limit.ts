import type { Context, MiddlewareHandler } from 'hono'

/**
 * Bounds what a request carries. A body that says its length is refused before it is read; one that comes in pieces is
 * read up to the limit. No length and no pieces is no body (RFC 9112, 6.3), as `curl -X POST` and mail programs send it.
 * Ours because hono's own makes a new request out of the server's, which Node 26 refuses.
 */
export function bodyLimit({
  maxSize,
  onError,
}: {
  readonly maxSize: number
  readonly onError: (c: Context) => Response
}): MiddlewareHandler {
  return async (c, next) => {
    const length = c.req.header('content-length')
    const isInPieces = c.req.header('transfer-encoding') !== undefined
    if (length !== undefined && !isInPieces) {
      return Number(length) > maxSize ? onError(c) : next()
    }
    if (!isInPieces) return next()
    const body = await read(c, maxSize)
    if (body === undefined) return onError(c)
    const { url, method, headers } = c.req.raw
    c.req.raw = new Request(url, { method, headers: new Headers(headers), body })
    return next()
  }
}

/** The whole body, or undefined for one that is larger. */
async function read(c: Context, maxSize: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of c.req.raw.body ?? []) {
    size += part.length
    if (size > maxSize) return undefined
    parts.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
