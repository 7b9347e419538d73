import { badValue, type ExtendedOptions, flagOption } from '../extended-options.ts'
import { tlsFiles } from '../http/tls.ts'
import { s3Credentials } from './credentials.ts'
import { parseObjectLock } from './object-lock.ts'
import type { BucketLookup } from './s3-endpoint.ts'
import type { S3Options } from './s3-storage.ts'

/** What variables and `-o s3.…` options say. Throws `invalid-argument`. */
export function s3Options(env: NodeJS.ProcessEnv, extended: ExtendedOptions): S3Options {
  const isAnonymous = flagOption(extended, 's3.unsafe-anonymous-auth')
  const lock = extended.get('s3.object-lock')
  return {
    credentials: isAnonymous ? undefined : s3Credentials(env),
    region: [extended.get('s3.region'), env['AWS_DEFAULT_REGION'], env['AWS_REGION']].find(
      (named) => named !== undefined && named !== '',
    ),
    bucketLookup: bucketLookup(extended.get('s3.bucket-lookup') ?? 'auto'),
    storageClass: extended.get('s3.storage-class'),
    objectLock: lock === undefined ? undefined : parseObjectLock(lock),
    tls: tlsFiles(env),
    env,
  }
}

function bucketLookup(text: string): BucketLookup {
  if (text === 'auto' || text === 'dns' || text === 'path') return text
  throw badValue('s3.bucket-lookup', 'auto, dns or path')
}
