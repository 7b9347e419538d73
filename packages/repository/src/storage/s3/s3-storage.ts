import { contentOf, emptyRange, rangeHeader } from '../http/byte-range.ts'
import { contentSize } from '../http/content-size.ts'
import type { TlsFiles } from '../http/tls.ts'
import { legacyPathOf, legacyFolder, pathOf } from '../paths.ts'
import { forManyWaiters } from '../remote/many-waiters.ts'
import { missingObject, outOfRange } from '../remote/object-failure.ts'
import {
  defaultConnections,
  defaultSilenceMs,
  type RemoteOptions,
  remoteStorage,
} from '../remote/remote-storage.ts'
import { configList, type FileList, type SingleTries } from '../remote/single-tries.ts'
import type { FileKind, Storage } from '../storage.ts'
import { type ObjectLock, retentionHeaders } from './object-lock.ts'
import { demandSuccess, type S3Client, s3Client } from './s3-client.ts'
import type { BucketLookup, S3Place } from './s3-endpoint.ts'
import { hasKeysBelow, listIds } from './s3-list.ts'
import type { S3Credentials } from './sign.ts'

export interface S3Options extends RemoteOptions {
  /** `undefined` for public buckets. */
  readonly credentials?: S3Credentials | undefined
  /** Else the one in the endpoint's name, `us-east-1`, or the one that the server names. */
  readonly region?: string | undefined
  readonly bucketLookup?: BucketLookup | undefined
  readonly storageClass?: string | undefined
  /** Every new file but locks may not be deleted or replaced for this long, by nobody. */
  readonly objectLock?: ObjectLock | undefined
  readonly tls?: TlsFiles | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

/**
 * A repository in an S3 bucket, in restic's layout; the flat layout of old buckets is read and removed, never
 * written. Names are written once where the server honours `If-None-Match: *`; elsewhere a look before each
 * write is all there is, and of two writers at the same moment the last one wins. Removing leaves older
 * versions in place where the bucket keeps them. Errors in addition to those of `Storage`: `unreachable`,
 * `untrusted`, `access-denied`, `unsupported`, `aborted`.
 */
export function s3Storage(where: S3Place, options: S3Options = {}): Storage & AsyncDisposable {
  const contact = { reached: false }
  const signal = forManyWaiters(options.signal)
  const client = openS3Client(where, { ...options, signal, contact })
  return {
    ...remoteStorage(s3Tries(client, where, options), { ...options, signal, place: client.place, contact }),
    [Symbol.asyncDispose]: () => Promise.resolve(client.close()),
  }
}

/** The client that storage and object lock share. */
export function openS3Client(
  where: S3Place,
  options: S3Options & { contact: { reached: boolean } },
): S3Client {
  return s3Client({
    place: where,
    credentials: options.credentials,
    region: options.region,
    lookup: options.bucketLookup ?? 'auto',
    contact: options.contact,
    connections: options.connections ?? defaultConnections,
    silenceMs: options.silenceMs ?? defaultSilenceMs,
    tls: options.tls,
    env: options.env,
    signal: options.signal,
  })
}

/** The key of a file below the prefix of the repository. */
export function keyOf({ prefix }: S3Place, path: string): string {
  return prefix === '' ? path : `${prefix}/${path}`
}

function s3Tries(client: S3Client, where: S3Place, options: S3Options): SingleTries {
  /** Servers without conditional writes say so once. */
  let isConditional = true
  /** Buckets in the flat layout of old have a folder `key`. Asked once. */
  let legacy: Promise<boolean> | undefined
  const isLegacy = (): Promise<boolean> =>
    (legacy ??= hasKeysBelow(client, keyOf(where, 'key/')).catch((error: unknown) => {
      legacy = undefined
      throw error
    }))

  async function keys(kind: FileKind, id: string): Promise<string[]> {
    const usual = keyOf(where, pathOf(kind, id))
    const old = legacyPathOf(kind, id)
    return old !== undefined && (await isLegacy()) ? [usual, keyOf(where, old)] : [usual]
  }

  function put(
    kind: FileKind,
    id: string,
    body: readonly Uint8Array[],
  ): Promise<'written' | 'exists' | 'no-condition'> {
    // Another write may learn meanwhile that the server knows no conditions.
    const asksCondition = isConditional
    const headers = {
      'content-type': 'application/octet-stream',
      ...(asksCondition && { 'if-none-match': '*' }),
      ...storageClass(kind, options.storageClass),
      ...(kind === 'locks' ? {} : retentionHeaders(options.objectLock, new Date())),
    }
    const key = keyOf(where, pathOf(kind, id))
    return client.call({ method: 'PUT', key, headers, body }, async (answer) => {
      if (answer.status === 412) return 'exists'
      if (answer.status === 501 && asksCondition) return 'no-condition'
      await demandSuccess(client, answer, 'write', `${kind}/${id}`)
      return 'written'
    })
  }

  const tries: SingleTries = {
    list(kind) {
      if (kind === 'config') return async () => configList(await tries.stat(kind, 'config'))
      const usual = keyOf(where, `${kind}/`)
      const old = keyOf(where, `${legacyFolder[kind]}/`)
      let listing: (() => Promise<FileList>) | undefined
      return async () => {
        listing ??= listIds(client, old !== usual && (await isLegacy()) ? [usual, old] : [usual], kind)
        return listing()
      }
    },

    async read(kind, id, range) {
      if (range?.length === 0) return emptyRange(await tries.stat(kind, id), kind, id, range.offset)
      for (const key of await keys(kind, id)) {
        const bytes = await client.call(
          { method: 'GET', key, headers: rangeHeader(range) },
          async (answer) => {
            if (answer.status === 404) return undefined
            if (answer.status === 416 && range !== undefined)
              throw outOfRange(kind, id, range.offset, range.length)
            if (answer.status !== 206 && answer.status !== 200)
              throw await client.refused(answer, 'read', `${kind}/${id}`)
            return contentOf(answer, { kind, id, range, place: client.place })
          },
        )
        if (bytes !== undefined) return bytes
      }
      throw missingObject(kind, id)
    },

    async write(kind, id, pieces) {
      const outcome = await put(kind, id, pieces)
      if (outcome !== 'no-condition') return outcome
      isConditional = false
      return (await put(kind, id, pieces)) === 'exists' ? 'exists' : 'written'
    },

    async remove(kind, id) {
      for (const key of await keys(kind, id)) {
        await client.call({ method: 'DELETE', key, isCleanup: kind === 'locks' }, async (answer) => {
          if (answer.status !== 404) await demandSuccess(client, answer, 'remove', `${kind}/${id}`)
        })
      }
    },

    async stat(kind, id) {
      for (const key of await keys(kind, id)) {
        const stats = await client.call({ method: 'HEAD', key }, async (answer) => {
          if (answer.status === 404) return undefined
          await demandSuccess(client, answer, 'read', `${kind}/${id}`)
          return contentSize(answer, `${kind}/${id}`, client.place)
        })
        if (stats !== undefined) return stats
      }
      return undefined
    },
  }
  return tries
}

/** What must be read at once to open a repository does not go into an archive. */
function storageClass(kind: FileKind, wanted: string | undefined): Record<string, string> {
  if (wanted === undefined) return {}
  const isArchive = wanted === 'GLACIER' || wanted === 'DEEP_ARCHIVE'
  return isArchive && kind !== 'data' ? {} : { 'x-amz-storage-class': wanted }
}
