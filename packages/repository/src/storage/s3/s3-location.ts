import { posix } from 'node:path'

import { RepositoryError } from '../../error.ts'
import type { RepositoryLocation } from '../location.ts'

/** `http(s)://host[:port]/bucket[/prefix]`, `//host/bucket[/prefix]` or `host/bucket[/prefix]` (then https). */
export function parseS3(text: string): RepositoryLocation {
  const [, scheme = 'https', rest = ''] = /^(?:(https?):)?(?:\/\/)?(.*)$/s.exec(text) ?? []
  const [host = '', bucket = '', ...path] = rest.split('/')
  if (host === '' || /[@?#\s]/.test(host)) throw unclear('The address after "s3:" names no server.')
  if (!/^[a-z0-9][a-z0-9._-]{1,254}$/i.test(bucket)) throw unclear('The address after "s3:" names no bucket.')
  let url: URL
  try {
    url = new URL(`${scheme}://${host}`)
  } catch {
    throw unclear('The address after "s3:" names no server.')
  }
  const prefix = posix.normalize(path.join('/')).replaceAll(/^\.?\/*|\/+$/g, '')
  if (prefix.split('/').includes('..')) throw unclear('The path after the bucket leaves the bucket.')
  return { scheme: 's3', endpoint: url.origin, bucket, prefix }
}

function unclear(message: string): RepositoryError {
  return new RepositoryError('invalid-argument', message, {
    hint: 'Write s3:https://host/bucket/prefix or s3:s3.eu-central-1.amazonaws.com/bucket/prefix; credentials belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  })
}
