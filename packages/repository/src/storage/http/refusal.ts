import { RepositoryError, type RepositoryErrorCode } from '../../error.ts'
import { printable } from '../printable.ts'
import { Transient } from '../remote/transient.ts'
import type { HttpAnswer } from './http-client.ts'

/** What was asked, for the words of an error. */
export interface Asked {
  readonly verb: 'read' | 'write' | 'remove' | 'list'
  /** The address and the file, without secrets. */
  readonly object: string
  readonly place: string
}

/** What is needed of an answer once its body is read. */
export type AnswerHead = Pick<HttpAnswer, 'status' | 'header'>

/** Timeouts, overload and faults of a server that a later try may not meet. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])

/** What an answer other than success means. 404 and "exists" are left to the caller, who knows what they mean. */
export function refusal(answer: AnswerHead, asked: Asked, words = ''): Transient | RepositoryError {
  const { status } = answer
  const said = printable(words)
  const failure = meaning(answer, asked, said === '' ? '' : `: ${said}`)
  return passing.has(status) ? new Transient(failure, { afterMs: retryAfterMs(answer) }) : failure
}

function meaning(answer: AnswerHead, { verb, object, place }: Asked, said: string): RepositoryError {
  const { status } = answer
  const context = { place, object, status }
  const code: RepositoryErrorCode = verb === 'read' || verb === 'list' ? 'read-failed' : 'write-failed'
  const make = (
    kind: RepositoryErrorCode,
    message: string,
    hint: string,
    retry: 'never' | 'later' = 'never',
  ): RepositoryError => new RepositoryError(kind, message, { hint, retry, context })

  if (status === 401) {
    return make(
      'access-denied',
      `${place} does not accept the name or the password.`,
      'Check user and password in the address, or RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD; for S3 AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    )
  }
  if (status === 403) {
    return make(
      'access-denied',
      `${place} does not allow to ${verb} ${object}${said}.`,
      'This account may not do that: an append-only repository refuses to delete and replace, a write-only account to read. Use an account with the right.',
    )
  }
  if (status === 507) {
    return make(
      'no-space',
      `No space left for ${object} on ${place}.`,
      'Free space or raise the quota on the server, then start again; everything already written is kept.',
      'later',
    )
  }
  if (status === 413) {
    return make(
      code,
      `${place} refuses ${object} because it is too large.`,
      'Raise the largest body size of the server or of the proxy before it (nginx: client_max_body_size) to 160 MB, or the quota.',
    )
  }
  if (status >= 300 && status < 400) {
    return make(
      code,
      `${place} sends us elsewhere (${status} to ${elsewhere(answer)}); that is not followed.`,
      'Name the right address yourself: credentials are sent to nobody else.',
    )
  }
  if (status === 405 || status === 501) {
    return make(
      'unsupported',
      `${place} cannot ${verb} ${object} (${status}).`,
      'Check that the address is that of a repository server.',
    )
  }
  return make(
    code,
    `${place} answers ${status} to the wish to ${verb} ${object}${said}.`,
    'See the log of the server; check that the address is that of a repository server.',
    passing.has(status) ? 'later' : 'never',
  )
}

function elsewhere(answer: AnswerHead): string {
  const location = answer.header('location') ?? ''
  try {
    return new URL(location).host
  } catch {
    return 'another path'
  }
}

/** Seconds or a date. */
function retryAfterMs(answer: AnswerHead): number | undefined {
  const value = answer.header('retry-after')
  if (value === undefined) return undefined
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.max(1, ms) : undefined
}
