import { ApiProblem, problemOf } from './problem.ts'
import { noteServerTime } from './server-clock.ts'

/** Reads JSON. Throws `ApiProblem`; status 0 when nobody answered. */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await ask(path, signal === undefined ? {} : { signal })
  return (await answer.json()) as Answer
}

/** Reads text as it is, for whoever has to hash it. Throws `ApiProblem`. */
export async function getText(path: string, signal: AbortSignal): Promise<string> {
  return (await ask(path, { signal })).text()
}

/** Sends JSON; the answer, or undefined where there is none. Throws `ApiProblem`. */
export async function postJson<Answer>(
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await ask(path, {
    method: 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (answer.status === 204 ? undefined : await answer.json()) as Answer
}

/** Sends JSON and keeps the answer as a file of the browser. Throws `ApiProblem`. */
export async function postFile(path: string, body: unknown, name: string): Promise<void> {
  const answer = await ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const url = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** A refusal comes in the language that the page has, whatever the browser prefers. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    const headers = new Headers(init.headers)
    headers.set('Accept-Language', document.documentElement.lang)
    answer = await fetch(path, { ...init, headers, credentials: 'same-origin' })
  } catch (error) {
    if (init.signal?.aborted === true) throw error
    throw new ApiProblem({ code: 'unreachable', detail: String(error), status: 0 })
  }
  noteServerTime(answer.headers.get('Date'))
  if (!answer.ok) throw await problemOf(answer)
  return answer
}
