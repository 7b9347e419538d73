import type { RepositoryLocation } from '../location.ts'

/** A bucket on a server. */
export type S3Place = Omit<Extract<RepositoryLocation, { scheme: 's3' }>, 'scheme'>

/** How the bucket is named in a request: in the path or in the host name. */
export type BucketLookup = 'auto' | 'dns' | 'path'

/** Where requests for a bucket go and how its keys become paths. */
export interface S3Endpoint {
  readonly origin: URL
  /** `/` or `/bucket/`. */
  readonly root: string
}

/** Amazon wants the bucket in the host name; others are safer with it in the path. */
export function s3Endpoint(place: S3Place, lookup: BucketLookup, region: string): S3Endpoint {
  const origin = new URL(place.endpoint)
  if (origin.hostname === 's3.amazonaws.com' && region !== 'us-east-1') {
    origin.hostname = `s3.${region}.amazonaws.com`
  }
  // A dot in the bucket's name would not fit the certificate of the host name.
  const isAmazon = /(^|\.)amazonaws\.com(\.cn)?$/.test(origin.hostname)
  const inHost = lookup === 'dns' || (lookup === 'auto' && isAmazon && !place.bucket.includes('.'))
  if (!inHost) return { origin, root: `/${place.bucket}/` }
  origin.hostname = `${place.bucket}.${origin.hostname}`
  return { origin, root: '/' }
}

/** The region in the name of an Amazon endpoint, as in `s3.eu-central-1.amazonaws.com`. */
export function regionOf(endpoint: string): string | undefined {
  return /^s3[.-](?:dualstack\.)?([a-z]{2}-[a-z]+-\d)\.amazonaws\.com/.exec(new URL(endpoint).hostname)?.[1]
}
