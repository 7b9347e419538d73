import { AnlaufError } from '../../../core/failure.ts'

/** Stamps have 2 to 8 kB. */
const maxReply = 256 * 1024
const waitMs = 20_000

/** Sends a request as RFC 3161 §3.4 has it. Throws `evidence-broken` with retry `later` when no answer comes. */
export async function askAuthority(url: URL, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(request),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return await bounded(response)
  } catch (cause) {
    signal.throwIfAborted()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AnlaufError('evidence-broken', `${url.host} gave no time stamp: ${why}.`, {
      hint: 'Check address and network, then run the command again; the checkpoint waits.',
      retry: 'later',
      cause,
    })
  }
}

async function bounded(response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    length += piece.length
    if (length > maxReply) throw new Error(`it sent more than ${maxReply} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
