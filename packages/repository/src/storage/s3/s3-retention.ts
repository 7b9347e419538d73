import { randomBytes } from 'node:crypto'

import { RepositoryError } from '../../error.ts'
import { bodyOf, shortBody } from '../http/body.ts'
import { pathOf } from '../paths.ts'
import { forManyWaiters } from '../remote/many-waiters.ts'
import { missingObject } from '../remote/object-failure.ts'
import { defaultPatience, withRetries } from '../remote/retry.ts'
import type { FileKind } from '../storage.ts'
import { type ObjectLock, retentionHeaders } from './object-lock.ts'
import { demandSuccess } from './s3-client.ts'
import type { S3Place } from './s3-endpoint.ts'
import { errorCode } from './s3-refusal.ts'
import { keyOf, openS3Client, type S3Options } from './s3-storage.ts'
import { elementText } from './s3-xml.ts'

/** Until when a file cannot be deleted, and whether a privileged account could end that. */
export interface Retention {
  readonly mode: ObjectLock['mode']
  readonly until: Date
}

/** What a locked bucket can be asked besides reading and writing files. */
export interface S3ObjectLock extends AsyncDisposable {
  /** `undefined` when the file is not locked. Throws `missing-object`. */
  retention(kind: FileKind, id: string): Promise<Retention | undefined>
  /** Sets a lock or makes it longer; S3 refuses to make one shorter (`access-denied`). */
  extend(kind: FileKind, id: string, retention: Retention): Promise<void>
  /**
   * Proves that locks hold: writes a canary with a lock of one day and tries to delete that very version.
   * `refused` is what one wants to see. The canary stays until its day is over.
   */
  probe(mode: ObjectLock['mode']): Promise<{ held: true } | { held: false; why: string }>
}

/**
 * The object lock of a bucket. A plain DELETE answers "success" on a locked bucket and only hides the object,
 * so nothing but a refused deletion of the version itself proves anything.
 */
export function s3ObjectLock(where: S3Place, options: S3Options = {}): S3ObjectLock {
  const contact = { reached: false }
  const signal = forManyWaiters(options.signal)
  const client = openS3Client(where, { ...options, signal, contact })
  const retrying = {
    patience: { ...defaultPatience, ...options.patience },
    contact,
    signal,
    onRetry: options.onRetry,
  }

  async function writeCanary(
    key: string,
    mode: ObjectLock['mode'],
  ): Promise<{ version: string } | { why: string }> {
    const headers = retentionHeaders({ mode, days: 1 }, new Date())
    const body = [Buffer.from('This object tests whether locked versions can be deleted.\n')]
    return client.call({ method: 'PUT', key, headers, body }, async (answer) => {
      if (answer.status === 400 || answer.status === 501) {
        return {
          why: `the bucket takes no locked objects (${errorCode(await shortBody(answer)) || answer.status})`,
        }
      }
      await demandSuccess(client, answer, 'write', key)
      const version = answer.header('x-amz-version-id')
      return version === undefined || version === 'null'
        ? { why: 'the bucket keeps no versions' }
        : { version }
    })
  }

  return {
    retention: (kind, id) =>
      withRetries(async () => {
        const key = keyOf(where, pathOf(kind, id))
        return client.call({ method: 'GET', key, query: { retention: '' } }, async (answer) => {
          const words = await shortBody(answer)
          if (answer.status === 200) return retentionIn(words, client.place)
          if (errorCode(words) === 'NoSuchKey') throw missingObject(kind, id)
          if (/^NoSuchObjectLockConfiguration$|^InvalidRequest$/.test(errorCode(words))) return undefined
          throw await client.refused({ ...answer, body: bodyOf(words) }, 'read', `the lock of ${kind}/${id}`)
        })
      }, retrying),

    extend: (kind, id, { mode, until }) =>
      withRetries(async () => {
        const key = keyOf(where, pathOf(kind, id))
        const xml = `<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>${mode}</Mode><RetainUntilDate>${until.toISOString()}</RetainUntilDate></Retention>`
        const body = [Buffer.from(xml)]
        await client.call({ method: 'PUT', key, query: { retention: '' }, body }, async (answer) => {
          if (answer.status === 404) throw missingObject(kind, id)
          await demandSuccess(client, answer, 'write', `the lock of ${kind}/${id}`)
        })
      }, retrying),

    probe: (mode) =>
      withRetries(async () => {
        const key = keyOf(where, `lock-probe-${randomBytes(8).toString('hex')}`)
        const canary = await writeCanary(key, mode)
        if ('why' in canary) return { held: false, why: canary.why }
        const query = { versionId: canary.version }
        return client.call({ method: 'DELETE', key, query }, async (answer) => {
          if (answer.status === 403) return { held: true }
          await demandSuccess(client, answer, 'remove', key)
          return { held: false, why: 'the locked version could be deleted' }
        })
      }, retrying),

    [Symbol.asyncDispose]: () => Promise.resolve(client.close()),
  }
}

function retentionIn(xml: string, place: string): Retention | undefined {
  const mode = elementText(xml, 'Mode')
  const until = new Date(elementText(xml, 'RetainUntilDate') ?? '')
  if (mode === undefined && /<Retention[\s/>]/.test(xml)) return undefined
  if ((mode === 'GOVERNANCE' || mode === 'COMPLIANCE') && !Number.isNaN(until.getTime()))
    return { mode, until }
  throw new RepositoryError('read-failed', `${place} does not say in S3's words how the file is locked.`, {
    hint: 'See what the server answers to GetObjectRetention.',
    context: { place },
  })
}
