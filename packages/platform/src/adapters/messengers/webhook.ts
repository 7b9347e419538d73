import type { SendMessage } from './send-message.ts'

const waitMs = 15_000

/** Posts a message as JSON to an address. Follows no redirect: the message goes where it was sent, or nowhere. */
export const webhookMessenger: SendMessage = async ({ to, subject, text }) => {
  const { ok, status } = await answerOf(to, JSON.stringify({ subject, text }))
  if (!ok) throw new Error(`answered ${status}`)
}

async function answerOf(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(waitMs),
    })
  } catch (error) {
    throw new Error(error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'not reached', {
      cause: error,
    })
  }
}
