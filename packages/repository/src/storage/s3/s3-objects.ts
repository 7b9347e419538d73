import { forManyWaiters } from '../remote/many-waiters.ts'
import { defaultConnections } from '../remote/remote-storage.ts'
import { defaultPatience, withRetries } from '../remote/retry.ts'
import { createSlots } from '../remote/slots.ts'
import { demandSuccess } from './s3-client.ts'
import type { S3Place } from './s3-endpoint.ts'
import { keyOf, openS3Client, type S3Options } from './s3-storage.ts'

/** Plain objects below a prefix of a bucket, for what is published there. Paths are relative to the prefix. */
export interface S3Objects extends AsyncDisposable {
  /** An object, or `undefined`; `too-long` when more than `most` bytes come, of which none is kept. */
  read(path: string, most: number): Promise<Buffer | 'too-long' | undefined>
  /** Writes or replaces an object; readers see the old one or the new one. */
  write(path: string, bytes: Uint8Array, headers: Readonly<Record<string, string>>): Promise<void>
  remove(path: string): Promise<void>
}

/** Opens them; connects when they are first used. Errors as of `s3Storage`. */
export function s3Objects(where: S3Place, options: S3Options = {}): S3Objects {
  const contact = { reached: false }
  const signal = forManyWaiters(options.signal)
  const client = openS3Client(where, { ...options, signal, contact })
  const inSlot = createSlots(options.connections ?? defaultConnections)
  const patience = { ...defaultPatience, ...options.patience }
  const run = <T>(work: () => Promise<T>): Promise<T> =>
    withRetries(() => inSlot(work, signal), { patience, contact, signal, onRetry: options.onRetry })

  return {
    read: (path, most) =>
      run(() =>
        client.call({ method: 'GET', key: keyOf(where, path) }, async (answer) => {
          if (answer.status === 404) return undefined
          await demandSuccess(client, answer, 'read', path)
          const pieces: Buffer[] = []
          let bytes = 0
          for await (const piece of answer.body) {
            bytes += piece.length
            if (bytes > most) return 'too-long' as const
            pieces.push(piece)
          }
          return Buffer.concat(pieces)
        }),
      ),

    write: (path, bytes, headers) =>
      run(() =>
        client.call({ method: 'PUT', key: keyOf(where, path), headers, body: [bytes] }, (answer) =>
          demandSuccess(client, answer, 'write', path),
        ),
      ),

    remove: (path) =>
      run(() =>
        client.call({ method: 'DELETE', key: keyOf(where, path) }, async (answer) => {
          if (answer.status !== 404) await demandSuccess(client, answer, 'remove', path)
        }),
      ),

    [Symbol.asyncDispose]: () => Promise.resolve(client.close()),
  }
}
