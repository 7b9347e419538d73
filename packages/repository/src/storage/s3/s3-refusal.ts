import { RepositoryError } from '../../error.ts'
import { type AnswerHead, type Asked, refusal } from '../http/refusal.ts'
import { printable } from '../printable.ts'
import { Transient } from '../remote/transient.ts'
import { elementText } from './s3-xml.ts'

/** Codes that mean "later", whatever the status. */
const passing = new Set([
  'SlowDown',
  'InternalError',
  'ServiceUnavailable',
  'RequestTimeout',
  'OperationAborted',
  'ConditionalRequestConflict',
  'Throttling',
  'ThrottlingException',
  'IncompleteBody',
])

/** The code S3 gives an error; empty when the answer is not S3's. */
export function errorCode(xml: string): string {
  return printable(elementText(xml, 'Code') ?? '')
}

/** What S3's refusal means. Only code and message of the answer are shown: others hold what was signed. */
export function s3Refusal(answer: AnswerHead, asked: Asked, xml: string): Transient | RepositoryError {
  const code = errorCode(xml)
  const words = [code, printable(elementText(xml, 'Message') ?? '')].filter((part) => part !== '').join(': ')
  const context = { place: asked.place, object: asked.object, status: answer.status, s3: code }
  if (code === 'RequestTimeTooSkewed') {
    return new RepositoryError(
      'access-denied',
      `The clock of this machine differs too much from that of ${asked.place}.`,
      {
        hint: 'Set the clock of this machine (timedatectl, chrony): requests that are not of now are refused.',
        context,
      },
    )
  }
  if (code === 'ExpiredToken' || code === 'InvalidToken' || code === 'TokenRefreshRequired') {
    return new RepositoryError('access-denied', `The session token for ${asked.place} has expired.`, {
      hint: 'Fetch new temporary credentials and start the same command again; what was stored is kept.',
      context,
    })
  }
  if (code === 'InvalidAccessKeyId' || code === 'SignatureDoesNotMatch') {
    return new RepositoryError('access-denied', `${asked.place} does not accept the access key (${code}).`, {
      hint: 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the region (AWS_DEFAULT_REGION or -o s3.region).',
      context,
    })
  }
  if (code === 'NoSuchBucket') {
    return new RepositoryError(
      asked.verb === 'write' ? 'write-failed' : 'read-failed',
      `${asked.place} has no such bucket.`,
      {
        hint: 'Create the bucket first; if its files shall be locked, with object lock: that cannot be added later everywhere.',
        context,
      },
    )
  }
  if (code === 'QuotaExceeded' || code === 'XMinioStorageFull' || code === 'EntityTooLarge') {
    return new RepositoryError('no-space', `${asked.place} has no space for ${asked.object} (${code}).`, {
      hint: 'Free space or raise the quota, then start again; everything already written is kept.',
      retry: 'later',
      context,
    })
  }
  const meant = refusal(answer, asked, words)
  return passing.has(code) && !(meant instanceof Transient) ? new Transient(meant) : meant
}
