import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { failureTitle, saidIn } from '../../../core/failure-words/index.ts'
import { AnlaufError, type AnlaufErrorCode } from '../../../core/failure.ts'
import { preferredLanguage } from '../../http/index.ts'

/** RFC 9457, with what the person at 3 a.m. needs beside it. */
export const Problem = z
  .object({
    type: z.string().openapi({ description: 'Page that explains the code, on this server' }),
    title: z.string().openapi({ description: 'The code in words, in the language of `Accept-Language`' }),
    status: z.int(),
    detail: z
      .string()
      .openapi({ description: 'What happened, in German where `Accept-Language` begins with it' }),
    code: z.string(),
    hint: z.string().openapi({ description: 'What to do now' }),
    retry: z.enum(['never', 'later', 'now']).openapi({ description: 'Can the same call succeed later' }),
    missing: z.array(z.string()).optional().openapi({ description: 'Everything that is missing, at once' }),
    context: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem')

const statuses: Partial<Record<AnlaufErrorCode, ContentfulStatusCode>> = {
  aborted: 503,
  'cannot-isolate': 409,
  'case-moved-on': 409,
  'database-failed': 503,
  'gate-closed': 409,
  'input-invalid': 400,
  'no-space': 507,
  'not-found': 404,
  'nothing-to-do': 409,
  'not-permitted': 403,
  'not-signed-in': 401,
  'too-many-requests': 429,
}

/** The answer to a failure. `status` where HTTP says it more exactly than the code does. */
export function problemAnswer(c: Context, error: AnlaufError, status = statusOf(error)): Response {
  const language = preferredLanguage(c.req.header('Accept-Language'))
  return c.body(JSON.stringify(problemOf(error, { status, language })), status, {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    Vary: 'Accept-Language',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="anlauf"' } : {}),
    ...(error.retry === 'later' ? { 'Retry-After': retryAfterSeconds(error) } : {}),
  })
}

/** Five seconds unless the failure knows better: a database that starts again needs less. */
function retryAfterSeconds({ context }: AnlaufError): string {
  const { retryAfterSeconds } = context
  return typeof retryAfterSeconds === 'number' ? String(Math.ceil(retryAfterSeconds)) : '5'
}

/**
 * What is no failure of ours says nothing of the inside: the stack goes to the log. The context of a failure is
 * shown where the caller caused it, not where the server did.
 */
function problemOf(
  error: AnlaufError,
  { status, language }: { readonly status: number; readonly language: 'de' | 'en' },
): z.infer<typeof Problem> {
  const { code, message, hint, retry, context } = error
  const { missing, ...rest } = context
  return {
    type: `/errors/${code}`,
    title: failureTitle(code, language),
    status,
    detail: saidIn(language, message),
    code,
    hint: saidIn(language, hint),
    retry,
    ...(Array.isArray(missing) ? { missing: missing.map((one) => saidIn(language, String(one))) } : {}),
    ...(status < 500 && Object.keys(rest).length > 0 ? { context: rest } : {}),
  }
}

function statusOf({ code, retry }: AnlaufError): ContentfulStatusCode {
  const status = statuses[code] ?? 500
  return status === 503 && retry === 'never' ? 500 : status
}

/** Whatever was thrown, as a failure that may be shown. */
export function failureOf(thrown: unknown): AnlaufError {
  if (thrown instanceof AnlaufError) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500) {
    return new AnlaufError('input-invalid', `The request is malformed: ${thrown.message}.`, {
      hint: 'docs/openapi.json describes what each address takes.',
    })
  }
  return new AnlaufError('api-failed', 'The server made a mistake.', {
    hint: 'Repeat the call. If it fails again, report it with the line that the server wrote to its log.',
    retry: 'later',
    cause: thrown,
  })
}
